"""The cards beside an answer in a real Chromium: each cited row, what was quoted of it, what it lacks."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.asking import ask, last_answer

CAO = "https://www.cao.go.jp/kodoku_koritsu/torikumi/localplatform/r06_advice/advice2.html"


def test_an_answer_and_its_card(page: Page) -> None:
    ask(page, "春日井市のプラットフォームは?")

    assert "訂正：元の表は春日井市を「愛媛県」としていますが、正しくは愛知県です。" in last_answer(page)
    card = page.locator(".card").first
    expect(card.locator("h3")).to_have_text(re.compile(r"春日井市\s*愛知県"))
    expect(card.locator(".theme")).to_have_text("プラットフォーム")
    expect(card.locator(".told")).to_have_text("元の表では「愛媛県」（訂正済み）")
    expect(card.locator(".row")).to_contain_text("2種類のプラットフォームを設置しました。")
    expect(card.locator("dd").first).to_contain_text("受け取った資料では空欄です。")
    expect(card.locator("dd").last).to_contain_text("令和7年10月末日時点")
    assert card.locator("dd").last.locator("a").get_attribute("href") == CAO


def test_the_quoted_words_are_marked_where_they_stand(page: Page) -> None:
    ask(page, "ポッドキャストを配信した市は?")
    last_answer(page)

    row, used = page.locator(".card .row").first, page.locator(".card mark").first
    assert used.inner_text() in row.inner_text()
    assert len(row.inner_text()) > len(used.inner_text())
    style = used.evaluate("e => [getComputedStyle(e).textDecorationLine, getComputedStyle(e).fontWeight]")
    assert style == ["underline", "700"]


def test_a_marker_lights_its_card_up_and_then_opens_the_whole_row(page: Page) -> None:
    ask(page, "今ある会議を使った例は?")
    last_answer(page)
    marker = page.get_by_role("link", name="引用2、")
    marker.press("Enter")

    lit = page.locator(".card.lit")
    expect(lit).to_have_count(1)
    expect(lit.locator(".numbers")).to_contain_text("[2]")
    expect(lit).to_be_focused()

    marker.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("mark").first).to_be_visible()
    assert lit.locator("mark").first.inner_text() == sheet.locator("mark").first.inner_text()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator(".turn")).to_have_count(1)


def test_from_a_card_back_to_where_it_is_cited(page: Page) -> None:
    ask(page, "今ある会議を使った例は?")
    last_answer(page)
    marker = page.get_by_role("link", name="引用2、")
    marker.press("Enter")
    page.locator(".card.lit").get_by_role("button", name="答えに戻る").press("Enter")

    expect(marker).to_be_focused()
    expect(marker).to_be_in_viewport()


def test_many_cards_are_closed_until_they_are_wanted(page: Page) -> None:
    ask(page, "プラットフォームを設置した市は何市ですか")
    last_answer(page)
    card = page.locator(".card").filter(has_text="福山市")
    expect(card.locator(".row")).to_be_hidden()
    expect(card.locator(".told")).to_be_visible()
    card.get_by_role("button", name="引用と出典を開く").press("Enter")

    expect(card.locator(".row")).to_be_visible()
    expect(card).to_be_focused()


def test_on_paper_every_card_is_open_and_nothing_is_to_be_pressed(page: Page) -> None:
    ask(page, "プラットフォームを設置した市は何市ですか")
    last_answer(page)
    page.emulate_media(media="print")

    expect(page.locator(".card .row").first).to_be_visible()
    expect(page.locator(".card dl").last).to_be_visible()
    assert [name for name in page.get_by_role("button").all_inner_texts() if name] == []
    expect(page.get_by_role("tab").first).to_be_hidden()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        pytest.param("豊田市のプラットフォームは?", "受け取った資料では本文がありません。", id="本文のない行"),
        pytest.param(
            "座間市は何をした?",
            "文中で予告されている「2つの事業」の内容が、受け取った資料にはありません。",
            id="途中で切れた行",
        ),
        pytest.param("宇和島市のプラットフォームは?", "宇和島市（全般）の欄をご覧ください。", id="参照だけの行"),
    ],
)
def test_what_a_card_tells_of_its_row(page: Page, question: str, told: str) -> None:
    ask(page, question)
    last_answer(page)

    expect(page.locator(".card .told").filter(has_text=told).first).to_be_visible()


def test_a_row_that_does_not_exist_is_told(page: Page) -> None:
    ask(page, "呉市のプラットフォームは?")

    assert "この資料の〈プラットフォーム〉の表に、呉市の行はありません" in last_answer(page)
    expect(page.locator(".card h3")).to_have_text(re.compile("呉市"))


def test_on_a_phone_a_card_opens_when_its_marker_is_tapped(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, locale="ja-JP")
    page = context.new_page()
    page.goto(address)
    page.locator("#question textarea").wait_for()
    ask(page, "今ある会議を使った例は?")
    last_answer(page)
    row = page.locator(".card .row").first
    expect(row).to_be_hidden()
    page.locator("a.marker").first.tap()

    expect(row).to_be_visible()
    expect(row).to_be_in_viewport()
    context.close()
