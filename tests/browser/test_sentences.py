"""文章で答える: a language model behind a real server on loopback, chosen on the page, never without being chosen."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.assistant.writing.chat_server import ChatServer, chat_server
from tests.serving import Serve

QUESTION = "京都市と熊本市は何から始めましたか"
WRITTEN = "熊本市は、令和3年度より火の国会議に参加し、庁内のプロジェクトチームを立ち上げました"
PICTURES = Path(__file__).parents[2] / "screenshots"


def say(messages: list[dict[str, str]]) -> str:
    """An answer with one sentence that holds, one with markup and a figure that is made up; nothing to suggest."""
    time.sleep(0.3)
    if "考えます" in messages[0]["content"]:
        return "…"
    return f"{WRITTEN}[3]。<img src=x onerror=alert(1)>熊本市では相談が300件に増えました[3]。{WRITTEN}[3]。"


@pytest.fixture(scope="module")
def model() -> Iterator[ChatServer]:
    with chat_server(say) as server:
        yield server


@pytest.fixture(scope="module")
def address(model: ChatServer, serve: Serve) -> Iterator[str]:
    """The chat with a language model, in place of the one without."""
    with serve({"MAZUIPPO_CHAT_MODEL": "openai:office-model", "MAZUIPPO_CHAT_BASE_URL": model.base_url()}) as address:
        yield address


def test_quotes_are_the_rule_and_nothing_is_sent(page: Page, model: ChatServer) -> None:
    expect(page.get_by_label("引用だけで答える")).to_be_checked()
    expect(page.locator("#mode")).to_contain_text("質問と引用を 127.0.0.1 の「openai:office-model」に送ります")
    expect(page.locator("#masthead")).to_contain_text("「引用だけで答える」では、外に送られることもありません")

    page.locator("#question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".turn .answer").last).to_contain_text("資料では空欄です")

    assert model.requests == []


def test_sentences_are_checked_and_shown_before_the_quotes(page: Page, model: ChatServer) -> None:
    page.get_by_label("文章で答える").check()
    page.locator("#question textarea").fill(QUESTION)
    page.keyboard.press("Enter")

    answer = page.locator(".turn .answer").last
    expect(answer).to_contain_text("openai:office-model")
    said = answer.inner_text()
    assert f"{WRITTEN} [1]。" in said
    assert "裏付けがなく消した文 1文" in said
    assert "300" not in said
    assert answer.locator("img").count() == 0
    expect(page.locator(".card h3").first).to_contain_text("熊本市")
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / "sentences-1366x768-light.png")


def test_a_running_answer_can_be_stopped_and_another_asked(page: Page, model: ChatServer) -> None:
    page.get_by_label("文章で答える").check()
    model.say = lambda messages: time.sleep(8) or ""
    try:
        page.locator("#question textarea").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator(".turn .answer").last).to_contain_text("確認中")
        page.locator("#stop").click()
        expect(page.locator(".turn .answer").last).to_contain_text("停止しました。")
        page.get_by_label("引用だけで答える").check()
        page.locator("#question textarea").fill("呉市は何から始めましたか")
        page.keyboard.press("Enter")
        expect(page.locator(".turn .answer").last).to_contain_text("市民意識調査")
    finally:
        model.say = say


def test_what_looks_like_a_record_about_a_person_is_sent_only_after_asking(page: Page, model: ChatServer) -> None:
    page.get_by_label("文章で答える").check()
    sent = len(model.requests)
    question = "京都市と熊本市は何から始めましたか。電話は090-1234-5678です"
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn .answer").last).to_contain_text("個人についての記載があるようなので")
    expect(page.locator(".turn blockquote").first).to_be_visible()
    assert len(model.requests) == sent

    page.get_by_role("button", name="個人についての記載ではないので、質問をモデルに送る").click()
    expect(page.locator(".turn .answer").last).to_contain_text("1文ずつ引用と照らし合わせました")
    assert len(model.requests) > sent
    expect(page.locator(".turn")).to_have_count(1)
