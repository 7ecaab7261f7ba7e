"""The chat in a real Chromium: what officials ask and put right, and what they see."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import ask, last_answer

CAO = "https://www.cao.go.jp/kodoku_koritsu/torikumi/localplatform/r06_advice/advice2.html"


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


def test_the_first_screen_offers_ways_to_begin_and_towns(page: Page) -> None:
    page.get_by_role("link", name="播磨町", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("heading", level=1)).to_contain_text("播磨町")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="実態を調べる").click()

    assert "呉市" in last_answer(page)
    expect(page.locator(".turn h2")).to_have_text("質問：「実態を調べる」という始め方の例はありますか")


def test_an_answer_begins_at_the_top_of_the_screen(page: Page) -> None:
    for question in ("呉市は?", "福岡市は?"):
        ask(page, question)
        last_answer(page)
        assert 0 <= page.locator(".turn").last.evaluate("turn => turn.getBoundingClientRect().top") < 20


def test_a_long_question_leaves_room_for_its_answer(page: Page) -> None:
    long = "町内会の役員が高齢化しています。" * 40 + "呉市は?"
    ask(page, long)
    last_answer(page)
    question, button = page.locator(".turn h2"), page.get_by_role("button", name="質問の全文")
    closed = question.bounding_box()
    button.press("Enter")

    opened = question.bounding_box()
    assert closed is not None
    assert opened is not None
    assert closed["height"] < 120 < opened["height"]
    expect(button).to_have_attribute("aria-expanded", "true")


def test_where_a_life_is_in_danger_there_is_nothing_to_take_home(page: Page) -> None:
    ask(page, "死にたいと言う市民がいます")

    assert "119番（救急）" in last_answer(page)
    expect(page.locator(".takeaway, [data-copy], .next")).to_have_count(0)


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
    expect(page.locator(".next")).to_be_visible()
    first = last_answer(page)
    page.locator(".answer").evaluate("answer => answer.dataset.old = 'yes'")
    page.locator("[data-again]").click()
    expect(page.locator(".answer[data-old]")).to_have_count(0)
    expect(page.locator(".next")).to_be_visible()

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
    expect(page.locator("#filters > button")).to_contain_text("しぼりこむ（読み取った条件：中国地方）")
    expect(page.get_by_label("中国地方")).to_be_checked()

    page.get_by_label("中国地方").uncheck()
    page.get_by_label("関東地方").check()
    expect(page.locator("#filters > button")).to_contain_text("しぼりこむ（選んだ条件：関東地方）")
    page.get_by_role("button", name="この条件で答え直す").click()
    expect(page.locator(".turn .answer").last).to_contain_text("市原市")
    assert "鳥取市" not in last_answer(page)
    expect(page.locator(".turn")).to_have_count(1)

    page.get_by_role("button", name="条件をはずす").click()
    expect(page.get_by_label("関東地方")).not_to_be_checked()
    expect(page.locator("#filters > button")).not_to_contain_text("条件")
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
