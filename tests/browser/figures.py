"""Measures the page of a running `mazuippo chat`: python -m tests.browser.figures [URL]

Medians of seven fresh sessions: first paint; usable (the box can be written in); change of tab, the slowest of all;
first words of an answer; bytes from outside; and what axe finds serious or critical on each tab. In milliseconds.
Nothing is compared with a limit here: a figure is worth what the machine is quiet.
"""

import sys
from collections import defaultdict
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.accessibility import serious
from tests.browser.conftest import QUIET
from tests.browser.provision import find_chromium

_TIMES = 7
_QUESTION = "今ある会議を使った例は?"
_USABLE = """() => new Promise(resolve => {
    const look = () => document.querySelector("#question textarea:not(:disabled)")?.checkVisibility()
        ? resolve(performance.now()) : requestAnimationFrame(look);
    look();
})"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_TAB = """(tab) => new Promise(resolve => {
    const begin = performance.now();
    tab.click();
    const look = () => {
        const panel = document.getElementById(tab.getAttribute("aria-controls"));
        if (panel?.checkVisibility() && panel.innerText.trim())
            requestAnimationFrame(() => resolve(performance.now() - begin));
        else requestAnimationFrame(look);
    };
    look();
})"""
_FIRST_WORDS = """() => { window.firstWords = new Promise(resolve => {
    let begin;
    document.addEventListener("keydown", event => { begin = performance.now(); }, {capture: true, once: true});
    new MutationObserver((_, observer) => {
        if (begin === undefined || !document.querySelector(".turn .answer :is(p, table):not(.looking)")) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - begin));
    }).observe(document.querySelector("#conversation"), {childList: true, subtree: true});
}) }"""


def session(browser: Browser, address: str, figures: dict[str, list[float]]) -> None:
    """One visit by someone who was never here."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="ja-JP")
    page = context.new_page()
    outside: list[float] = []
    page.on(
        "requestfinished",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:"))
            else outside.append(request.sizes()["responseBodySize"])
        ),
    )
    page.goto(address)
    figures["usable"].append(page.evaluate(_USABLE))
    figures["first paint"].append(page.evaluate(_PAINT))
    change_tabs(page, "the first time", figures)
    change_tabs(page, "later", figures)
    page.evaluate(_FIRST_WORDS)
    page.locator("#question textarea").fill(_QUESTION)
    page.keyboard.press("Enter")
    figures["first words of an answer"].append(page.evaluate("window.firstWords"))
    figures["bytes from outside"].append(sum(outside))
    context.close()


def change_tabs(page: Page, which: str, figures: dict[str, list[float]]) -> None:
    """To each tab in turn, and back to the first; the slowest counts."""
    tabs = page.get_by_role("tab").all()
    figures[f"change of tab, {which}"].append(max(tab.evaluate(_TAB) for tab in [*tabs[1:], tabs[0]]))


def found_by_axe(browser: Browser, address: str) -> list[str]:
    """What is serious or critical on any tab."""
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="ja-JP")
    page.goto(address)
    page.evaluate(_USABLE)
    found = []
    for tab in page.get_by_role("tab").all():
        tab.evaluate(_TAB)
        found += serious(page)
    page.close()
    return found


def main(address: str = "http://127.0.0.1:7860") -> None:
    """Prints each median, with the least and the most."""
    path = find_chromium()
    figures: dict[str, list[float]] = defaultdict(list)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        for _ in range(_TIMES):
            session(browser, address, figures)
        found = found_by_axe(browser, address)
        browser.close()
    for name, values in figures.items():
        print(f"{name:32} {median(values):7.0f}   ({min(values):.0f}-{max(values):.0f})")
    print(f"{'serious or critical for axe':32} {len(found):7}   {found or ''}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
