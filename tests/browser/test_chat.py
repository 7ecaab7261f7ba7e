"""The chat in a real Chromium: what officials do, and what they see."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import serious
from tests.browser.conftest import Serve

PICTURES = Path(__file__).parents[2] / "screenshots"
KEPT = "localStorage.getItem('mazuippo-conversation')"
CAO = "https://www.cao.go.jp/kodoku_koritsu/torikumi/localplatform/r06_advice/advice2.html"


def ask(page: Page, question: str) -> None:
    """Sends a question, and waits until it stands in the conversation."""
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn h2").last).to_have_text(f"質問：{question}")


def last_answer(page: Page) -> str:
    """The text of the newest answer, once it is whole: then it can be answered anew."""
    turn = page.locator(".turn").last
    expect(turn.locator("[data-again]")).to_be_visible()
    return turn.locator(".answer").inner_text()


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


def test_a_follow_up_knows_what_was_spoken_of(page: Page) -> None:
    ask(page, "市民意識調査をした市は?")
    last_answer(page)
    ask(page, "そこの連絡先は?")
    expect(page.locator(".turn")).to_have_count(2)

    assert "受け取った資料では、呉市の問合せ先は空欄です。" in last_answer(page)


def test_links_in_an_answer_end_where_the_address_ends(page: Page) -> None:
    ask(page, "呉市は?")
    last_answer(page)

    assert {link.get_attribute("href") for link in page.locator(".answer a:not(.marker)").all()} == {CAO}


def test_an_example_is_asked_by_one_click(page: Page) -> None:
    page.get_by_role("button", name="何から始めればいい?").click()

    assert "始め方は大きく" in last_answer(page)


def test_markup_in_a_question_is_text(page: Page) -> None:
    ask(page, "<img src=x onerror=\"document.title='x'\"><script>document.title='x'</script>熊本市は?")
    last_answer(page)

    asked = page.locator(".turn h2").first
    assert "<script>" in asked.inner_text()
    assert page.locator("#conversation").locator("img, script").count() == 0
    assert page.title() == "まず一歩"


@pytest.mark.parametrize("question", ["${7*7}呉市は?", "{{7*7}}呉市は?", "{{{value}}}呉市は?", "%{7*7}呉市は?"])
def test_a_template_in_a_question_is_text(page: Page, question: str) -> None:
    ask(page, question)
    last_answer(page)

    expect(page.locator(".turn h2").first).to_contain_text(question)


def test_enter_that_ends_a_composition_does_not_send(page: Page) -> None:
    box = page.locator("#question textarea")
    box.fill("呉市")
    box.dispatch_event("compositionstart")
    for kind in ("keydown", "keypress"):
        box.dispatch_event(kind, {"key": "Enter", "isComposing": True, "bubbles": True})
        box.dispatch_event(kind, {"key": "Enter", "keyCode": 229, "bubbles": True})
    box.dispatch_event("compositionend")
    page.wait_for_timeout(500)

    expect(page.locator(".turn")).to_have_count(0)
    expect(box).to_have_value("呉市")


def test_shift_enter_breaks_the_line_and_enter_sends(page: Page) -> None:
    box = page.locator("#question textarea")
    box.fill("呉市は")
    box.press("Shift+Enter")
    expect(page.locator(".turn")).to_have_count(0)
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

    expect(page.locator(".turn .answer").last).to_contain_text(sentence)


def test_a_new_conversation_forgets_the_old_one(page: Page) -> None:
    ask(page, "呉市は?")
    last_answer(page)
    page.locator("#restart").click()
    expect(page.locator(".turn")).to_have_count(0)
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
    expect(other.locator(".turn")).to_have_count(0)
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


def test_a_question_is_put_right_and_what_came_after_it_goes(page: Page) -> None:
    for question in ("呉市は?", "そこの連絡先は?"):
        ask(page, question)
        last_answer(page)
    page.locator("[data-edit]").first.click()
    expect(page.locator("#question textarea")).to_have_value("呉市は?")
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#editing")).to_contain_text("この質問から後の会話は消えます")
    expect(page.locator(".turn")).to_have_count(2)

    ask(page, "福岡市は?")
    expect(page.locator(".turn h2")).to_have_text(["質問：福岡市は?"])
    assert "福岡市" in last_answer(page)
    expect(page.locator("#editing")).to_be_hidden()


def test_the_last_question_is_answered_anew(page: Page) -> None:
    ask(page, "呉市は?")
    first = last_answer(page)
    page.locator(".answer").evaluate("answer => answer.dataset.old = 'yes'")
    page.locator("[data-again]").click()
    expect(page.locator(".answer[data-old]")).to_have_count(0)

    assert last_answer(page) == first
    expect(page.locator(".turn")).to_have_count(1)


def test_a_question_that_is_offered_is_asked(page: Page) -> None:
    ask(page, "今ある会議を使った例は?")
    last_answer(page)
    offered = page.locator(".next [data-ask]").first
    question = offered.inner_text()
    offered.click()

    expect(page.locator(".turn h2").last).to_have_text(f"質問：{question}")
    last_answer(page)


def test_the_filters_show_what_was_understood_and_put_it_right(page: Page) -> None:
    ask(page, "中国地方で、今ある会議を使った例は?")
    assert "鳥取市" in last_answer(page)
    page.get_by_role("button", name="しぼりこむ").click()
    expect(page.locator("#reading")).to_have_text("読み取った条件：中国地方")
    expect(page.get_by_label("中国地方")).to_be_checked()

    page.get_by_label("中国地方").uncheck()
    page.get_by_label("関東地方").check()
    page.get_by_role("button", name="この条件で答え直す").click()
    expect(page.locator(".turn .answer").last).to_contain_text("市原市")
    assert "鳥取市" not in last_answer(page)
    expect(page.locator(".turn")).to_have_count(1)

    page.get_by_role("button", name="条件をはずす").click()
    expect(page.get_by_label("関東地方")).not_to_be_checked()
    ask(page, "今ある会議を使った例は?")
    assert "鳥取市" in last_answer(page)


def test_an_answer_is_copied_with_its_sources_as_plain_and_as_rich_text(page: Page) -> None:
    ask(page, "呉市は?")
    last_answer(page)
    # As over plain http on a network, where browsers give no other way to the clipboard.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy]")).to_have_text("コピーしました")
    expect(page.get_by_role("status").filter(has_text="コピーしました")).to_have_count(1)

    page.evaluate(
        "document.addEventListener('paste', e => {"
        "window.pasted = ['text/plain', 'text/html'].map(type => e.clipboardData.getData(type)) })"
    )
    page.locator("#question textarea").focus()
    page.keyboard.press("Control+V")
    plain, rich = page.evaluate("window.pasted")
    assert plain.startswith("質問：呉市は?")
    assert "市民意識調査" in plain
    assert plain.rstrip().endswith(CAO)
    assert not re.search(r"\*\*|^#|^>", plain, re.MULTILINE)
    assert "<blockquote>" in rich
    assert "<a class" not in rich


def test_a_conversation_is_kept_only_where_it_was_asked_for_and_can_be_erased(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()

    def opened() -> None:
        page.goto(address)
        page.locator("#question textarea").wait_for()

    opened()
    ask(page, "呉市は?")
    last_answer(page)
    opened()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)

    page.get_by_label("会話をこのパソコンに残す").check()
    page.wait_for_function(f"() => {KEPT}")
    before = page.evaluate(KEPT)
    ask(page, "福岡市は?")
    last_answer(page)
    page.wait_for_function(f"before => {KEPT} !== before", arg=before)
    opened()
    expect(page.locator(".turn h2")).to_have_text(["質問：福岡市は?"])
    expect(page.locator(".card").first).to_be_visible()
    expect(page.get_by_label("会話をこのパソコンに残す")).to_be_checked()

    before = page.evaluate(KEPT)
    page.locator("#restart").click()
    expect(page.locator(".turn")).to_have_count(0)
    page.wait_for_function(f"before => {KEPT} !== before", arg=before)
    opened()
    ask(page, "呉市は?")
    last_answer(page)
    expect(page.locator(".turn h2")).to_have_text(["質問：呉市は?"])
    context.close()


def test_a_screen_reader_hears_once_that_the_answer_is_there(page: Page) -> None:
    page.evaluate(
        "window.heard = []; new MutationObserver(() => heard.push(document.getElementById('announced').textContent))"
        ".observe(document.getElementById('announced'), {childList: true})"
    )
    ask(page, "呉市は?")
    last_answer(page)

    assert page.evaluate("window.heard") == ["答えを探しています。", "答えが出ました。引用は1件です。"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(color_scheme=scheme, locale="ja-JP")
    page = context.new_page()
    page.goto(address)
    page.locator("#question textarea").wait_for()
    assert serious(page) == []
    ask(page, "福岡市と熊本市のプラットフォームを比べて")
    last_answer(page)
    page.get_by_role("button", name="しぼりこむ").click()
    assert serious(page) == []
    context.close()


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    reached = []
    page.locator("#masthead a").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || document.activeElement.type"))
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    assert reached[0] == "質問する"
    assert "何から始めればいい?" in reached
    page.keyboard.type("呉市は?")
    page.keyboard.press("Enter")
    assert "市民意識調査" in last_answer(page)
    outline = page.evaluate("getComputedStyle(document.activeElement).boxShadow")
    assert outline != "none"


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


def test_twice_as_large_everything_is_still_there(browser: Browser, address: str) -> None:
    """At 200 % an office screen of 1366×768 shows as much as one of 683×384."""
    context = browser.new_context(viewport={"width": 683, "height": 384}, device_scale_factor=2, locale="ja-JP")
    page = context.new_page()
    page.goto(address)
    page.locator("#question textarea").wait_for()
    ask(page, "呉市は?")
    assert "市民意識調査" in last_answer(page)

    assert page.evaluate("document.documentElement.scrollWidth") == 683
    for name in ("送信", "停止", "しぼりこむ", "新しい会話"):
        page.get_by_role("button", name=name).scroll_into_view_if_needed()
        expect(page.get_by_role("button", name=name)).to_be_in_viewport()
    context.close()


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


def test_a_server_that_is_gone_is_told_and_nothing_is_lost(browser: Browser, serve: Serve) -> None:
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    with serve({}) as address:
        page.goto(address)
        page.locator("#question textarea").wait_for()
        ask(page, "呉市は?")
        last_answer(page)
        expect(page.get_by_role("alert")).to_be_hidden()

    expect(page.get_by_role("alert")).to_have_text(
        "まず一歩につながりません。動いているかを確かめてください。つながりしだい、続けて使えます。"
    )
    assert "市民意識調査" in last_answer(page)
    context.close()
