"""Asks a question in the page, and reads the answer."""

from playwright.sync_api import Page, expect


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
