"""Scripts that come with a question, a model's answer, a contact, a kept conversation or a file: text."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from assistant.settings import Settings
from corpus.contacts import RegisterRow
from tests.assistant.writing.chat_server import chat_server
from tests.browser.asking import ask, last_answer
from tests.serving import served

MARKUP = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg/onload=window.hit=1>",
    '"><iframe srcdoc="<script>parent.hit=1</script>"></iframe>',
    "[押す](javascript:window.hit=1)",
    "![絵](https://evil.example/a.png)",
    "<a href='javascript:window.hit=1'>押す</a>",
    "</textarea></script><script>window.hit=1</script>",
    "{{constructor.constructor('window.hit=1')()}}",
    "<style>@import 'https://evil.example/a.css'</style>",
    "<form action=https://evil.example><input name=q></form>",
)
TOWN = "呉市は何から始めましたか"


@pytest.fixture(scope="module")
def address(
    model_folder: Path, with_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A chat whose register holds markup wherever a field takes any text, and whose model writes it."""
    home = with_index(tmp_path_factory.mktemp("home"))
    row = RegisterRow(
        code="342025",
        municipality="呉市",
        department=f"福祉課{MARKUP[1]}",
        confirmed_by=f"係{MARKUP[0]}",
        phone="0823-25-0001",
        source_url="https://www.city.kure.lg.jp/",
        as_of="2026-04-01",
    )
    Settings(home=home, _env_file=None).librarian().keep_contacts([row])
    with chat_server(lambda _: "".join(f"呉市は市民意識調査を実施しました{one}[1]。" for one in MARKUP)) as model:
        variables = {
            "MAZUIPPO_HOME": str(home),
            "MAZUIPPO_EMBEDDING_MODEL": str(model_folder),
            "MAZUIPPO_CHAT_MODEL": "openai:office-model",
            "MAZUIPPO_CHAT_BASE_URL": model.base_url(),
        }
        with served(variables) as (address, _):
            yield address


@pytest.fixture
def outside(page: Page) -> list[str]:
    """All that the browser asked of another host."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "127.0.0.1" not in request.url else None)
    return asked


def assert_nothing_ran(page: Page, outside: list[str]) -> None:
    assert page.evaluate("window.hit") is None
    assert page.locator("#conversation script, #conversation iframe, #conversation img, main script[src]").count() == 0
    assert page.locator("a[href^='javascript:']").count() == 0
    assert outside == []


def test_in_a_question(page: Page, outside: list[str]) -> None:
    for markup in MARKUP:
        ask(page, f"{TOWN} {markup}")
        last_answer(page)
        expect(page.locator(".turn h2").last).to_contain_text(markup)
    assert_nothing_ran(page, outside)


def test_in_what_a_model_writes(page: Page, outside: list[str]) -> None:
    page.get_by_label("文章で答える").check()
    ask(page, TOWN)
    assert "呉市" in last_answer(page)
    assert_nothing_ran(page, outside)


def test_in_a_contact(page: Page, outside: list[str], address: str) -> None:
    ask(page, f"{TOWN}。連絡先は?")
    expect(page.locator(".turn").last).to_contain_text(f"福祉課{MARKUP[1]}")
    assert_nothing_ran(page, outside)
    for path in ("/towns/342025", "/material", "/coverage"):
        page.goto(f"{address}{path}")
        assert_nothing_ran(page, outside)


def test_in_an_address(page: Page, outside: list[str], address: str) -> None:
    for path in ("/towns/", "/entries/", "/login?next=", "/w?code="):
        for markup in MARKUP:
            page.goto(f"{address}{path}{quote(markup, safe='')}")
            assert page.evaluate("window.hit") is None
    assert outside == []


def test_in_a_conversation_that_someone_put_into_the_browser(page: Page, outside: list[str], address: str) -> None:
    """What is kept lies in the browser's own storage; whoever writes there cannot make it a page of ours."""
    page.get_by_label("会話をこのパソコンに残す").check()
    ask(page, TOWN)
    last_answer(page)
    page.wait_for_function("localStorage.getItem('mazuippo-conversation') !== null")
    page.evaluate(
        """markup => {
            const kept = localStorage.getItem('mazuippo-conversation');
            localStorage.setItem('mazuippo-conversation', kept + markup);
        }""",
        MARKUP[1],
    )
    page.reload()
    page.locator("#question textarea").wait_for()
    page.wait_for_timeout(1500)
    assert_nothing_ran(page, outside)


def test_in_what_is_taken_away(page: Page, address: str) -> None:
    """A print page in the browser; in Word and Excel markup is text by their nature."""
    answer = page.request.post(f"{address}/takeaway/print", form={"question": f"{TOWN} {MARKUP[1]}"})
    printed = page.context.new_page()
    printed.set_content(answer.text())
    assert printed.evaluate("window.hit") is None
    assert printed.locator("img[src=x]").count() == 0
