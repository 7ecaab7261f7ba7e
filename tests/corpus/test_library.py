"""A corpus folder is read whole or not at all; whatever is broken is named by file, row and field."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import sentence
from corpus.entry import Contact
from corpus.errors import CorpusError
from corpus.library import Corpus, corpus_folder, load_corpus

KODOKU = corpus_folder("kodoku", Path())
REGISTER = "code,department,phone,email,url,source_url,as_of\n"


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(KODOKU, tmp_path / "mine"))


Damage = Callable[[Path], object]


def gone(name: str) -> Damage:
    return lambda folder: (folder / name).unlink()


def is_a_folder(name: str) -> Damage:
    def damage(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return damage


def in_shift_jis(name: str) -> Damage:
    def damage(folder: Path) -> None:
        (folder / name).write_bytes("市".encode("shift_jis") + (folder / name).read_bytes())

    return damage


def changed(name: str, old: str, new: str) -> Damage:
    def damage(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return damage


def added(name: str, more: str) -> Damage:
    def damage(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(more)

    return damage


def contacts(rows: str) -> Damage:
    return lambda folder: (folder / "contacts.csv").write_text(REGISTER + rows, encoding="utf-8")


KURE = 'theme = "general"\nmunicipality = "呉市"\n'
REASON = 'reason = "一覧による"\n'
TEXT, TOWNS, NOTES, MANIFEST = "advice2.txt", "municipalities.csv", "annotations.toml", "manifest.toml"
GENERAL, PLATFORM = "【孤独・孤立対策全般】", "【地方版孤独・孤立対策官民連携プラットフォームの立上げ】"

BROKEN = [
    # files
    pytest.param(gone(MANIFEST), (MANIFEST, "-", "-", "file_missing"), id="目次がない"),
    pytest.param(gone(TEXT), (TEXT, "-", "-", "file_missing"), id="本文がない"),
    pytest.param(gone("scope.toml"), ("scope.toml", "-", "-", "file_missing"), id="範囲がない"),
    pytest.param(is_a_folder(TOWNS), (TOWNS, "-", "-", "file_missing"), id="一覧がフォルダー"),
    pytest.param(in_shift_jis(TEXT), (TEXT, "-", "-", "not_utf8"), id="本文がShift_JIS"),
    pytest.param(in_shift_jis(NOTES), (NOTES, "-", "-", "not_utf8"), id="注記がShift_JIS"),
    pytest.param(in_shift_jis(TOWNS), (TOWNS, "-", "-", "not_utf8"), id="一覧がShift_JIS"),
    # the manifest and the other TOML files
    pytest.param(
        changed(MANIFEST, 'subject = "', "subject = "), (MANIFEST, "3", "-", "not_toml"), id="目次の引用符がない"
    ),
    pytest.param(added("glossary.toml", "\n[["), ("glossary.toml", "-", "-", "not_toml"), id="用語集が途中で終わる"),
    pytest.param(changed(MANIFEST, "subject", "subjects"), (MANIFEST, "-", "subject", "missing"), id="題がない"),
    pytest.param(
        changed(MANIFEST, "subject", "colour = 1\nsubject"),
        (MANIFEST, "-", "colour", "extra_forbidden"),
        id="目次に知らない項目",
    ),
    pytest.param(
        changed(MANIFEST, 'label = "プラットフォーム"', "label = 2"),
        (MANIFEST, "themes[2]", "label", "string_type"),
        id="2つめの表の型",
    ),
    pytest.param(
        changed(MANIFEST, 'names = ["理由"', "names = [1"),
        (MANIFEST, "aspects[1]", "names", "string_type"),
        id="列の名",
    ),
    pytest.param(
        changed(MANIFEST, 'id = "platform"', 'id = "general"'), (MANIFEST, "-", "themes", "value"), id="表が2つ同じ"
    ),
    pytest.param(
        changed(MANIFEST, "held = true", "held = false"), (MANIFEST, "-", "aspects", "value"), id="持つ列がない"
    ),
    pytest.param(
        changed("glossary.toml", "variants = [", "variants = [[1],"),
        ("glossary.toml", "variants[1]", "variants", "string_type"),
        id="用語集の型",
    ),
    pytest.param(
        changed("topics.toml", "cues = ", "cue = "),
        ("topics.toml", "topics[1]", "cues", "missing"),
        id="分け方の手がかり",
    ),
    # the text
    pytest.param(changed(TEXT, GENERAL, "孤独"), (TEXT, "-", GENERAL, "heading_missing"), id="見出しがない"),
    pytest.param(changed(TEXT, "|---|---|---|---|---|", ""), (TEXT, "5", GENERAL, "table_missing"), id="表がない"),
    pytest.param(changed(TEXT, "| 京都市 | 令和", "令和"), (TEXT, "9", GENERAL, "row_without_town"), id="市名のない行"),
    pytest.param(
        changed(TEXT, "| 京都市 |", "| 京 都 市 |"),
        (TEXT, "9", "municipality", "town_cell_unreadable"),
        id="読めない市名",
    ),
    pytest.param(
        changed(TEXT, "| 福岡市 |", "| 福井市 |"), (TEXT, "10", "municipality", "municipality_unknown"), id="知らない市"
    ),
    pytest.param(
        changed(TEXT, "| 福岡市 |", "| 京都市 |"), (TEXT, "10", "municipality", "row_twice"), id="同じ市が2度"
    ),
    pytest.param(changed(TEXT, "| 千葉県", "| 埼玉県"), (TEXT, "12", "prefecture", "prefecture_differs"), id="別の県"),
    pytest.param(
        changed(TEXT, "参照 |", "参照 | 市民課 |"), (TEXT, "75", PLATFORM, "row_not_two_cells"), id="欄が多い"
    ),
    pytest.param(changed(TEXT, "参照 |", "参照"), (TEXT, "75", PLATFORM, "row_not_two_cells"), id="途中で終わる"),
    # the register of towns
    pytest.param(changed(TOWNS, "1464890", "百万"), (TOWNS, "2", "population", "int_parsing"), id="人口が数でない"),
    pytest.param(changed(TOWNS, "35.01166667", "北"), (TOWNS, "2", "latitude", "float_parsing"), id="緯度が数でない"),
    pytest.param(changed(TOWNS, "1464890", "-1"), (TOWNS, "2", "population", "greater_than"), id="人口が負"),
    pytest.param(changed(TOWNS, "35.01166667", "nan"), (TOWNS, "2", "latitude", "less_than_equal"), id="緯度がNaN"),
    pytest.param(changed(TOWNS, "1464890", "1464890,1"), (TOWNS, "2", "-", "row_not_two_cells"), id="項目が多い"),
    pytest.param(changed(TOWNS, ",35.01166667", ""), (TOWNS, "2", "-", "row_not_two_cells"), id="項目が少ない"),
    pytest.param(changed(TOWNS, "kind", "sort"), (TOWNS, "2", "kind", "missing"), id="列の名が違う"),
    pytest.param(changed(TOWNS, "401307,福岡市", "261009,福岡市"), (TOWNS, "3", "code", "row_twice"), id="番号が2度"),
    pytest.param(changed(TOWNS, "401307,福岡市", "401307,京都市"), (TOWNS, "3", "name", "row_twice"), id="名前が2度"),
    pytest.param(changed(TOWNS, "261009,京都市", '261009,"京都'), (TOWNS, "2", "-", "not_csv"), id="閉じない引用符"),
    # what can be asked
    pytest.param(
        changed("scope.toml", 'told_by = "', 'told_by = "('),
        ("scope.toml", "not_told[12]", "told_by", "value_error"),
        id="読めない正規表現",
    ),
    # the contacts
    pytest.param(
        contacts("999999,課,,,,https://example.jp/,令和8年1月\n"),
        ("contacts.csv", "2", "code", "municipality_unknown"),
        id="知らない番号の問合せ先",
    ),
    pytest.param(
        contacts("342025,課,03-0000-0000,,,,\n"),
        ("contacts.csv", "2", "source_url", "contact_without_source"),
        id="出典のない問合せ先",
    ),
    pytest.param(
        contacts("342025,課,,,,https://example.jp/,\n"),
        ("contacts.csv", "2", "as_of", "contact_without_date"),
        id="日付のない問合せ先",
    ),
    pytest.param(
        contacts("342025,,,,,https://example.jp/,令和8年1月\n"),
        ("contacts.csv", "2", "department", "contact_without_contact"),
        id="連絡のしようがない問合せ先",
    ),
    pytest.param(
        contacts("342025,課,,,,https://example.jp/,令和8年1月\n" * 2),
        ("contacts.csv", "3", "code", "row_twice"),
        id="問合せ先が2度",
    ),
    pytest.param(contacts("342025,課\n"), ("contacts.csv", "2", "-", "row_not_two_cells"), id="問合せ先の項目が少ない"),
    # the reviewer's notes
    pytest.param(
        changed(NOTES, 'municipality = "座間市"', 'municipality = "甲市"'),
        (NOTES, "甲市 general", "municipality", "note_fits_no_row"),
        id="注記の市がない",
    ),
    pytest.param(
        added(NOTES, '[[partials]]\ntheme = "general"\nmunicipality = "市原市"\n'),
        (NOTES, "市原市 general", "partial", "note_fits_no_row"),
        id="本文のない行が途中まで",
    ),
    pytest.param(
        added(NOTES, '[[partials]]\ntheme = "general"\nmunicipality = "座間市"\n'),
        (NOTES, "座間市 general", "municipality", "row_twice"),
        id="同じ注記が2度",
    ),
    pytest.param(
        changed(NOTES, "上述の実態調査", "上述の調査"),
        (NOTES, "京都市 platform", "words", "note_fits_no_row"),
        id="参照の言葉がない",
    ),
    pytest.param(
        changed(NOTES, 'words = "上述の実態調査"', 'only = true\nwords = "上述の実態調査"'),
        (NOTES, "京都市 platform", "only", "note_fits_no_row"),
        id="参照だけではない",
    ),
    pytest.param(
        changed(NOTES, 'to_theme = "platform"', 'to_theme = "x"'),
        (NOTES, "春日井市 general", "to_theme", "note_fits_no_row"),
        id="参照先の表がない",
    ),
    pytest.param(
        changed(NOTES, 'to_aspect = "reason"', 'to_aspect = "x"'),
        (NOTES, "鳥取市 general", "to_aspect", "note_fits_no_row"),
        id="参照先の列がない",
    ),
    pytest.param(
        added(
            NOTES, '[[corrections]]\ntheme = "general"\nmunicipality = "呉市"\nprinted_prefecture = "愛媛県"\n' + REASON
        ),
        (NOTES, "呉市 general", "printed_prefecture", "note_fits_no_row"),
        id="訂正する誤りがない",
    ),
    pytest.param(
        added(
            NOTES,
            '[[misprints]]\ntheme = "general"\nmunicipality = "呉市"\nprinted = "誤"\ncorrected = "正"\n' + REASON,
        ),
        (NOTES, "呉市 general", "printed", "note_fits_no_row"),
        id="誤字がない",
    ),
    pytest.param(
        changed(NOTES, 'municipality = "春日井市"\nprinted', 'municipality = "豊田市"\nprinted'),
        (TEXT, "60", "prefecture", "prefecture_differs"),
        id="訂正の記録がない",
    ),
    pytest.param(
        changed(NOTES, "loss =", "lost ="), (NOTES, "partials[1]", "lost", "extra_forbidden"), id="注記に知らない項目"
    ),
]


@pytest.mark.parametrize(("damage", "facts"), BROKEN)
def test_a_broken_corpus_names_file_row_field_and_reason(folder, damage, facts):
    damage(folder)
    with pytest.raises(CorpusError) as caught:
        load_corpus(folder)
    assert tuple(caught.value.facts.values()) == facts


@pytest.mark.parametrize(
    ("damage", "wanted"),
    [
        pytest.param(
            changed(TOWNS, "1464890", "百万"),
            "資料のファイル「municipalities.csv」の2行目、「population」に誤りがあります（値が正しくありません）。"
            "ファイルを直すか、元のファイルに戻してください。",
            id="値",
        ),
        pytest.param(
            changed(TEXT, "| 福岡市 |", "| 福井市 |"),
            "資料のファイル「advice2.txt」の10行目、「municipality」に誤りがあります"
            "（市区町村の一覧にない名前か番号です）。ファイルを直すか、元のファイルに戻してください。",
            id="行",
        ),
    ],
)
def test_the_sentence_of_a_broken_corpus(folder, damage, wanted):
    damage(folder)
    with pytest.raises(CorpusError) as caught:
        load_corpus(folder)
    assert sentence(caught.value) == wanted


@pytest.mark.parametrize("facts", [pytest.param(row.values[1], id=row.id) for row in BROKEN])
def test_every_reason_has_a_sentence_in_japanese(facts):
    file, row, field, reason = facts
    said = sentence(CorpusError(file=file, row=row, field=field, reason=reason))
    assert reason not in said
    assert f"「{file}」" in said
    assert f"「{field}」" in said or field == "-"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("nothing", id="ない名前"),
        pytest.param("../kodoku", id="上のフォルダー"),
        pytest.param("kodoku/.", id="道"),
        pytest.param("", id="空"),
    ],
)
def test_a_corpus_that_is_not_there_is_an_error_that_names_it(tmp_path, name):
    with pytest.raises(CorpusError) as caught:
        corpus_folder(name, tmp_path)
    assert caught.value.facts == {"file": name, "row": "-", "field": "-", "reason": "corpus_unknown"}


def test_a_users_own_corpus_is_found_by_its_name_and_a_built_in_one_first(folder):
    (folder.parent / "kodoku").mkdir()
    (folder.parent / "kodoku" / MANIFEST).touch()
    assert corpus_folder("mine", folder.parent) == folder
    assert corpus_folder("kodoku", folder.parent) == KODOKU


def test_a_file_may_begin_with_a_byte_order_mark_and_end_its_lines_as_windows_does(folder):
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_corpus(folder) == load_corpus(KODOKU)


def test_a_contact_of_the_register_is_joined_to_all_entries_of_its_town_and_to_no_other(folder):
    contacts('342076,"福祉局\n架空課",082-000-0000,,,https://example.jp/contact,令和8年1月1日\n')(folder)
    corpus = load_corpus(folder)
    listed = Contact(
        status="listed",
        department="福祉局\n架空課",
        phone="082-000-0000",
        source_url="https://example.jp/contact",
        as_of="令和8年1月1日",
        check_from="2026-04-01",
    )
    assert {entry.id for entry in corpus.entries if entry.contact == listed} == {
        "342076-福山市-general-first_step",
        "342076-福山市-platform-first_step",
    }
    assert sum(entry.contact.status == "see_source" for entry in corpus.entries) == 23


def test_an_empty_field_of_the_register_is_not_known(folder):
    contacts("342025,,,,https://example.jp/ask,https://example.jp/contact,令和8年1月1日\n")(folder)
    entry = load_corpus(folder).entry("342025-呉市-general-first_step")
    assert entry.contact == Contact(
        status="listed",
        url="https://example.jp/ask",
        source_url="https://example.jp/contact",
        as_of="令和8年1月1日",
        check_from="2026-04-01",
    )


def test_lookups_of_what_is_not_there_are_none():
    corpus = load_corpus(KODOKU)
    assert corpus.entry("342025-呉市-platform-first_step") is None
    assert corpus.cell("342025", "platform", "first_step") is None
    assert corpus.cell("342025", "general", "reason") is None


# ---- corrections that people note ------------------------------------------------------------------------------------


def corrections(folder: Path, note: str) -> Corpus:
    (folder / "corrections.toml").write_text(note, encoding="utf-8")
    return load_corpus(corpus_folder("kodoku", Path()), folder)


NOTE = (
    '[[misprints]]\ntheme = "general"\nmunicipality = "呉市"\nprinted = "市民意識調査"\ncorrected = "市民意識の調査"\n'
)


def test_a_correction_that_somebody_notes_has_a_reason_and_leaves_the_text_as_it_is(tmp_path):
    corpus = corrections(tmp_path, f'{NOTE}reason = "市の報告書の題名"\n')
    entry = next(e for e in corpus.entries if e.municipality.name == "呉市")
    assert "市民意識調査" in entry.text
    assert [(m.printed, m.corrected, m.reason) for m in corpus.misprints[entry.id]] == [
        ("市民意識調査", "市民意識の調査", "市の報告書の題名")
    ]
    assert len(corpus.misprints) == 3


def test_a_correction_without_a_reason_is_refused(tmp_path):
    with pytest.raises(CorpusError) as refused:
        corrections(tmp_path, NOTE)
    assert refused.value.facts == {
        "file": "corrections.toml",
        "row": "misprints[1]",
        "field": "reason",
        "reason": "missing",
    }


def test_a_correction_that_fits_no_row_now_is_kept_and_told(tmp_path):
    corpus = corrections(tmp_path, f'{NOTE.replace("市民意識調査", "昔の言葉")}reason = "理由"\n')
    assert [note.printed for note in corpus.unfit_corrections] == ["昔の言葉"]
    assert len(corpus.misprints) == 2
