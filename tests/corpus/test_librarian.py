"""What comes in is shown before, comes in whole or not at all, is known by its source, and can be taken back."""

import json
import shutil
from datetime import datetime
from itertools import chain
from pathlib import Path

import pytest

from corpus import imports
from corpus.errors import CorpusBusyError, CorpusChangedError, CorpusError, ImportUnknownError
from corpus.given import Given, given_files
from corpus.librarian import Librarian, Proposal
from corpus.library import Corpus, corpus_folder, load_corpus

KODOKU = corpus_folder("kodoku", Path())
PAGES = Path(__file__).parents[1] / "data" / "corpus"
NOW = datetime.fromisoformat("2026-06-01T09:00:00+09:00")
GENERAL, FIRST = "【孤独・孤立対策全般】", "まず始めたこと"


@pytest.fixture
def librarian(tmp_path: Path) -> Librarian:
    return Librarian(KODOKU, tmp_path / "kodoku", lambda: NOW)


def page(number: int) -> list[Given]:
    return given_files(PAGES / f"advice{number}.html")


def table(*rows: str, name: str = "事例.html") -> list[Given]:
    body = "".join(f"<tr>{row}" for row in rows)
    return [Given(name, f"<h2>{GENERAL}</h2><table><tr><th>市区町村<th>{FIRST}{body}</table>".encode())]


def counts(proposal: Proposal) -> tuple[int, int, int, int]:
    shown = proposal.preview
    return len(shown.added), len(shown.changed), len(shown.removed), len(proposal.intake.rejected)


def text(corpus: Corpus, entry: str) -> str | None:
    found = corpus.entry(entry)
    return found.text if found else None


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("number", "found"),
    [(1, (25, 0, 0, 0)), (2, (0, 11, 0, 0)), (3, (25, 0, 0, 0))],
    ids=["きっかけ：閉じた欄が縦に通る", "まず始めたこと：閉じた欄が空", "良かったこと：閉じた欄がない"],
)
def test_the_three_pages_are_read_in_their_layouts(
    librarian: Librarian, number: int, found: tuple[int, int, int, int]
) -> None:
    proposal = librarian.propose(page(number))
    assert counts(proposal) == found
    assert {s.municipality for s in proposal.intake.suspicions} == {"春日井市", "豊田市"}
    assert not librarian.imports()


def test_full_bullets_take_the_place_of_blank_and_partial_rows_and_of_no_other(librarian: Librarian) -> None:
    before = load_corpus(KODOKU)
    librarian.accept(librarian.propose(page(2)))
    after = librarian.corpus()
    lost = {entry.id for entry in before.entries if entry.text_status in ("missing", "partial")}
    assert set(after.superseded) == set(after.provenance) == lost
    assert {entry.text_status for entry in after.entries} == {"complete", "reference"}
    assert (
        text(after, "122190-市原市-general-first_step")
        == "・試験用の文。地区ごとの茶話会の開設\n・回覧板での相談先の案内"
    )
    unchanged = {entry.id for entry in before.entries} - lost
    assert {i: text(after, i) for i in unchanged} == {i: text(before, i) for i in unchanged}
    known = {passage.id for passage in after.passages}
    assert set(chain.from_iterable(after.asked)) <= known
    assert len(after.asked) == len(before.asked)


def test_an_entry_knows_where_it_comes_from_and_what_it_took_the_place_of(librarian: Librarian) -> None:
    librarian.accept(librarian.propose(page(2)))
    corpus = librarian.corpus()
    entry = "142166-座間市-general-first_step"
    provenance = corpus.provenance[entry]
    assert (provenance.number, provenance.added_at, provenance.file.name) == (
        1,
        "2026-06-01T09:00:00+09:00",
        "advice2.html",
    )
    assert len(provenance.file.sha256) == 64
    assert provenance.file.as_of == "令和7年10月末日"
    assert provenance.file.url == load_corpus(KODOKU).manifest.aspect("first_step").url
    assert [old.text for old in corpus.superseded[entry]] == ["令和5年度に2つの事業を実施しました。"]


