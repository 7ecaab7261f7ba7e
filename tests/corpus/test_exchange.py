"""Sheets and exports: what goes out comes in again the same; what could do harm is refused or stays text."""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from corpus.contacts import RegisterRow, check_from, fault_of
from corpus.errors import IntakeError
from corpus.exports import export_file, template_file
from corpus.given import Given, given_files
from corpus.intake import FileReader
from corpus.librarian import Librarian, as_cell
from corpus.library import corpus_folder, load_corpus
from corpus.readers import limits, sheet
from corpus.readers.limits import check_archive
from corpus.register_sheet import read_register_sheet, register_sheet
from corpus.sheet_text import neutral, original

KODOKU = corpus_folder("kodoku", Path())
CORPUS = load_corpus(KODOKU)
PAGES = Path(__file__).parents[1] / "data" / "corpus"
NOW = datetime.fromisoformat("2026-06-01T09:00:00+09:00")
HEAD = "市区町村,テーマ,本文"


@pytest.fixture
def librarian(tmp_path: Path) -> Librarian:
    return Librarian(KODOKU, tmp_path / "kodoku", lambda: NOW)


@pytest.fixture
def bare_corpus(tmp_path: Path) -> Librarian:
    """A corpus with the themes and aspects of the first one, and nothing in it."""
    folder = tmp_path / "bare"
    folder.mkdir()
    text = (KODOKU / "manifest.toml").read_text(encoding="utf-8")
    begin, end = text.index("[files]"), text.index("[source]")
    (folder / "manifest.toml").write_text(text[:begin] + text[end:], encoding="utf-8")
    return Librarian(folder, folder, lambda: NOW)


def read(data: bytes, name: str):
    return FileReader(CORPUS.manifest, NOW).read(Given(name, data))


