"""The chat in a real Chromium: what officials do, and what they see."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

PICTURES = Path(__file__).parents[2] / "screenshots"
CAO = "https://www.cao.go.jp/kodoku_koritsu/torikumi/localplatform/r06_advice/advice2.html"


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def last_answer(page: Page) -> str:
    """The text of the newest answer, once it is whole: an answer ends with 問合せ先."""
    answer = page.locator("#conversation .bot-row").last
    expect(answer).to_contain_text("問合せ先")
    return answer.inner_text()


def test_an_answer_and_its_card(page: Page) -> None:
    ask(page, "春日井市のプラットフォームは?")

    assert "訂正：元の表は春日井市を「愛媛県」としていますが、正しくは愛知県です。" in last_answer(page)
    card = page.locator(".card").first
    expect(card.locator("h3")).to_have_text(re.compile(r"春日井市\s*愛知県"))
    expect(card.locator(".theme")).to_have_text("プラットフォーム")
    expect(card.locator(".told")).to_have_text("元の表では「愛媛県」（訂正済み）")
    expect(card.locator(".row")).to_contain_text("地域でできることについて検討しました。")
    expect(card.locator("dd").first).to_contain_text("受け取った資料では空欄です。")
    expect(card.locator("dd").last).to_contain_text("令和7年10月末日時点")
    assert card.locator("dd").last.locator("a").get_attribute("href") == CAO


def test_the_quoted_words_are_marked_within_the_whole_row(page: Page) -> None:
    ask(page, "ポッドキャストを配信した市は?")
    last_answer(page)

    row, used = page.locator(".card .row").first, page.locator(".card mark").first
    assert used.inner_text() in row.inner_text()
    assert len(row.inner_text()) > len(used.inner_text())
    style = used.evaluate("e => [getComputedStyle(e).textDecorationLine, getComputedStyle(e).fontWeight]")
    assert style == ["underline", "700"]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        pytest.param("豊田市のプラットフォームは?", "受け取った資料では本文がありません。", id="本文のない行"),
        pytest.param(
            "座間市は何をした?",
            "文中で予告されている「2つの事業」の内容が、受け取った資料にはありません。",
            id="途中で切れた行",
        ),
        pytest.param("宇和島市のプラットフォームは?", "参照先：宇和島市（全般）", id="参照だけの行"),
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


def test_a_follow_up_knows_what_was_spoken_of(page: Page) -> None:
    ask(page, "市民意識調査をした市は?")
    last_answer(page)
    ask(page, "そこの連絡先は?")
    expect(page.locator("#conversation .bot-row")).to_have_count(2)

    assert "受け取った資料では、呉市の問合せ先は空欄です。" in last_answer(page)


def test_links_in_an_answer_end_where_the_address_ends(page: Page) -> None:
    ask(page, "呉市は?")
    last_answer(page)

    assert {link.get_attribute("href") for link in page.locator("#conversation .bot-row a").all()} == {CAO}


def test_an_example_is_asked_by_one_click(page: Page) -> None:
    page.get_by_role("button", name="何から始めればいい?").click()

    assert "始め方は大きく" in last_answer(page)


def test_markup_in_a_question_is_text(page: Page) -> None:
    ask(page, "<img src=x onerror=\"document.title='x'\"><script>document.title='x'</script>熊本市は?")
    last_answer(page)

    asked = page.locator("#conversation .user-row").first
    assert "<script>" in asked.inner_text()
    assert asked.locator("img, script").count() == 0
    assert page.title() == "まず一歩"


def test_enter_that_ends_a_composition_does_not_send(page: Page) -> None:
    box = page.locator("#question textarea")
    box.fill("呉市")
    box.dispatch_event("compositionstart")
    for kind in ("keydown", "keypress"):
        box.dispatch_event(kind, {"key": "Enter", "isComposing": True, "bubbles": True})
        box.dispatch_event(kind, {"key": "Enter", "keyCode": 229, "bubbles": True})
    box.dispatch_event("compositionend")
    page.wait_for_timeout(500)

    expect(page.locator("#conversation .user-row")).to_have_count(0)
    expect(box).to_have_value("呉市")


def test_shift_enter_breaks_the_line_and_enter_sends(page: Page) -> None:
    box = page.locator("#question textarea")
    box.fill("呉市は")
    box.press("Shift+Enter")
    expect(page.locator("#conversation .user-row")).to_have_count(0)
    expect(box).to_have_value("呉市は\n")
    box.press("Enter")

    assert "呉市" in last_answer(page)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        pytest.param("あ" * 2001, "質問が長すぎます（2001文字）。2000文字以内にしてください。", id="長すぎる"),
        pytest.param("🎉🎉", "お尋ねに答える記述が見あたりません", id="絵文字だけ"),
    ],
)
def test_what_cannot_be_answered_gets_a_sentence(page: Page, question: str, sentence: str) -> None:
    ask(page, question)

    expect(page.locator("#conversation .bot-row").last).to_contain_text(sentence)


def test_a_new_conversation_forgets_the_old_one(page: Page) -> None:
    ask(page, "呉市は?")
    last_answer(page)
    page.locator("#restart").click()
    expect(page.locator("#conversation .user-row")).to_have_count(0)
    expect(page.locator(".card")).to_have_count(0)
    ask(page, "そこの連絡先は?")

    assert "呉市" not in last_answer(page)


def test_two_users_never_see_each_other(browser: Browser, page: Page, address: str) -> None:
    other_context = browser.new_context()
    other = other_context.new_page()
    other.goto(address)
    ask(page, "呉市は?")
    last_answer(page)

    expect(other.locator("#question textarea")).to_be_visible()
    expect(other.locator("#conversation .user-row")).to_have_count(0)
    ask(other, "そこの連絡先は?")
    assert "呉市" not in last_answer(other)
    other_context.close()


def test_nothing_outside_this_machine_is_asked_for(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked_for: set[str] = set()
    page.on("request", lambda request: asked_for.add(request.url))
    page.goto(address)
    page.locator("#question textarea").wait_for()
    ask(page, "福岡市は?")
    last_answer(page)

    assert {url for url in asked_for if not url.startswith((address, "data:", "blob:"))} == set()
    assert page.evaluate("document.documentElement.lang") == "ja"
    context.close()


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [
        pytest.param(1366, 768, "light", id="事務机の画面"),
        pytest.param(1920, 1080, "light", id="大きな画面"),
        pytest.param(390, 844, "light", id="電話"),
        pytest.param(1366, 768, "dark", id="暗い配色"),
    ],
)
def test_every_size_shows_the_answer_without_sideways_scrolling(
    browser: Browser, address: str, width: int, height: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.locator("#question textarea").wait_for()
    ask(page, "今ある会議を使った例は?")
    last_answer(page)
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"chat-{width}x{height}-{scheme}.png")

    assert page.evaluate("document.documentElement.scrollWidth") == width
    expect(page.locator(".card").first).to_be_attached()
    context.close()