def test_columns_become_held_once_a_page_of_theirs_is_there(librarian: Librarian) -> None:
    librarian.accept(librarian.propose(page(1)))
    manifest = librarian.corpus().manifest
    assert {aspect.id: aspect.held for aspect in manifest.aspects} == {
        "reason": True,
        "first_step": True,
        "reflection": False,
    }
    assert manifest.held_aspect.id == "first_step"


def test_a_reference_to_a_column_that_came_in_is_followed(librarian: Librarian) -> None:
    librarian.accept(librarian.propose(page(1)))
    corpus = librarian.corpus()
    entry = corpus.entry("312011-鳥取市-general-first_step")
    assert entry is not None
    assert corpus.referred(entry) == corpus.entry("312011-鳥取市-general-reason")


def test_contacts_come_with_the_page_its_address_and_its_day(librarian: Librarian) -> None:
    librarian.accept(librarian.propose(page(1)))
    contact = librarian.corpus().entries[0].contact
    assert (contact.department, contact.email, contact.as_of, contact.check_from) == (
        "試験福祉課",
        "shiken-kyoto@example.jp",
        "令和7年10月末日",
        "2026-04-01",
    )
    assert contact.source_url == load_corpus(KODOKU).manifest.aspect("reason").url


def test_the_same_file_again_is_nothing_new(librarian: Librarian) -> None:
    librarian.accept(librarian.propose(page(1)))
    assert not librarian.propose(page(1)).changes_something


def test_a_newer_version_of_a_source_changes_and_removes_and_undo_brings_the_older_one_back(
    librarian: Librarian,
) -> None:
    librarian.accept(librarian.propose(table("<td>豊橋市<td>会議を開いた。", "<td>神戸市<td>調査をした。")))
    newer = librarian.propose(table("<td>豊橋市<td>会議を2度開いた。"))
    assert counts(newer) == (0, 1, 1, 0)
    librarian.accept(newer)
    assert text(librarian.corpus(), "232017-豊橋市-general-first_step") == "会議を2度開いた。"
    assert text(librarian.corpus(), "281000-神戸市-general-first_step") is None
    assert len(librarian.undo(2).added) == 1
    assert text(librarian.corpus(), "232017-豊橋市-general-first_step") == "会議を開いた。"
    assert text(librarian.corpus(), "281000-神戸市-general-first_step") == "調査をした。"
    assert [one.stands for one in librarian.imports()] == [True, False]


def test_undoing_everything_leaves_the_corpus_as_it_came(librarian: Librarian) -> None:
    for number in (1, 2, 3):
        librarian.accept(librarian.propose(page(number)))
    for number in (3, 1, 2):
        librarian.undo(number)
    assert librarian.corpus() == load_corpus(KODOKU)
    with pytest.raises(ImportUnknownError) as caught:
        librarian.undo(2)
    assert caught.value.facts == {"number": 2, "known": "-"}


def test_a_town_that_only_imports_tell_of_has_no_population_that_was_made_up(librarian: Librarian) -> None:
    librarian.accept(librarian.propose(table("<td>豊橋市<td>会議を開いた。")))
    town = librarian.corpus().municipalities["232017"]
    assert (town.name, town.prefecture, town.region, town.kind) == ("豊橋市", "愛知県", "中部", "中核市")
    assert (town.population, town.latitude, town.official_site) == (None, None, None)


BAD_ROWS = [
    pytest.param("<td>ほげ市<td>文。", "municipality_unknown", id="知らない市"),
    pytest.param("<td>府中市<td>文。", "municipality_ambiguous", id="2つある市"),
    pytest.param("<td>愛媛県<br>府中市<td>文。", "prefecture_differs", id="2つあり、県も違う市"),
    pytest.param("<td>呉市<td>文。", "row_twice", id="同じ行が2度"),
    pytest.param(f"<td>福山市<td>{'長' * 20_001}", "text_too_long", id="長すぎる本文"),
]


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS)
def test_a_bad_row_is_told_and_stays_out_and_the_good_ones_come_in(librarian: Librarian, row: str, reason: str) -> None:
    proposal = librarian.propose(table("<td>呉市<td>試験用の文。", row))
    assert [(r.file, r.row, r.reason) for r in proposal.intake.rejected] == [("事例.html", 3, reason)]
    librarian.accept(proposal)
    cells = [cell for one in librarian.imports() for own in one.cells.values() for cell in own]
    assert [(cell.municipality, cell.text) for cell in cells] == [("呉市", "試験用の文。")]