def workbook(*rows: tuple[object, ...], merged: str = "") -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
def test_an_export_that_comes_in_again_changes_nothing(librarian: Librarian, tmp_path: Path, suffix: str) -> None:
    librarian.accept(librarian.propose(given_files(PAGES)))
    path = tmp_path / f"全部{suffix}"
    path.write_bytes(export_file(path.name, [as_cell(entry) for entry in librarian.corpus().entries], CORPUS.manifest))
    again = librarian.propose(given_files(path))
    assert again.intake.rejected == ()
    assert again.preview.is_empty


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
def test_an_export_makes_the_same_corpus_elsewhere(bare_corpus: Librarian, tmp_path: Path, suffix: str) -> None:
    path, back = tmp_path / f"全部{suffix}", tmp_path / f"全部.back{suffix}"
    path.write_bytes(export_file(path.name, [as_cell(entry) for entry in CORPUS.entries], CORPUS.manifest))
    proposal = bare_corpus.propose(given_files(path))
    assert proposal.intake.rejected == ()
    bare_corpus.accept(proposal)
    back.write_bytes(
        export_file(back.name, [as_cell(entry) for entry in bare_corpus.corpus().entries], CORPUS.manifest)
    )
    if suffix != ".xlsx":  # an archive has a clock in it
        assert back.read_bytes() == path.read_bytes()
    assert [(e.id, e.text, e.text_status) for e in bare_corpus.corpus().entries] == [
        (e.id, e.text, e.text_status) for e in CORPUS.entries
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_csv_is_read_in_the_encodings_of_offices(encoding: str, line_end: str) -> None:
    data = f"{HEAD}{line_end}呉市,全般,①会議を開いた。{line_end}".encode(encoding)
    found = read(data, "事例.csv")
    assert [(d.municipality, d.theme, d.aspect, d.text) for d in found.drafts] == [
        ("呉市", "general", "first_step", "①会議を開いた。")
    ]


def test_csv_is_written_so_that_excel_opens_it_as_it_is(tmp_path: Path) -> None:
    """Excel on Windows reads a CSV file as cp932 unless it begins with a BOM."""
    everything = export_file("全部.csv", [as_cell(entry) for entry in CORPUS.entries], CORPUS.manifest)
    for written in (everything, template_file("ひな型.csv", CORPUS.manifest)):
        assert written.startswith(b"\xef\xbb\xbf")
        assert written.endswith(b"\r\n")


BAD_SHEETS = [
    pytest.param(f"{HEAD}\n呉市,全般", (2, "-", "row_not_two_cells"), id="列が足りない"),
    pytest.param(f'{HEAD}\n呉市,全般,"文', (3, "-", "not_csv"), id="閉じない引用符"),
    pytest.param(f"{HEAD}\n呉市,防災,文", (2, "テーマ", "theme_unknown"), id="知らないテーマ"),
    pytest.param(f"{HEAD},欄\n呉市,全般,文,予算", (2, "欄", "aspect_unknown"), id="知らない欄"),
    pytest.param(f"{HEAD}\n呉市,全般,", (2, "本文", "text_missing"), id="本文がない"),
    pytest.param(f"{HEAD},本文の状態\n呉市,全般,文,半分", (2, "本文の状態", "status_unknown"), id="知らない状態"),
    pytest.param(
        f"{HEAD},本文の状態\n呉市,全般,文,本文なし", (2, "本文の状態", "status_differs"), id="本文があるのになし"
    ),
    pytest.param(f"{HEAD},予算\n呉市,全般,文,百万円", (2, "予算", "column_unknown"), id="知らない列"),
    pytest.param("名前,内訳", (None, "-", "columns_missing"), id="列の名がない"),
    pytest.param("", (None, "-", "file_empty"), id="空"),
]


@pytest.mark.parametrize(("text", "reason"), BAD_SHEETS)
def test_a_wrong_row_of_a_sheet_is_rejected_with_its_place(text: str, reason: tuple[int | None, str, str]) -> None:
    assert [(r.row, r.column, r.reason) for r in read(text.encode(), "事例.csv").rejections] == [reason]


def test_excel_is_read_as_text_merged_towns_and_all() -> None:
    data = workbook(
        ("市区町村", "テーマ", "まず始めたこと", "きっかけ"),
        ("呉市", "全般", "=1+1", datetime(2025, 4, 1)),
        (None, "全般", "次の文", None),
        merged="A2:A3",
    )
    assert [(d.municipality, d.aspect, d.text) for d in read(data, "事例.xlsx").drafts] == [
        ("呉市", "first_step", "=1+1\n次の文"),
        ("呉市", "reason", "令和7年4月1日"),
    ]


@pytest.mark.parametrize("words", ["=1+1", "+81", "-3%", "@SUM(A1)", "\t=1", "'=1", "''=1", "会議", "'会議", ""])
def test_what_a_spreadsheet_would_run_stays_text_and_comes_back(words: str) -> None:
    assert original(neutral(words)) == words
    assert not neutral(words).startswith(("=", "+", "-", "@", "\t"))


def test_an_export_holds_no_formula(librarian: Librarian, tmp_path: Path) -> None:
    rows = f'{HEAD}\n呉市,全般,"=HYPERLINK(""https://example.jp"")"'.encode()
    librarian.accept(librarian.propose([Given("事例.csv", rows)]))
    cells = [as_cell(entry) for entry in librarian.corpus().entries]
    (tmp_path / "a.csv").write_bytes(export_file("a.csv", cells, CORPUS.manifest))
    (tmp_path / "a.xlsx").write_bytes(export_file("a.xlsx", cells, CORPUS.manifest))
    table = csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"), newline=""))
    assert not [cell for row in table for cell in row if cell.startswith("=")]
    sheet_cells = [cell for row in load_workbook(tmp_path / "a.xlsx").active.iter_rows() for cell in row]
    assert {cell.data_type for cell in sheet_cells if cell.value} == {"s"}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_template_that_is_filled_in_comes_in(librarian: Librarian, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"ひな型{suffix}"
    path.write_bytes(template_file(path.name, CORPUS.manifest))
    if suffix == ".csv":
        header, example = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        example[header.index("市区町村")], example[header.index("本文")] = "豊橋市", "試験用の文。"
        text = io.StringIO()
        csv.writer(text).writerows([header, example])
        path.write_text(text.getvalue(), encoding="utf-8-sig")
    else:
        book = load_workbook(path)
        header = [cell.value for cell in book.active[1]]
        book.active.cell(2, header.index("市区町村") + 1).value = "豊橋市"
        book.active.cell(2, header.index("本文") + 1).value = "試験用の文。"
        book.save(path)
    proposal = librarian.propose(given_files(path))
    assert [change.entry.id for change in proposal.preview.added] == ["232017-豊橋市-general-first_step"]
    assert proposal.intake.rejected == ()


def archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "."), text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 99, "file_encrypted"),
        (b"PK\x03\x04 broken", "archive_broken"),
        (archive(a__xml="<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "file_defines_entities"),
    ],
    ids=["暗号化", "壊れている", "実体の定義"],
)
def test_a_harmful_archive_is_refused_before_it_is_read(data: bytes, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        check_archive(data, "事例.xlsx")
    assert caught.value.facts["reason"] == reason
    assert [r.reason for r in read(data, "事例.xlsx").rejections] == [reason]


def test_an_archive_that_blows_up_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_LARGEST_UNPACKED", 1_000_000)
    with pytest.raises(IntakeError) as caught:
        check_archive(archive(a__bin="0" * 2_000_000), "事例.xlsx")
    assert caught.value.facts["reason"] == "file_blows_up"


def test_too_large_and_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    assert [r.reason for r in read((HEAD + "\n呉市,全般,文" * 9).encode(), "事例.csv").rejections] == ["too_many_rows"]
    assert [r.reason for r in read(workbook(*[("a",)] * 9), "事例.xlsx").rejections] == ["too_many_rows"]
    path = tmp_path / "事例.html"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(IntakeError) as caught:
        given_files(path)
    assert caught.value.facts == {"file": "事例.html", "reason": "file_too_large", "limit": 20}


def test_an_unknown_kind_of_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ")
    found = list(map(FileReader(CORPUS.manifest, NOW).read, given_files(tmp_path)))
    assert [(r.file, r.row, r.reason) for one in found for r in one.rejections] == [("a.exe", None, "kind_unknown")]


ROW = RegisterRow(
    code="342025",
    department="試験福祉課",
    phone="0823-00-0003",
    source_url="https://example.jp/",
    as_of="令和8年4月1日",
)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"phone": "0823-00-0003（内線 12）"}, None),
        ({"phone": "(0823)00-0003"}, None),
        ({"phone": "12345"}, ("phone", "phone_unreadable")),
        ({"fax": "なし"}, ("fax", "phone_unreadable")),
        ({"email": "a@b"}, ("email", "email_unreadable")),
        ({"url": "javascript:alert(1)"}, ("url", "url_unreadable")),
        ({"source_url": ""}, ("source_url", "contact_without_source")),
        ({"as_of": ""}, ("as_of", "contact_without_date")),
        ({"as_of": "先週"}, ("as_of", "date_unreadable")),
        ({"department": "", "phone": ""}, ("department", "contact_without_contact")),
        ({"department": "福祉課 山田太郎"}, ("department", "person_named")),
        ({"department": "福祉課（担当：福山）"}, ("department", "person_named")),
        ({"confirmed_by": "佐藤 花子"}, ("confirmed_by", "person_named")),
        ({"department": "福山市 地域共生推進課"}, None),
    ],
)
def test_a_contact_is_checked_field_by_field(changes: dict[str, str], fault: tuple[str, str] | None) -> None:
    assert fault_of(ROW.model_copy(update=changes)) == fault


