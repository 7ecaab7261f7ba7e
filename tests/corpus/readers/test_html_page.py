"""A page's tables are read as a person sees them; no cell's words are lost, and none stand twice."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import IntakeError
from corpus.library import corpus_folder, load_corpus
from corpus.readers.html_page import decoded, read_html

MANIFEST = load_corpus(corpus_folder("kodoku", Path())).manifest
GENERAL = "【孤独・孤立対策全般】"


def page(body: str):
    return read_html(f"<!DOCTYPE html><title>試験</title>{body}".encode(), MANIFEST, "試験.html")


def words(body: str) -> list[list[str]]:
    (table,) = page(body).tables
    return [[slot.cell.text for slot in row] for row in table.rows]


CELLS = [
    pytest.param("一行目<br>二行目", "一行目\n二行目", id="改行"),
    pytest.param("<p>一段落。</p><p>二段落。</p>", "一段落。\n二段落。", id="段落"),
    pytest.param(
        "前<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>後", "前\n・甲\n　・乙\n・丙\n後", id="入れ子の箇条書き"
    ),
    pytest.param("<ol><li>甲<li>乙</ol>", "1. 甲\n2. 乙", id="番号つき、閉じないli"),
    pytest.param("庁内 → 庁外<br>➡ 地域", "庁内 → 庁外\n➡ 地域", id="矢印"),
    pytest.param("&lt;良かったこと&gt;<br>集まれた", "<良かったこと>\n集まれた", id="見出しつきの組"),
    pytest.param("<良かったこと>集まれた", "<良かったこと>集まれた", id="閉じていない山かっこ"),
    pytest.param("<a href='https://example.jp/'>会議</a>を<b>開いた</b>", "会議を開いた", id="リンクと太字"),
    pytest.param("会議を\n   開いた", "会議を開いた", id="元の文書の改行"),
    pytest.param("NPO\n  and friends", "NPO and friends", id="英語の改行"),
    pytest.param("会議<script>alert(1)</script><style>p{}</style>", "会議", id="動くものは読まない"),
    pytest.param("<li><p>甲</p></li>", "・甲", id="箇条書きの中の段落"),
    pytest.param("&amp;lt;b&amp;gt;", "&lt;b&gt;", id="実体参照は一度だけ戻す"),
    pytest.param("<table><tr><td>甲<td>乙</table>", "甲\n乙", id="表の中の表"),
]


@pytest.mark.parametrize(("cell", "text"), CELLS)
def test_a_cell_is_read_in_lines(cell: str, text: str) -> None:
    assert words(f"<table><tr><th>x<tr><td>{cell}</td></table>")[1] == [text]


def test_a_merged_cell_stands_in_each_place_and_is_marked_where_it_goes_on() -> None:
    (table,) = page("<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁</table>").tables
    assert [[(slot.cell.text, slot.down, slot.right) for slot in row] for row in table.rows] == [
        [("甲", False, False), ("乙", False, False), ("乙", False, True)],
        [("甲", True, False), ("丙", False, False), ("丁", False, False)],
    ]


@pytest.mark.parametrize("span", ["0", "999999999", "x", "-1"])
def test_a_span_that_nobody_could_mean_does_no_harm(span: str) -> None:
    (table,) = page(f"<table><tr><td rowspan={span} colspan={span}>甲<td>乙<tr><td>丙</table>").tables
    assert len(table.rows) == 2
    assert all(len(row) <= 102 for row in table.rows)


def test_each_table_belongs_to_the_theme_whose_heading_stands_before_it() -> None:
    body = (
        f"<table><tr><td>目次</table><h2>{GENERAL}</h2><p>説明</p><table><tr><td>甲</table>"
        "<p><strong>【地方版孤独・孤立対策官民連携<br>プラットフォームの立上げ】</strong></p><table><tr><td>乙</table>"
    )
    assert [table.theme for table in page(body).tables] == [None, "general", "platform"]


def test_a_table_that_only_lays_the_page_out_is_looked_into() -> None:
    body = f"<table><tr><td><h2>{GENERAL}</h2><table><tr><th>市区町村<tr><td>呉市</table></td></tr></table>"
    (table,) = page(body).tables
    assert (table.theme, [[slot.cell.text for slot in row] for row in table.rows]) == (
        "general",
        [["市区町村"], ["呉市"]],
    )


def test_a_page_says_where_and_of_when_it_is() -> None:
    found = page(
        "<link rel=canonical href='https://www.example.go.jp/a.html'><h1>題<br>~副題~</h1>(令和7年10月末日時点)<table></table>"
    )
    assert (found.title, found.url, found.as_of) == ("題~副題~", "https://www.example.go.jp/a.html", "令和7年10月末日")
    saved = page("<!-- saved from url=(0030)https://www.example.go.jp/b.html --><h1>題</h1>")
    assert (saved.url, saved.as_of) == ("https://www.example.go.jp/b.html", "")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("市".encode(), "市"),
        (b"\xef\xbb\xbf" + "市".encode(), "市"),
        ('<meta charset="Shift_JIS">市'.encode("cp932"), '<meta charset="Shift_JIS">市'),
        ("市①".encode("cp932"), "市①"),
        ('<meta charset="euc-jp">市'.encode("euc-jp"), '<meta charset="euc-jp">市'),
        ('<meta charset="shift_jis">市'.encode(), '<meta charset="shift_jis">市'),
        ("市".encode("utf-16"), "市"),
    ],
    ids=["UTF-8", "BOM", "Shift_JIS", "名乗らないCP932", "EUC", "名乗りが誤り", "UTF-16"],
)
def test_the_encoding_is_found(data: bytes, text: str) -> None:
    assert decoded(data, "試験.html").lstrip("\ufeff") == text


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(IntakeError) as caught:
        decoded(b"\x81\xff\x00\xfe" * 9, "試験.html")
    assert caught.value.facts == {"file": "試験.html", "reason": "encoding_unknown"}


def test_a_page_that_nests_without_end_is_read() -> None:
    deep = "<div>" * 20_000 + "底"
    assert words(f"<table><tr><td>{deep}</td></tr></table>") == [["底"]]


_TEXT = st.text(st.sampled_from("市民会議をひらいた<>&\"'A1・ 　\n"), max_size=12)
_ROW = st.lists(st.tuples(_TEXT, st.integers(1, 3), st.integers(1, 3), st.booleans()), min_size=1, max_size=4)


@given(st.lists(_ROW, min_size=1, max_size=5))
def test_no_cells_words_are_lost_or_stand_twice(rows: list[list[tuple[str, int, int, bool]]]) -> None:
    """Each cell has a number; merged at will, with or without end tags."""
    number, body = 0, ""
    expected = []
    for row in rows:
        body += "<tr>"
        for text, right, down, closed in row:
            number += 1
            end = "</td>" if closed else ""
            body += f"<td colspan={right} rowspan={down}>{number}番{html.escape(text)}{end}"
            expected.append(re.sub(r"\s", "", f"{number}番{text}"))
    (table,) = page(f"<table>{body}</table>").tables
    own = [slot.cell.text for row in table.rows for slot in row if not (slot.down or slot.right)]
    assert sorted(re.sub(r"\s", "", words) for words in own if words) == sorted(expected)
