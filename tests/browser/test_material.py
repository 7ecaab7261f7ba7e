"""資料 in a real Chromium: brought in, shown at once and taken back; by keyboard, safely, on a phone too."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from corpus.given import Given
from corpus.librarian import Librarian
from tests.browser.accessibility import serious
from tests.browser.asking import ask, last_answer
from tests.serving import Serve

BOUSAI = Path(__file__).parents[1] / "data" / "corpora" / "bousai"
HEAD = "市区町村,テーマ,まず始めたこと"
XSS = "<img src=x onerror=\"document.title='hacked'\">"


@pytest.fixture(scope="module")
def own(serve: Serve, with_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose material nobody else looks at, with a second corpus beside it."""
    home = with_index(tmp_path_factory.mktemp("own"))
    second = home / "corpora" / "bousai"
    second.mkdir(parents=True)
    for name in ("manifest.toml", "topics.toml"):
        shutil.copy(BOUSAI / name, second)
    librarian = Librarian(second, second)
    librarian.accept(librarian.propose([Given("own.csv", (BOUSAI / "事例.csv").read_bytes())]))
    with serve({"MAZUIPPO_HOME": str(home)}) as address:
        yield address.rstrip("/")


@pytest.fixture
def desk(browser: Browser, own: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="ja-JP")
    page = context.new_page()
    page.goto(f"{own}/material/desk")
    yield page
    page.goto(f"{own}/material/desk")
    for button in page.get_by_role("button", name="取り消す").all():
        button.click()
        expect(page.locator("#said")).to_contain_text("取り消しました")
    context.close()


def sheet(*rows: str, name: str = "own.csv") -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": "\n".join([HEAD, *rows]).encode()}


def bring_in(desk: Page, file: FilePayload) -> None:
    desk.get_by_label("ファイル（いくつでも選べます）").set_input_files(file)
    desk.get_by_role("button", name="何が変わるか確かめる").press("Enter")
    desk.get_by_role("button", name="この内容で取り込む").press("Enter")
    expect(desk.locator("#said")).to_contain_text("取り込みました")


def test_what_comes_in_is_offered_found_and_answered_at_once_and_gone_again(desk: Page, own: str) -> None:
    bring_in(desk, sheet("札幌市,全般,雪の多い日に外へ出られない人への声かけから始めました。"))

    desk.get_by_role("link", name="まず一歩へ戻る").click()
    expect(desk.locator("#masthead")).to_contain_text("15市区町村")
    desk.get_by_role("button", name="しぼりこむ").click()
    desk.get_by_label("北海道地方").first.check()
    ask(desk, "雪の日の声かけ")
    assert "雪の多い日に外へ出られない人への声かけから始めました。" in last_answer(desk)
    desk.get_by_role("tab", name="事例を見る").click()
    desk.get_by_label("言葉で探す").fill("雪の多い日")
    expect(desk.locator("#browse-found")).to_contain_text("札幌市")
    desk.get_by_role("tab", name="資料").click()
    expect(desk.locator("#material-door")).to_contain_text("own")

    desk.get_by_role("link", name="取り込み・書き出しの画面を開く").click()
    desk.get_by_role("button", name="取り消す").first.press("Enter")
    expect(desk.locator("#said")).to_contain_text("取り消しました")
    desk.goto(own)
    expect(desk.locator("#masthead")).to_contain_text("14市区町村")


def choose(desk: Page, corpus: str) -> None:
    desk.get_by_label("答えに使う資料").select_option(corpus)
    desk.get_by_role("button", name="この資料に切り替える").click()
    expect(desk.locator("#said")).to_contain_text("の資料から答えます")


def test_another_corpus_is_chosen_for_every_tab(desk: Page, own: str) -> None:
    choose(desk, "bousai")

    desk.get_by_role("link", name="まず一歩へ戻る").click()
    expect(desk.locator("#masthead")).to_contain_text("2市町")
    ask(desk, "播磨町の訓練はどんなものですか")
    assert "懐中電灯だけで受付をする訓練をしました。" in last_answer(desk)
    desk.get_by_role("tab", name="事例を見る").click()
    expect(desk.locator("#browse-found")).to_contain_text("豊橋市")
    assert "福山市" not in desk.locator("#browse-found").inner_text()
    desk.goto(f"{own}/workshop")
    expect(desk.locator("main")).to_be_visible()

    desk.goto(f"{own}/material/desk")
    choose(desk, "kodoku")
    desk.goto(own)
    expect(desk.locator("#masthead")).to_contain_text("14市区町村")
    ask(desk, "呉市は何をしましたか")
    assert "市民意識調査" in last_answer(desk)


def test_text_that_comes_in_stays_text(desk: Page, own: str) -> None:
    bring_in(desk, sheet(f'札幌市,全般,"雪の日に {XSS.replace(chr(34), chr(34) * 2)} 始めました。"', name="x.csv"))
    code = "011002"
    for path in ("/", f"/towns/{code}", "/material", "/material/desk", "/material/desk/diff?before=0&after=1"):
        desk.goto(own + path)
        expect(desk.locator("body")).not_to_be_empty()
        assert desk.evaluate("document.title") != "hacked"
        assert desk.locator("img[src=x]").count() == 0
    desk.goto(own)
    ask(desk, "札幌市は何を始めましたか")
    assert "onerror" in last_answer(desk)
    assert desk.evaluate("document.title") != "hacked"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_a_phone(
    browser: Browser, own: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, locale="ja-JP")
    page = context.new_page()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    page.goto(f"{own}/material/desk")
    assert (serious(page), page.evaluate(wide)) == ([], 0)
    page.get_by_label("ファイル（いくつでも選べます）").set_input_files(
        sheet("豊橋市,全般,話し合いから始めました。", "呉市,全般,声を聞きました。", "ない町,全般,文")
    )
    page.get_by_role("button", name="何が変わるか確かめる").click()
    expect(page.locator(".counts")).to_contain_text("取り込めない行 1件")
    assert (serious(page), page.evaluate(wide)) == ([], 0)
    page.goto(f"{own}/material/desk/diff?before=0&after=0")
    assert (serious(page), page.evaluate(wide)) == ([], 0)
    page.goto(own)
    page.locator("#question textarea").wait_for()
    page.get_by_role("tab", name="資料").click()
    expect(page.locator("#material-door")).to_be_visible()
    assert serious(page) == []
    context.close()
