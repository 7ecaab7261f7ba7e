"""The pages that stand by themselves: what they say of whom, and that text stays text."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.pipeline import Assistant
from assistant.web.pages import coverage_page, entry_page, page_routes, spans_of, town_page
from corpus.entry import Entry
from corpus.library import Corpus, corpus_folder, load_corpus
from tests.assistant.web.ready import Ready

KODOKU = load_corpus(corpus_folder("kodoku", Path()))
KURE = "342025-呉市-general-first_step"


@pytest.fixture(scope="module")
def client(words_only: Assistant) -> TestClient:
    app = FastAPI()
    app.include_router(page_routes(Ready(words_only)))  # type: ignore[arg-type]
    return TestClient(app)


def words(html: str) -> str:
    """What a reader sees, without markup and line ends."""
    body = html.split("<body>")[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def entry(entry_id: str, corpus: Corpus = KODOKU) -> Entry:
    found = corpus.entry(entry_id)
    assert found is not None
    return found


@pytest.mark.parametrize("code", KODOKU.municipalities)
def test_every_town_has_a_page_with_its_whole_story(client: TestClient, code: str) -> None:
    town, answer = KODOKU.municipalities[code], client.get(f"/towns/{code}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="ja"' in answer.text
    assert re.search(r'<main>\s*<div class="page">\s*<h1 id="sheet-title">', answer.text)
    shown = words(answer.text)
    headings = [aspect.heading for aspect in KODOKU.manifest.aspects]
    places = [shown.rindex(f"{n} {heading}") for n, heading in enumerate(headings, start=1)]
    assert places == sorted(places)
    for own in (own for own in KODOKU.entries if own.municipality == town):
        assert re.sub(r"\s+", " ", own.text) in shown
    for column in (column for column in KODOKU.manifest.aspects if not column.held):
        assert column.url in answer.text
    assert f"{town.prefecture} 地域" in shown
    assert "（令和2年国勢調査（速報））" in shown


@pytest.mark.parametrize(
    ("code", "told"),
    [
        pytest.param("131148", "この資料の〈プラットフォーム〉の表に、中野区の行はありません", id="行がない"),
        pytest.param("131148", "受け取った資料では本文がありません。", id="本文がない"),
        pytest.param("142166", "文中で予告されている「2つの事業」の内容が、受け取った資料にはありません。", id="途中"),
        pytest.param("232068", "元の表では「愛媛県」（訂正済み）", id="訂正"),
        pytest.param("382035", "宇和島市（全般）を開く", id="参照先を開ける"),
        pytest.param("312011", "「取り組もうとした理由・きっかけ」の欄は、この資料には収録されていません。", id="左記"),
        pytest.param("342025", "受け取った資料では空欄です。 内閣府のページ ・ 呉市の公式サイト", id="問合せ先"),
        pytest.param("232025", "豊田市 （愛知県）：同じ愛知県、どちらも中核市、人口が近い（42万2,511人）", id="近い"),
        pytest.param("232025", "38万4,805人（令和2年国勢調査（速報））", id="人口"),
    ],
)
def test_what_the_page_of_a_town_tells(code: str, told: str) -> None:
    assert told in words(town_page(KODOKU.municipalities[code], KODOKU))


def test_a_span_of_a_row_is_marked_by_its_address(client: TestClient) -> None:
    text = entry(KURE).text
    start = text.index("市民意識調査")

    page = client.get(f"/entries/{KURE}", params={"start": start, "end": start + 6}).text

    assert re.findall(r"<mark>(.*?)</mark>", page) == ["市民意識調査"]
    assert "下線と太字は、引用や検索で当てはまったところです。" in page
    assert words(page).replace(" ", "").count(text.replace(" ", "")) == 1


def test_several_spans_are_marked(client: TestClient) -> None:
    page = client.get(f"/entries/{KURE}?span=0-2&span=4-6").text

    assert re.findall(r"<mark>(.*?)</mark>", page) == [entry(KURE).text[0:2], entry(KURE).text[4:6]]


@pytest.mark.parametrize(
    "query",
    ["", "?start=5", "?start=9&end=3", "?start=a&end=b", "?start=-1&end=4", "?start=999999&end=1000000", "?span=x"],
)
def test_an_address_that_names_no_span_shows_the_row(client: TestClient, query: str) -> None:
    answer = client.get(f"/entries/{KURE}{query}")

    assert answer.status_code == 200
    assert "<mark>" not in answer.text


@given(st.lists(st.text(max_size=20) | st.from_regex(r"[0-9]{1,9}-[0-9]{1,9}", fullmatch=True)))
def test_whatever_an_address_says_spans_lie_in_the_row(written: list[str]) -> None:
    kure = entry(KURE)

    assert all(0 <= start < end <= len(kure.text) for start, end in spans_of(written, kure))


@pytest.mark.parametrize("path", ["/towns/999999", "/towns/<script>", "/entries/nope", "/entries/<b>", "/towns/ "])
def test_what_is_not_there_has_a_page_that_says_so(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "ページが見つかりません" in answer.text
    assert "この資料にはありません。" in answer.text
    assert "<script" not in answer.text


def test_coverage_tells_every_cell_and_every_column_not_held(client: TestClient) -> None:
    page = client.get("/coverage").text
    shown = words(page)

    assert "岡崎市 愛知県 中核市 △ 途中まで △ 途中まで 空欄" in shown
    assert "中野区 東京都 特別区 － 本文なし × 行なし 空欄" in shown
    assert "宇和島市 愛媛県 市 ● 本文あり → 参照のみ 空欄" in shown
    assert shown.count("● 本文あり") == 13 + 1  # the signs are explained once
    assert all(column.url in page for column in KODOKU.manifest.aspects if not column.held)
    assert "25件のすべてで空欄です" in shown
    assert "全国の数ではありません" in shown


@given(st.text(alphabet="<>&\"'/ aあ", min_size=1, max_size=30))
def test_text_is_text(evil: str) -> None:
    okazaki = entry("232025-岡崎市-general-first_step")
    town = okazaki.municipality.model_copy(update={"name": f"<b>{evil}", "official_site": f'"><i>{evil}'})
    changed = okazaki.model_copy(update={"text": f"<script>{evil}</script>", "municipality": town})

    page = entry_page(changed, [(0, 8)], KODOKU)

    assert "<mark>&lt;script&gt;</mark>" in page
    assert "<script" not in page
    assert "<b>" not in page
    assert '"><i>' not in town_page(town, KODOKU)


def test_nothing_is_asked_of_the_outside_and_no_script_is_needed() -> None:
    for page in (town_page(KODOKU.municipalities["342025"], KODOKU), coverage_page(KODOKU)):
        assert not re.search(r"<script|<link|<img|@import|url\(|\ssrc=", page)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
