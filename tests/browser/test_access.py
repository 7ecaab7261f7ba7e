"""The chat in a real Chromium for everyone: screen readers, the keyboard alone, each size, twice as large."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import serious
from tests.browser.asking import ask, last_answer

PICTURES = Path(__file__).parents[2] / "screenshots"


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
    for _ in ("lights its card up", "opens the whole row"):
        page.get_by_role("link", name="引用1、").press("Enter")
    expect(page.get_by_role("dialog").locator("mark")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    ask(page, "札幌市は?")
    last_answer(page)
    assert serious(page) == []
    context.close()


def test_who_wants_no_motion_gets_none(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce", locale="ja-JP")
    page = context.new_page()
    page.goto(address)
    page.locator("#question textarea").wait_for()

    moving = (
        "[...document.querySelectorAll('*')].map(e => getComputedStyle(e))"
        ".flatMap(s => [s.transitionDuration, s.animationDuration]).flatMap(d => d.split(',')).map(parseFloat)"
    )
    assert max(page.evaluate(moving)) < 0.001
    context.close()


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    reached = []
    page.locator("#masthead a").focus()
    while reached[-1:] != ["何から始めればいい?"]:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
        assert len(reached) < 10
    assert reached[0] == "質問する"
    assert reached[-2] == "質問を書く欄へ移る"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_focused()
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
