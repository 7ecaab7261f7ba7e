"""持ち帰る and くらべる in a real Chromium: files that open, towns side by side, at every size."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.takeaway.reading import docx_words, xlsx_words
from tests.browser.accessibility import serious

PICTURES = Path(__file__).parents[2] / "screenshots"
FOUR = ("座間市", "岡崎市", "福山市", "播磨町")


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".turn [data-again]").wait_for()
    page.locator(".turn .takeaway summary").last.click()


def taken(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def choose(page: Page, towns: tuple[str, ...]) -> None:
    page.get_by_role("tab", name="くらべる").click()
    for town in towns:
        page.locator("#compare-towns label", has_text=town).click()


def test_an_answer_becomes_files(page: Page) -> None:
    ask(page, "呉市は?")
    quote = page.locator(".card mark").first.inner_text()

    name, content = taken(page, "参考資料（Word）")
    assert name == "他団体の取組状況（参考資料）.docx"
    assert quote in docx_words(content)
    name, content = taken(page, "参考資料（Excel）")
    assert name == "他団体の取組状況（参考資料）.xlsx"
    assert any(quote in words for words in xlsx_words(content))
    name, content = taken(page, "公文書（Word）")
    assert name == "照会文（呉市）.docx"
    assert "呉市 孤独・孤立対策ご担当課 御中" in docx_words(content)
    expect(page.locator(".turn .taken")).to_have_text("作りました。ブラウザーのダウンロードの欄をご覧ください。")
    assert serious(page) == []


def test_listed_rows_become_a_file(page: Page) -> None:
    page.get_by_role("tab", name="事例を見る").click()
    page.get_by_label("言葉で探す").fill("周知")
    expect(page.locator("#browse-found .found > li")).to_have_count(3)
    page.locator("#browse-found .takeaway summary").click()
    page.get_by_label("福岡市（プラットフォーム）", exact=True).uncheck()

    name, content = taken(page, "参考資料（Word）")
    assert name == "他団体の取組状況（参考資料）.docx"
    words = docx_words(content)
    assert "岡崎市" in words
    assert "福岡市" not in words

    for cell in ("岡崎市（全般）", "岡崎市（プラットフォーム）"):
        page.get_by_label(cell, exact=True).uncheck()
    page.get_by_role("button", name="参考資料（Word）").click()
    expect(page.locator("#browse-found .taken")).to_have_text("持ち帰る欄を、1つ以上選んでください。")
    assert serious(page) == []


def test_a_basket_is_filled_over_several_searches(page: Page) -> None:
    page.get_by_role("tab", name="事例を見る").click()
    expect(page.locator(".basket")).to_be_hidden()
    for words, found, row in (("周知", 3, "岡崎市（全般）"), ("意識調査", 1, "呉市（全般）")):
        page.get_by_label("言葉で探す").fill(words)
        expect(page.locator("#browse-found .found > li")).to_have_count(found)
        page.locator("#browse-found .takeaway summary").click()
        page.get_by_role("button", name="すべての印を外す").click()
        page.locator("#browse-found").get_by_label(row, exact=True).check()
        page.get_by_role("button", name="印をつけた欄をかごに入れる").click()
    expect(page.locator(".basket .rows label")).to_have_text(["岡崎市（全般）", "呉市（全般）"])
    with page.expect_download() as download:
        page.locator(".basket").get_by_role("button", name="参考資料（Word）").click()
    words = docx_words(Path(download.value.path()).read_bytes())
    assert "[1] 全般" in words
    assert {"岡崎市", "呉市"} <= set(words)
    assert "福岡市" not in words
    assert serious(page) == []
    page.get_by_role("button", name="かごを空にする").click()
    expect(page.locator(".basket")).to_be_hidden()


def test_no_question_stands_in_an_address(page: Page) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    ask(page, "呉市の調査は?")
    taken(page, "議会用メモ（Word）")

    assert any("/takeaway/memo.docx" in address for address in addresses)
    assert not [address for address in addresses if "takeaway" in address and "?" in address]


def test_the_page_to_print_opens_beside_the_conversation(page: Page) -> None:
    ask(page, "呉市は?")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="印刷用の画面").click()
    printed = opened.value

    expect(printed.locator("h1")).to_have_text("まず一歩の答え")
    expect(printed.locator("blockquote").first).to_contain_text("市民意識調査")
    assert serious(printed) == []


def test_a_file_that_cannot_be_made_is_told(page: Page) -> None:
    ask(page, "呉市は?")
    page.route("**/takeaway/*", lambda route: route.abort())
    page.get_by_role("button", name="議会用メモ（Word）").click()

    expect(page.locator(".turn .taken")).to_have_text(
        "作れませんでした。まず一歩が動いているかを確かめて、もう一度お試しください。"
    )


def test_four_towns_side_by_side(page: Page) -> None:
    choose(page, FOUR)
    expect(page.locator("#compare-count")).to_have_text("座間市・岡崎市・福山市・播磨町を並べています。")

    general, platform = page.locator("#compared .aligned").all()
    assert general.locator("thead th").count() == 5
    expect(general.locator("tr.state")).to_contain_text("受け取った資料では本文がありません。")
    expect(platform.locator("tr.state")).to_contain_text("この表に行がありません")
    expect(platform.locator("blockquote").last).to_have_text("本市では、地方版PFは未設置です。")
    with page.expect_download() as download:
        page.get_by_role("link", name="比較表（Word）").click()
    assert download.value.suggested_filename == "他団体の取組の比較（参考資料）.docx"
    assert "本市では、地方版PFは未設置です。" in docx_words(Path(download.value.path()).read_bytes())
    assert serious(page) == []


def test_a_quote_opens_where_it_stands(page: Page) -> None:
    choose(page, ("呉市", "福山市"))
    page.get_by_role("link", name="呉市の「実態を調べる」の記述を文中で見る").click()
    expect(page.locator("#sheet mark").first).to_contain_text("市民意識調査")


def test_too_few_and_too_many_are_told(page: Page) -> None:
    choose(page, ("呉市",))
    expect(page.locator("#compare-count")).to_have_text("あと1つ選ぶと、並べて見られます。")
    choose(page, FOUR)
    expect(page.locator("#compare-count")).to_contain_text("並べられるのは4つまでです。")
    assert page.locator("#compared .aligned").first.locator("thead th").count() == 5


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [
        pytest.param(1366, 768, "light", id="事務用"),
        pytest.param(390, 844, "light", id="電話"),
        pytest.param(1366, 768, "dark", id="暗い配色"),
    ],
)
def test_every_size_compares_without_sideways_scrolling(
    browser: Browser, address: str, width: int, height: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale="ja-JP")
    page = context.new_page()
    page.goto(address)
    page.locator("#question textarea").wait_for()
    choose(page, FOUR)
    expect(page.locator("#compared .aligned")).to_have_count(2)
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"compare-{width}x{height}-{scheme}.png", full_page=True)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert serious(page) == []
    context.close()
