"""A conversation in a real Chromium: whose it is, how long it lasts, and that nothing leaves the machine."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.asking import ask, last_answer
from tests.serving import Serve

KEPT = "localStorage.getItem('mazuippo-conversation')"


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


def test_what_is_typed_outlives_a_reload_and_what_was_sent_does_not_come_back(page: Page) -> None:
    box = page.locator("#question textarea")
    box.fill("うちは人口5万の市です。会議を増やさずに")
    page.reload()
    expect(box).to_have_value("うちは人口5万の市です。会議を増やさずに")

    ask(page, "呉市は?")
    last_answer(page)
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    expect(box).to_have_value("")


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
        "まず一歩につながりません。動いているかを確かめてください。動かし直すと、この画面も開き直され、残していない会話は消えます。"
    )
    assert "市民意識調査" in last_answer(page)
    context.close()
