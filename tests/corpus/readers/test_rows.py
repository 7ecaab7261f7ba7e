"""Columns are known by their headings, in any order; every row becomes a draft or is rejected with its reason."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.given import Given
from corpus.intake import FileReader
from corpus.library import corpus_folder, load_corpus
from corpus.readers.table import Reading

MANIFEST = load_corpus(corpus_folder("kodoku", Path())).manifest
NOW = datetime.fromisoformat("2026-06-01T09:00:00+09:00")
GENERAL = "<h2>【孤独・孤立対策全般】</h2>"
REASON, FIRST, REFLECTION = (aspect.heading for aspect in MANIFEST.aspects)


def reading(body: str, title: str = "試験", named: dict[str, str] | None = None) -> Reading:
    data = f"<title>{title}</title>{body}".encode()
    return FileReader(MANIFEST, NOW, named).read(Given("試験.html", data))


def drafts(body: str, title: str = "試験", named: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    return [(d.municipality, d.aspect, d.text) for d in reading(body, title, named).drafts]


def rejected(body: str, title: str = "試験") -> list[tuple[int | None, str, str]]:
    return [(r.row, r.column, r.reason) for r in reading(body, title).rejections]


TABLES = [
    pytest.param(
        f"<tr><th>{FIRST}<th>市区町村<th>{REASON}<tr><td>会議<td>呉市<td>声",
        [("呉市", "first_step", "会議"), ("呉市", "reason", "声")],
        id="列の順が違う",
    ),
    pytest.param(
        f"<tr><td><th>{FIRST}<tr><td>愛知県<br>岡崎市<td>会議",
        [("愛知県\n岡崎市", "first_step", "会議")],
        id="市区町村の見出しがない",
    ),
    pytest.param(
        f"<tr><th>{FIRST}<tr><td>呉市<td>会議",
        [("呉市", "first_step", "会議")],
        id="見出しの行がずれている",
    ),
    pytest.param(
        f"<tr><th rowspan=2>市区町村<th colspan=2>取組<tr><th>{REASON}<th>{FIRST}<tr><td>呉市<td>声<td>会議",
        [("呉市", "reason", "声"), ("呉市", "first_step", "会議")],
        id="見出しが2段",
    ),
    pytest.param(
        f"<tr><th>市区町村<th>{FIRST}<tr><td rowspan=2>呉市<td>会議<tr><td>調査",
        [("呉市", "first_step", "会議\n調査")],
        id="市区町村の縦の結合",
    ),
    pytest.param(
        f"<tr><th>市区町村<th>{FIRST}<tr><td>呉市（中核市）※１<td>会議",
        [("呉市", "first_step", "会議")],
        id="注のついた市名",
    ),
    pytest.param(
        f"<tr><th>市区町村<th>{FIRST}<tr><td>呉市<td>会議<tr><td>福山市<td>",
        [("呉市", "first_step", "会議"), ("福山市", "first_step", "")],
        id="開いた欄の空の行は、本文のない行",
    ),
    pytest.param(
        f"<tr><th>市区町村<th>{REASON}<th>{FIRST}<tr><td>呉市<td><td>会議",
        [("呉市", "first_step", "会議")],
        id="どの行も空の欄は、閉じた欄",
    ),
]


@pytest.mark.parametrize(("table", "found"), TABLES)
def test_columns_are_known_by_their_headings(table: str, found: list[tuple[str, str, str]]) -> None:
    assert drafts(f"{GENERAL}<table>{table}</table>") == found


@pytest.mark.parametrize(
    "row", ["<td>呉市<td>会議<td>地域課", "<td>呉市<td>会議"], ids=["問合せ先あり", "問合せ先なし"]
)
def test_closed_columns_may_have_no_cells_where_the_page_says_which_is_open(row: str) -> None:
    table = f"{GENERAL}<table><tr><th><th>{REASON}<th>{FIRST}<th>{REFLECTION}<th>問合せ先<tr>{row}</table>"
    assert drafts(table, title="アドバイス~まず始めたこと~") == [("呉市", "first_step", "会議")]
    assert rejected(table) == [(2, "-", "row_not_two_cells")]


def test_any_table_can_be_read_once_its_columns_are_named() -> None:
    table = f"{GENERAL}<table><tr><th>実施主体<th>やったこと<tr><td>呉市<td>会議</table>"
    unknown = [(1, "実施主体", "column_unknown"), (1, "やったこと", "column_unknown")]
    assert rejected(table) == [(None, "-", "columns_missing"), *unknown]
    named = {"実施主体": "municipality", "やったこと": "first_step"}
    assert drafts(table, named=named) == [("呉市", "first_step", "会議")]


REJECTED = [
    pytest.param(
        f"<tr><th>市区町村<th>{FIRST}<th>予算<tr><td>呉市<td>会議<td>百万円",
        [(2, "予算", "column_unknown")],
        id="知らない列",
    ),
    pytest.param(
        f"<tr><th>市区町村<th>{FIRST}<tr><td><td>会議", [(2, "市区町村", "row_without_town")], id="市区町村がない"
    ),
    pytest.param(
        f"<tr><th>市区町村<th>{FIRST}<tr><td>呉市<td rowspan=2>会議<tr><td>福山市",
        [(3, FIRST, "cell_spans_towns")],
        id="2市にまたがる本文",
    ),
    pytest.param(
        f"<tr><th>市区町村<th>{REASON}<th>{FIRST}<tr><td>呉市<td colspan=2>会議<tr><td>福山市<td>声<td>調査",
        [(2, FIRST, "cell_spans_columns")],
        id="2列にまたがる本文",
    ),
    pytest.param("", [(None, "-", "columns_missing")], id="空の表"),
]


@pytest.mark.parametrize(("table", "reasons"), REJECTED)
def test_what_cannot_be_read_for_sure_is_rejected_with_its_place(
    table: str, reasons: list[tuple[int | None, str, str]]
) -> None:
    assert rejected(f"{GENERAL}<table>{table}</table>") == reasons


def test_a_table_under_no_theme_is_rejected_where_there_are_several_themes() -> None:
    assert rejected(f"<table><tr><th>市区町村<th>{FIRST}<tr><td>呉市<td>会議</table>") == [
        (2, "テーマ", "theme_unknown")
    ]


CONTACTS = [
    pytest.param("地域課<br>電話：082-000-0001", {"department": "地域課", "phone": "082-000-0001"}, id="文字"),
    pytest.param(
        "地域課 TEL 082-000-0001 FAX 082-000-0002",
        {"department": "地域課", "phone": "082-000-0001", "fax": "082-000-0002"},
        id="電話とFAX",
    ),
    pytest.param("<a href='mailto:a@example.jp?subject=x'>メール</a>", {"email": "a@example.jp"}, id="mailto"),
    pytest.param(
        "<a href='https://example.jp/f'>福祉課</a>",
        {"department": "福祉課", "url": "https://example.jp/f"},
        id="リンク",
    ),
    pytest.param("<img alt='福祉課' src=x>", {"department": "福祉課"}, id="画像の代わりの文字"),
    pytest.param("<a href='javascript:alert(1)'>福祉課</a>", {"department": "福祉課"}, id="動くリンクは取らない"),
    pytest.param("問合せ先", None, id="見出しの言葉だけ"),
    pytest.param("", None, id="空"),
]


@pytest.mark.parametrize(("cell", "details"), CONTACTS)
def test_whom_to_ask_is_read_from_text_links_and_pictures(cell: str, details: dict[str, str] | None) -> None:
    found = reading(
        f"{GENERAL}<table><tr><th>市区町村<th>{FIRST}<th>問合せ先<tr><td>呉市<td>会議<td>{cell}</table>"
    ).contacts
    assert [contact.details for contact in found] == ([details] if details else [])


_WORDS = st.text(st.sampled_from("会議調査を開いた。→・A1"), min_size=1, max_size=8).filter(lambda words: words.strip())


@given(
    st.permutations(["town", "reason", "first_step", "reflection"]),
    st.lists(st.tuples(_WORDS, _WORDS, _WORDS), max_size=6),
)
def test_every_text_of_a_table_comes_out_once_whatever_the_order_of_its_columns(
    order: list[str], rows: list[tuple[str, str, str]]
) -> None:
    headings = {"town": "市区町村", "reason": REASON, "first_step": FIRST, "reflection": REFLECTION}
    body = "<tr>" + "".join(f"<th>{headings[name]}</th>" for name in order)
    expected = []
    for number, texts in enumerate(rows):
        own = dict(zip(("reason", "first_step", "reflection"), texts, strict=True)) | {"town": f"第{number}市"}
        body += "<tr>" + "".join(f"<td>{own[name]}</td>" for name in order)
        expected += [(own["town"], name, " ".join(own[name].split())) for name in order if name != "town"]
    assert sorted(drafts(f"{GENERAL}<table>{body}</table>")) == sorted(expected)
