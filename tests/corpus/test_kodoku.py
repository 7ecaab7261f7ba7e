"""The first corpus, value by value: nothing of the source is lost, and every oddity of it is known as one."""

import ast
import csv
import re
from pathlib import Path

import pytest

from corpus.entry import Contact, Entry, Reference, Source
from corpus.library import Corpus, corpus_folder, load_corpus

ROOT = Path(__file__).parents[2]
FOLDER = corpus_folder("kodoku", Path())
SOURCE = (FOLDER / "advice2.txt").read_text(encoding="utf-8")
PAGES = "https://www.cao.go.jp/kodoku_koritsu/torikumi/localplatform/r06_advice/"
HEADINGS = {
    "general": "【孤独・孤立対策全般】",
    "platform": "【地方版孤独・孤立対策官民連携プラットフォームの立上げ】",
}


@pytest.fixture(scope="module")
def kodoku() -> Corpus:
    return load_corpus(FOLDER)


def cell(corpus: Corpus, theme: str, town: str) -> Entry:
    (found,) = [e for e in corpus.entries if e.theme == theme and e.municipality.name == town]
    return found


def facts() -> list[dict[str, str]]:
    with (FOLDER / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- lossless ------------------------------------------------------------------------------------------------------


def cells_of_the_source() -> dict[tuple[str, str], str]:
    """A second, simple reading of the page: between two bars there is a town, between the next two its text."""
    _, general, platform = re.split(r"^【.+】$", SOURCE, flags=re.MULTILINE)
    cells = {}
    for theme, table in (("general", general), ("platform", platform)):
        body = table.partition("|---|---|---|---|---|")[2]
        pieces = [piece.strip() for piece in body.split("|")]
        pieces = [piece for n, piece in enumerate(pieces) if piece or pieces[n - 1].endswith(("市", "区", "町"))]
        for town, text in zip(pieces[::2], pieces[1::2], strict=True):
            cells[theme, town.split()[-1]] = text
    return cells


def test_each_cell_of_the_source_is_just_one_entry_to_the_letter(kodoku):
    held = [((entry.theme, entry.municipality.name), entry.text) for entry in kodoku.entries]
    assert held == list(cells_of_the_source().items())


def test_each_line_of_the_source_stands_in_just_one_place(kodoku):
    """Whatever line is not a heading, a bar or a town is in the preface or in one entry, once."""
    texts = [kodoku.preface, *(entry.text for entry in kodoku.entries)]
    printed = {
        "取り組もう とした 理由・ きっかけ",
        "まず始めたこと",
        "取り組んで 良かった こと、 苦労した こと",
        "問合せ先",
    }
    printed |= {town.name for town in kodoku.municipalities.values()} | set(HEADINGS.values())
    for line in SOURCE.splitlines():
        for piece in (piece.strip() for piece in line.split("|")):
            name = re.sub(r"^\S+[都道府県](?: |$)", "", piece)
            if re.fullmatch(r"[-\s]*", piece) or {piece, name} & (printed | {""}):
                continue
            assert sum(text.split("\n").count(piece) for text in texts) == 1, piece


def test_the_preface_is_verbatim(kodoku):
    assert kodoku.preface == "\n".join(SOURCE.splitlines()[:3])
    assert kodoku.preface.startswith(
        "地方公共団体担当者へのアドバイス~まず始めたこと~\n「孤独・孤立対策に関する地域連携推進モデル調査事業」"
    )
    assert kodoku.preface.endswith(
        "14市区町村の担当者からいただいた、これから孤独・孤立対策に取り組もうとしている地方公共団体担当者への生の声(アドバイス)を掲載しました。"
        "(令和7年10月末日時点)\n記載内容の詳細については、表中「問合せ先」に直接ご連絡ください。"
    )


# ---- the whole -----------------------------------------------------------------------------------------------------


def test_25_entries_of_14_towns_under_two_themes(kodoku):
    everyone = ["京都市", "福岡市", "熊本市", "市原市", "中野区", "座間市", "岡崎市", "春日井市", "豊田市", "播磨町"]
    everyone += ["鳥取市", "呉市", "福山市", "宇和島市"]
    no_row = {"中野区", "座間市", "呉市"}
    assert [(e.theme, e.municipality.name) for e in kodoku.entries] == [
        *(("general", town) for town in everyone),
        *(("platform", town) for town in everyone if town not in no_row),
    ]
    assert len(kodoku.entries) == 25
    assert {town.name for town in kodoku.municipalities.values()} == set(everyone)
    assert {theme.id: theme.heading for theme in kodoku.manifest.themes} == HEADINGS


@pytest.mark.parametrize("town", ["中野区", "座間市", "呉市"])
def test_a_row_that_the_platform_table_lacks_is_no_entry(kodoku, town):
    code = next(code for code, known in kodoku.municipalities.items() if known.name == town)
    assert kodoku.cell(code, "platform", "first_step") is None
    assert kodoku.cell(code, "general", "first_step") is not None


def test_ids_are_readable_and_stable(kodoku):
    assert [kodoku.entries[n].id for n in (0, 1, 2, -2)] == [
        "261009-京都市-general-first_step",
        "401307-福岡市-general-first_step",
        "431001-熊本市-general-first_step",
        "342076-福山市-platform-first_step",
    ]
    assert all(
        e.id == f"{e.municipality.code}-{e.municipality.name}-{e.theme}-{e.aspect}" and kodoku.entry(e.id) is e
        for e in kodoku.entries
    )
    assert len({entry.id for entry in kodoku.entries}) == 25


def test_only_the_first_step_is_held_and_the_other_columns_say_where_they_stand(kodoku):
    assert {(aspect.id, aspect.heading, aspect.held, aspect.url) for aspect in kodoku.manifest.aspects} == {
        ("reason", "取り組もうとした理由・きっかけ", False, f"{PAGES}advice1.html"),
        ("first_step", "まず始めたこと", True, f"{PAGES}advice2.html"),
        ("reflection", "取り組んで良かったこと、苦労したこと", False, f"{PAGES}advice3.html"),
    }
    assert {entry.aspect for entry in kodoku.entries} == {"first_step"}


def test_every_entry_names_its_source_and_day(kodoku):
    source = Source(
        title="地方公共団体担当者へのアドバイス~まず始めたこと~",
        url=f"{PAGES}advice2.html",
        as_of="令和7年10月末日",
    )
    assert {entry.source for entry in kodoku.entries} == {source}


def test_the_facts_about_the_towns_are_those_of_the_register(kodoku):
    assert [town.model_dump() for town in kodoku.municipalities.values()] == [
        row
        | {
            "population": int(row["population"]),
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
            "own_page": row["own_page"] or None,
        }
        for row in facts()
    ]


def test_the_same_town_is_the_same_town_in_both_tables(kodoku):
    for entry in kodoku.entries:
        assert entry.municipality == kodoku.municipalities[entry.municipality.code]


# ---- the oddities --------------------------------------------------------------------------------------------------

STATUS = """
general  京都市   complete
general  福岡市   complete
general  熊本市   complete
general  市原市   missing
general  中野区   missing
general  座間市   partial 「2つの事業」の内容
general  岡崎市   partial
general  春日井市 partial 「5つの試行的事業」の内容
general  豊田市   missing
general  播磨町   missing
general  鳥取市   complete
general  呉市     complete
general  福山市   complete
general  宇和島市 complete
platform 京都市   complete
platform 福岡市   complete
platform 熊本市   complete
platform 市原市   complete
platform 岡崎市   partial
platform 春日井市 complete
platform 豊田市   missing
platform 播磨町   complete
platform 鳥取市   missing
platform 福山市   partial
platform 宇和島市 reference
"""


def test_the_status_and_certain_loss_of_each_row(kodoku):
    wanted = {}
    for theme, town, status, *loss in map(str.split, STATUS.strip().splitlines()):
        wanted[theme, town] = (status, " ".join(loss) or None)
    assert {(e.theme, e.municipality.name): (e.text_status, e.loss) for e in kodoku.entries} == wanted


def test_a_row_has_no_text_exactly_where_it_is_missing(kodoku):
    assert all((entry.text == "") == (entry.text_status == "missing") for entry in kodoku.entries)


REFERENCES = {
    ("platform", "宇和島市"): Reference(words="【孤独・孤立対策全般】参照", theme="general", aspect="first_step"),
    ("platform", "京都市"): Reference(words="上述の実態調査", theme="general", aspect="first_step"),
    ("general", "春日井市"): Reference(
        words="プラットフォームに関しては別に詳細を記載しています", theme="platform", aspect="first_step"
    ),
    ("general", "鳥取市"): Reference(words="左記で紹介した事象", theme="general", aspect="reason"),
}


def test_the_rows_that_point_at_another_cell(kodoku):
    assert {(e.theme, e.municipality.name): e.reference for e in kodoku.entries if e.reference} == REFERENCES


@pytest.mark.parametrize(
    ("theme", "town", "leads_to"),
    [
        pytest.param("platform", "宇和島市", "382035-宇和島市-general-first_step", id="宇和島市は参照だけ"),
        pytest.param("platform", "京都市", "261009-京都市-general-first_step", id="京都市の上述"),
        pytest.param("general", "春日井市", "232068-春日井市-platform-first_step", id="春日井市の別に"),
        pytest.param("general", "鳥取市", None, id="鳥取市の左記は収録されていない"),
        pytest.param("general", "呉市", None, id="呉市は何も指さない"),
    ],
)
def test_a_reference_is_followed_to_the_same_towns_cell_where_it_is_held(kodoku, theme, town, leads_to):
    found = kodoku.referred(cell(kodoku, theme, town))
    assert (found and found.id) == leads_to


def test_the_row_that_is_nothing_but_a_reference(kodoku):
    entry = cell(kodoku, "platform", "宇和島市")
    assert (entry.text, entry.text_status) == ("【孤独・孤立対策全般】参照", "reference")


def test_two_prefectures_are_corrected_for_a_reason_and_the_printed_one_is_kept(kodoku):
    corrected = {
        (e.theme, e.municipality.name): (e.correction.printed, e.correction.corrected, e.correction.reason[:10])
        for e in kodoku.entries
        if e.correction
    }
    assert corrected == {
        ("platform", "春日井市"): ("愛媛県", "愛知県", "春日井市は愛知県の市"),
        ("platform", "豊田市"): ("愛媛県", "愛知県", "豊田市は愛知県の市（"),
    }
    assert {e.municipality.prefecture for e in kodoku.entries if e.municipality.name in {"春日井市", "豊田市"}} == {
        "愛知県"
    }


def test_the_recorded_misprints_stand_in_the_text(kodoku):
    assert {kodoku.entry(i).municipality.name: [m.printed for m in found] for i, found in kodoku.misprints.items()} == {
        "岡崎市": ["ポットキャスト"],
        "鳥取市": ["抱僕"],
    }
    assert all(m.printed in kodoku.entry(i).text for i, found in kodoku.misprints.items() for m in found)


def test_all_25_contacts_send_to_the_towns_own_site_and_make_nothing_up(kodoku):
    sites = {row["code"]: row["own_page"] or row["official_site"] for row in facts()}
    assert [entry.contact for entry in kodoku.entries] == [
        Contact(status="see_source", url=sites[entry.municipality.code]) for entry in kodoku.entries
    ]


@pytest.mark.parametrize(
    ("theme", "town", "words"),
    [
        pytest.param("general", "岡崎市", "ポットキャストでは、市内在住のゲストの生活史を", id="ポットキャスト"),
        pytest.param("general", "岡崎市", "ポッドキャストを利用した音声配信", id="ポッドキャスト"),
        pytest.param("general", "鳥取市", "奥田知志/NPO法人抱僕 ※敬称略", id="抱僕"),
        pytest.param("platform", "福岡市", "地域版PFを設置するため", id="PF"),
        pytest.param("platform", "福山市", "本市では、地方版PFは未設置です。", id="未設置"),
        pytest.param("platform", "播磨町", "洗い出しました。 ➡ 形骸化している", id="矢印"),
        pytest.param("general", "福山市", " 〔庁内連携の工夫〕 重層的", id="小見出し"),
        pytest.param("general", "宇和島市", "見直しを図る・・・などといった", id="点々"),
    ],
)
def test_words_stand_as_they_were_written(kodoku, theme, town, words):
    assert words in cell(kodoku, theme, town).text


# ---- the code knows no corpus --------------------------------------------------------------------------------------


def words_of_code(file: Path) -> set[str]:
    """All names and strings of a module that are not docstrings."""
    tree = ast.parse(file.read_bytes())
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    words = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            words.add(node.value)
        elif isinstance(node, ast.Name):
            words.add(node.id)
        elif isinstance(node, ast.Attribute):
            words.add(node.attr)
        elif isinstance(node, documented) and not isinstance(node, ast.Module):
            words.add(node.name)
    return words


def test_no_code_names_the_subject_or_a_town_of_this_corpus():
    forbidden = {"孤独", "孤立"} | {row["name"] for row in facts()}
    files = [path for room in ("assistant", "corpus", "embeddings", "prompts") for path in (ROOT / room).rglob("*.py")]
    assert files
    named = {
        (str(path.relative_to(ROOT)), word)
        for path in files
        for literal in words_of_code(path)
        for word in forbidden
        if word in literal
    }
    assert named == set()
