"""ワークショップ in a real Chromium: the whole of it with six groups, the projector by keys, nothing from outside."""

import io
import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Literal

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus.library import corpus_folder, load_corpus
from tests.browser.accessibility import serious

PICTURES = Path(__file__).parents[2] / "screenshots"
PHONE, PROJECTOR = {"width": 390, "height": 844}, {"width": 1024, "height": 768}
TEXTS = [entry.text for entry in load_corpus(corpus_folder("kodoku", Path())).entries]
CONTACT = "問合せ先：受け取った資料では空欄です。"
OVERFLOWING = """() => [...document.querySelectorAll('.slide')].flatMap(slide => {
    const before = slide.className;
    slide.classList.add('shown');
    const quote = slide.querySelector('.quoted') ?? slide;
    const over = slide.scrollHeight > slide.clientHeight + 1 || slide.scrollWidth > slide.clientWidth + 1
        || quote.scrollHeight > quote.clientHeight + 1;
    slide.className = before;
    return over ? [slide.id] : [];
})"""


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """The facilitator's page of a workshop of six groups, erased afterwards."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="ja-JP")
    page = context.new_page()
    page.goto(f"{address}/workshop")
    page.get_by_label("うちの市区町村").fill("愛知県 豊橋市")
    page.get_by_role("button", name="ワークショップを始める").click()
    page.locator("dd.code").wait_for()
    yield page
    context.request.post(f"{address}/workshop/erase")
    context.close()


def code_of(desk: Page) -> str:
    return desk.locator("dd.code").inner_text()


def joined(context: BrowserContext, desk: Page, group: int) -> Page:
    """A phone that has entered the code and sits in a group."""
    page = context.new_page()
    page.goto(desk.url.replace("/workshop", "/w"))
    page.get_by_label("コード").fill(code_of(desk).lower())
    page.get_by_role("button", name="参加する").click()
    page.get_by_role("button", name=f"{group}班").click()
    expect(page.locator("h1")).to_contain_text(f"{group}班")
    return page


def put_number(page: Page, number: int) -> None:
    page.get_by_label("カードの番号").fill(str(number))
    page.get_by_role("button", name="番号で置く").click()
    expect(page.locator("#board .number", has_text=f"[{number}]")).to_be_visible()


def shown(page: Page) -> str:
    return str(page.evaluate("document.querySelector('.slide.shown').id"))


def show(browser: Browser, desk: Page, size: dict[str, int] = PROJECTOR) -> Page:
    page = browser.new_context(viewport=size, locale="ja-JP").new_page()  # type: ignore[arg-type]
    page.goto(f"{desk.url}/show")
    return page


def test_a_whole_workshop_of_six_groups(browser: Browser, desk: Page) -> None:
    asked_for: set[str] = set()
    phones = [browser.new_context(viewport=PHONE, locale="ja-JP") for _ in range(6)]  # type: ignore[arg-type]
    for context in (*phones, desk.context):
        context.on("request", lambda request: asked_for.add(request.url))
    groups = [joined(context, desk, n) for n, context in enumerate(phones, start=1)]

    for page in groups:
        page.get_by_role("button", name=re.compile("最初の質問：")).click()
        page.locator("#answer .cards li").first.wait_for()
        page.locator("#answer .acts button").first.click()
        expect(page.locator("#board .cards li")).to_have_count(1)
        expect(page.locator("#answer .cards li").first).to_be_visible()
    put_number(groups[0], 37)
    groups[0].get_by_role("button", name="カード37を上へ").click()
    expect(groups[0].locator("#board .number").first).to_have_text("[37] 豊田市（プラットフォーム）")
    page = groups[5]
    page.get_by_label("誰に").fill("地域福祉課の係長")
    page.get_by_label("いつまでに").fill("月曜の昼まで")
    page.get_by_label("最初の一言").fill("佐藤さんに5分だけ")
    page.get_by_label("問い合わせたい町").select_option(label="呉市")
    page.get_by_role("button", name="書き加える").click()
    expect(page.locator("#said")).to_contain_text("個人を特定できる書き方")
    page.get_by_label("最初の一言").fill("5分だけ話をさせてください")
    page.get_by_role("button", name="書き加える").click()
    expect(page.locator("#lines li")).to_have_count(1)
    assert "5分だけ話をさせてください" not in groups[0].locator("#lines").inner_text()
    assert serious(groups[0]) == []

    groups[2].reload()
    expect(groups[2].locator("#board .cards li")).to_have_count(1)
    phones[3].close()  # a browser that died; its board is where it was

    projector = show(browser, desk)
    projector.on("request", lambda request: asked_for.add(request.url))
    seen = []
    for _ in range(40):
        if seen and seen[-1] == shown(projector):
            break
        seen.append(shown(projector))
        projector.keyboard.press("ArrowRight")
    assert seen[:6] == ["opening", "join", "near", "demonstration-1", "demonstration-2", "work"]
    assert [name.split("-")[1] for name in seen if name.startswith("board-")] == ["1", "1", "2", "3", "4", "5", "6"]
    assert seen[-2:] == ["monday-1", "home"]
    assert projector.evaluate(OVERFLOWING) == []
    projector.context.close()

    desk.reload()
    with desk.expect_download() as word:
        desk.get_by_role("link", name="Word").click()
    grid = Document(io.BytesIO(Path(word.value.path()).read_bytes())).tables[0]
    rows = [[cell.text for cell in row.cells] for row in grid.rows]
    cards = [row for row in rows if re.match(r"\[\d+\]", row[0])]
    assert len(cards) == 7
    for row in cards:
        quote = row[1].split("\n", 1)[1].split("\n※")[0]
        assert quote == "（受け取った資料では本文がありません）" or any(quote in text for text in TEXTS)
        assert "advice2.html" in row[3]
        assert CONTACT in row[3]
    with desk.expect_download() as excel:
        desk.get_by_role("link", name="Excel").click()
    lines = load_workbook(io.BytesIO(Path(excel.value.path()).read_bytes()))["来週の月曜の一歩"]
    assert "5分だけ話をさせてください" in [cell.value for row in lines.iter_rows() for cell in row]

    desk.get_by_role("button", name="ワークショップを終える").click()
    groups[0].goto(groups[0].url)
    expect(groups[0].locator("#said")).to_contain_text("いま開いているワークショップはありません。")
    desk.locator("summary", has_text="消去する").click()
    desk.get_by_role("button", name="すべて消去する").click()
    expect(desk.locator("#said")).to_have_text(
        "消去しました：6班のボード（カード7枚）、来週の月曜の一歩1件、参加コード、席についた端末の印6件。"
    )
    assert {url for url in asked_for if urllib.parse.urlsplit(url).hostname not in ("127.0.0.1", None)} == set()
    for context in (*phones[:3], *phones[4:]):
        context.close()


def test_the_projector_by_keys(browser: Browser, desk: Page) -> None:
    phone = browser.new_context(viewport=PHONE, locale="ja-JP")  # type: ignore[arg-type]
    group = joined(phone, desk, 1)
    put_number(group, 24)
    page = show(browser, desk)
    assert page.locator("button, a, input, select").count() == 0
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.opening li')).fontSize)") >= 32 * 4 / 3

    page.keyboard.press("End")
    assert shown(page) == "home"
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".shown h1")).to_have_text("豊橋市に近い町")
    expect(page.locator(".shown li").first).to_contain_text("岡崎市")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".shown h1")).to_have_text("ないものは、ないと言う")
    expect(page.locator(".shown .blank")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#clock")).to_have_text("25:00")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#clock")).to_have_text("26:00")
    page.keyboard.press(" ")
    expect(page.locator("#clock")).to_have_text(re.compile("25:5"))
    page.reload()
    assert shown(page) == "work"
    expect(page.locator("#clock")).to_have_class("runs")
    page.keyboard.press(" ")
    expect(page.locator("#clock")).not_to_have_class("runs")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")

    page.keyboard.press("ArrowRight")
    assert shown(page) == "board-1-24"
    expect(page.locator(".shown .of")).to_contain_text("[24] 宇和島市（全般）")
    quote = page.locator(".shown blockquote")
    assert quote.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= 28 * 4 / 3
    box = quote.bounding_box()
    assert box is not None
    assert box["width"] * box["height"] > 0.5 * 1024 * 768
    put_number(group, 37)
    expect(page.locator("#board-1-37")).to_be_attached()
    assert shown(page) == "board-1-24"
    assert serious(page) == []
    phone.close()
    page.context.close()


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_card_fits_on_the_projector(browser: Browser, desk: Page, size: tuple[int, int]) -> None:
    context = browser.new_context(locale="ja-JP")
    address, code = desk.url.removesuffix("/workshop"), code_of(desk)
    for group, numbers in ((1, range(1, 25)), (2, range(25, 42))):
        other = browser.new_context()
        other.request.post(f"{address}/w/sit", form={"code": code, "group": str(group)})
        for number in numbers:
            other.request.post(f"{address}/w/card/number", form={"number": str(number)})
        other.close()
    page = show(browser, desk, {"width": size[0], "height": size[1]})
    assert page.locator(".slide.card").count() == 41
    assert page.evaluate(OVERFLOWING) == []
    context.close()
    page.context.close()


def test_the_kit_is_paper_that_works_alone(browser: Browser, desk: Page) -> None:
    page = desk.context.new_page()
    page.goto(f"{desk.url}/kit?sets=1")
    page.emulate_media(media="print")
    over = "[...document.querySelectorAll('.card, .sheet')].filter(e => e.scrollHeight > e.clientHeight + 1).length"
    assert page.evaluate(over) == 0
    quotes = page.locator(".card blockquote").all_inner_texts()
    assert len(quotes) == 35
    assert all(any(quote in text for text in TEXTS) for quote in quotes)
    assert page.locator(".card", has_text="（受け取った資料では本文がありません）").count() == 6
    assert all("問合せ先" in words and "内閣府「" in words for words in page.locator(".card footer").all_inner_texts())
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(pages) == 1 + 6 + 6 + 1 + 11
    page.emulate_media(media="screen")
    assert serious(page) == []


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [
        pytest.param(1366, 768, "light", id="事務用"),
        pytest.param(390, 844, "light", id="電話"),
        pytest.param(390, 844, "dark", id="電話、暗い配色"),
    ],
)
def test_every_page_at_every_size(
    browser: Browser, desk: Page, width: int, height: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale="ja-JP")
    page = joined(context, desk, 2)
    page.get_by_role("button", name=re.compile("最初の質問：")).click()
    page.locator("#answer .acts button").first.click()
    put_number(page, 37)
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"workshop-group-{width}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert serious(page) == []
    page.goto(desk.url)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert serious(page) == []
    context.close()


def test_the_keyboard_alone_joins_asks_and_puts_a_card(browser: Browser, desk: Page) -> None:
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    page.goto(desk.url.replace("/workshop", "/w"))

    def tab_to(words: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            at = page.evaluate("(e => e.labels?.[0]?.innerText || e.innerText || '')(document.activeElement)")
            if words in at:
                return
        raise AssertionError(f"{words} is not reached")

    tab_to("コード")
    page.keyboard.type(code_of(desk))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="班を選んでください").wait_for()
    tab_to("1班")
    page.keyboard.press("Enter")
    page.locator("#board").wait_for()
    tab_to("質問")
    tab_to("質問")
    page.keyboard.type("呉市の調査は?")
    page.keyboard.press("Enter")
    page.locator("#answer .cards li").first.wait_for()
    tab_to("ボードに置く")
    page.keyboard.press("Enter")
    expect(page.locator("#board .number")).to_have_text("[18] 呉市（全般）")
    context.close()


def test_thirty_people_at_once(desk: Page) -> None:
    address, code = desk.url.removesuffix("/workshop"), code_of(desk)

    def take_part(n: int) -> list[int]:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

        def post(path: str, **fields: object) -> int:
            body = urllib.parse.urlencode(fields).encode()
            return int(browser.open(f"{address}{path}", body, timeout=120).status)

        return [
            post("/w/sit", code=code, group=n % 6 + 1),
            post("/w/ask", question="今ある会議を使った例は?"),
            post("/w/card/number", number=n + 1),
            post("/w/line", whom="係長", when="月曜", words=f"{n}番目の一歩です", town=""),
            int(browser.open(f"{address}/w/group", timeout=120).status),
        ]

    with ThreadPoolExecutor(30) as people:
        assert list(people.map(take_part, range(30))) == [[200] * 5] * 30
    desk.reload()
    rows = [row.split("\t") for row in desk.locator("tbody tr").all_inner_texts()]
    assert [row[-3:] for row in rows] == [["5台", "5枚", "5件"]] * 6


def test_the_tab_is_the_door(page: Page, address: str) -> None:
    page.get_by_role("tab", name="ワークショップ").click()
    door = page.get_by_role("link", name="進行役の画面を開く")
    expect(door).to_be_visible()
    assert serious(page) == []
    door.click()
    expect(page.locator("h1")).to_have_text("ワークショップ")
    assert json.loads(page.request.get(f"{address}/readyz").text()) == {"status": "ready"}