def test_a_prefecture_that_is_not_the_towns_is_shown_corrected_and_kept_as_printed(librarian: Librarian) -> None:
    proposal = librarian.propose(table("<td>愛媛県<br>豊橋市<td>試験用の文。"))
    assert [(s.municipality, s.printed, s.prefecture) for s in proposal.intake.suspicions] == [
        ("豊橋市", "愛媛県", "愛知県")
    ]
    librarian.accept(proposal)
    entry = librarian.corpus().entry("232017-豊橋市-general-first_step")
    assert entry is not None
    assert entry.correction is not None
    assert (entry.correction.printed, entry.correction.corrected) == ("愛媛県", "愛知県")


def test_blank_never_takes_the_place_of_text(librarian: Librarian) -> None:
    proposal = librarian.propose(table("<td>呉市<td>", "<td>福山市<td>試験用の文。"))
    assert [change.entry.municipality.name for change in proposal.preview.changed] == ["福山市"]


def test_texts_that_are_nearly_the_same_are_shown(librarian: Librarian) -> None:
    words = "試験用の文。毎月の会議で見守りの団体から話を聞き、次の年の計画に入れることにしました。"
    proposal = librarian.propose(
        table(f"<td>豊橋市<td>{words}", f"<td>神戸市<td>{words}とのこと", "<td>堺市<td>別の文。")
    )
    assert [{one.municipality.name, other.municipality.name} for one, other in proposal.preview.alike] == [
        {"豊橋市", "神戸市"}
    ]


def test_a_crash_before_the_last_step_leaves_the_old_state(
    librarian: Librarian, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    librarian.accept(librarian.propose(page(1)))
    before, corpus = files(tmp_path / "kodoku"), librarian.corpus()
    proposal = librarian.propose(page(2))

    def crash(path: Path, content: str) -> None:
        path.write_text(content[: len(content) // 2], encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(imports, "write_through", crash)
    with pytest.raises(KeyboardInterrupt):
        librarian.accept(proposal)
    assert files(tmp_path / "kodoku") == before
    assert librarian.corpus() == corpus


def test_what_a_killed_process_left_behind_is_no_import(librarian: Librarian, tmp_path: Path) -> None:
    librarian.accept(librarian.propose(page(1)))
    shutil.copytree(tmp_path / "kodoku/imports/0001", tmp_path / "kodoku/imports/.new-1")
    assert len(librarian.imports()) == 1


def test_one_writes_at_a_time(librarian: Librarian, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "SECONDS_TO_WAIT", 0)
    proposal = librarian.propose(page(1))
    with imports.writing(tmp_path / "kodoku"), pytest.raises(CorpusBusyError):
        librarian.accept(proposal)
    assert not librarian.imports()


def test_a_preview_that_was_overtaken_is_not_written(librarian: Librarian) -> None:
    proposal = librarian.propose(page(1))
    librarian.accept(librarian.propose(page(2)))
    with pytest.raises(CorpusChangedError):
        librarian.accept(proposal)


def test_a_broken_import_is_named(librarian: Librarian, tmp_path: Path) -> None:
    librarian.accept(librarian.propose(page(1)))
    path = tmp_path / "kodoku/imports/0001/1.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2][:40]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        librarian.corpus()
    assert tuple(caught.value.facts.values()) == ("imports/0001/1.jsonl", "3", "-", "import_broken")


def test_the_folder_is_plain_text_for_git(librarian: Librarian, tmp_path: Path) -> None:
    librarian.accept(librarian.propose(page(1)))
    assert sorted(files(tmp_path / "kodoku")) == [
        f"imports/0001/{name}" for name in ("1.jsonl", "contacts.csv", "import.json")
    ]
    first = (tmp_path / "kodoku/imports/0001/1.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first)["municipality"] == "京都市"