@pytest.mark.parametrize(
    ("as_of", "months", "day"),
    [
        ("令和7年10月末日", 12, "2026-04-01"),
        ("2026-04-01", 12, "2027-04-01"),
        ("令和8年4月30日", 6, "2026-10-30"),
        ("2025-08-31", 6, "2026-02-28"),
        ("先週", 12, None),
    ],
)
def test_a_contact_has_to_be_made_sure_of_after_its_months_or_in_a_new_fiscal_year(
    as_of: str, months: int, day: str | None
) -> None:
    found = check_from(as_of, months)
    assert (found.isoformat() if found else None) == day


def test_the_register_goes_out_and_comes_in_the_same(librarian: Librarian, tmp_path: Path) -> None:
    librarian.accept(librarian.propose(given_files(PAGES)))
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_bytes(register_sheet(librarian.corpus()))
    rows, rejected = read_register_sheet(given_files(first)[0], librarian.corpus())
    assert rejected == []
    librarian.keep_contacts(rows)
    second.write_bytes(register_sheet(librarian.corpus()))
    assert second.read_bytes() == first.read_bytes()


def test_a_wrong_row_of_the_register_is_told_by_its_heading() -> None:
    text = "市区町村,電話,確認元のURL,時点\n呉市,12,https://example.jp/,令和8年4月1日\n豊橋市,,https://example.jp/,令和8年4月1日\n"
    rows, rejected = read_register_sheet(Given("問合せ先.csv", text.encode("cp932")), CORPUS)
    assert rows == []
    assert [(r.row, r.column, r.reason) for r in rejected] == [
        (2, "電話", "phone_unreadable"),
        (3, "団体コード", "municipality_not_held"),
    ]
