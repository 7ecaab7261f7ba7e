"""事例を見る in a real Chromium: looking for rows, one's own town, pages that open above and alone, keys, axe."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import serious

PICTURES = Path(__file__).parents[2] / "screenshots"
KURE = "/entries/342025-呉市-general-first_step"


@pytest.fixture
def tab(page: Page) -> Page:
    """The page with the tab open."""
    page.get_by_role("tab", name="事例を見る").click()
    expect(page.locator("#browse-found li").first).to_be_visible()
    return page


def count(page: Page, sentence: str) -> None:
    expect(page.locator("#browse-count")).to_have_text(sentence)


def test_all_rows_are_there_and_the_line_above_says_so(tab: Page) -> None:
    count(tab, "14市区町村・25件のすべてを表示しています。")
    expect(tab.locator("#browse-found li")).to_have_count(25)
    expect(tab.get_by_role("status").filter(has_text="14市区町村")).to_have_count(1)
    expect(tab.locator("#browse-map .dot")).to_have_count(14)


def test_words_are_found_in_another_width_and_marked_by_underline_and_weight(tab: Page) -> None:
    tab.get_by_label("言葉で探す").fill("ﾎﾟｯﾄﾞｷｬｽﾄ")

    count(tab, "14市区町村・25件のうち、1市・1件を表示しています。")
    mark = tab.locator("#browse-found mark").first
    expect(mark).to_have_text("ポッドキャスト")
    style = mark.evaluate("e => [getComputedStyle(e).textDecorationLine, getComputedStyle(e).fontWeight]")
    assert style == ["underline", "700"]
    expect(tab.locator("#browse-map .left-out")).to_have_count(13)


def test_filters_narrow_and_are_taken_off_at_once(tab: Page) -> None:
    tab.get_by_role("button", name="しぼりこむ").click()
    tab.get_by_label("中国地方").check()
    tab.get_by_label("中核市", exact=True).check()
    tab.get_by_label("プラットフォーム", exact=True).check()
    count(tab, "14市区町村・25件のうち、2市・2件を表示しています。")

    tab.get_by_role("button", name="しぼりこみをすべて外す").click()
    count(tab, "14市区町村・25件のすべてを表示しています。")


def test_where_nothing_fits_it_says_what_to_loosen(tab: Page) -> None:
    tab.get_by_role("button", name="しぼりこむ").click()
    tab.get_by_label("四国地方").check()
    tab.get_by_label("町", exact=True).check()

    count(tab, "14市区町村・25件のうち、当てはまるものはありません。")
    expect(tab.locator("#browse-found")).to_contain_text("次のどれか1つを外すと、見つかります：地域・自治体の種類。")


def test_sorted_by_population_as_a_table(tab: Page) -> None:
    tab.get_by_label("人口の少ない順").check()
    tab.get_by_label("表", exact=True).check()

    table = tab.get_by_role("table", name="事例の一覧")
    expect(table.get_by_role("rowheader").first).to_have_text("播磨町")
    expect(table.get_by_role("rowheader")).to_have_count(25)
    expect(table.get_by_role("columnheader").nth(3)).to_have_text("人口")


def test_ones_own_town_orders_the_list_and_each_row_says_why(tab: Page) -> None:
    tab.get_by_role("button", name="うちに近い自治体から並べる").click()
    tab.get_by_label("市区町村の名前").fill("とよはし")

    first = tab.locator("#browse-found li").first
    expect(first).to_contain_text("岡崎市")
    expect(first.locator(".reasons")).to_have_text("同じ愛知県、どちらも中核市")
    expect(tab.locator("#browse-count")).to_contain_text("豊橋市に近い順です")
    expect(tab.locator("#own-town")).to_contain_text("豊橋市の人口は、この道具に入っていません。")

    tab.locator("#own-size").get_by_label("人口30万人以上50万人未満").check()
    expect(first.locator(".reasons")).to_have_text("同じ愛知県、どちらも中核市、人口が選んだ規模（38万4,805人）")

    tab.get_by_role("button", name="近い順をやめる").click()
    expect(first).to_contain_text("京都市")
    expect(tab.locator("#browse-found .reasons")).to_have_count(0)


def test_of_towns_with_one_name_one_is_chosen(tab: Page) -> None:
    tab.get_by_role("button", name="うちに近い自治体から並べる").click()
    tab.get_by_label("市区町村の名前").fill("府中")
    tab.get_by_label("府中市（広島県）").check()

    expect(tab.locator("#browse-found li").first.locator(".reasons")).to_contain_text("同じ広島県")


def test_a_town_opens_above_the_list_and_its_row_from_there(tab: Page) -> None:
    tab.locator("#browse-found").get_by_role("link", name="呉市", exact=True).click()

    sheet = tab.get_by_role("dialog")
    expect(sheet.get_by_role("heading", level=1)).to_have_text(re.compile(r"呉市\s*広島県"))
    sheet.get_by_role("link", name="この欄だけを開く").click()
    expect(sheet.get_by_role("heading", level=1)).to_have_text(re.compile(r"呉市（全般）"))
    tab.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    count(tab, "14市区町村・25件のすべてを表示しています。")


def test_a_dot_of_the_map_opens_its_town(tab: Page) -> None:
    tab.get_by_role("link", name="宇和島市（愛媛県）のページを開く").locator("text").click()

    expect(tab.get_by_role("dialog").get_by_role("heading", level=1)).to_contain_text("宇和島市")


def test_by_keys_alone(page: Page) -> None:
    reach(page, "事例を見る")
    page.keyboard.press("Enter")
    expect(page.locator("#browse-found li").first).to_be_visible()
    reach(page, "言葉で探す")
    page.keyboard.insert_text("市民意識調査")
    count(page, "14市区町村・25件のうち、1市・1件を表示しています。")
    reach(page, "呉市")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", level=1)).to_contain_text("呉市")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def reach(page: Page, name: str) -> None:
    """Tab on until the thing of this name has the focus."""
    labels = "e => e.ariaLabel || e.labels?.[0]?.textContent.trim() || e.textContent.trim()"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"({labels})(document.activeElement)") == name:
            return
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        pytest.param("towns/342025", "呉市 広島県", id="市のページ"),
        pytest.param(f"{KURE[1:]}?start=0&end=2", "呉市（全般） 広島県", id="欄のページ"),
        pytest.param("coverage", "この資料でわかること・わからないこと", id="わかること・わからないこと"),
        pytest.param("towns/000000", "ページが見つかりません", id="ないページ"),
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_stand_alone_without_script(browser: Browser, address: str, path: str, heading: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(f"{address}/{path}")

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(heading.replace(" ", r"\s*")))
    expect(page.get_by_role("link", name="まず一歩", exact=True)).to_have_attribute("href", "/")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for path in ("/towns/232068", f"{KURE}?start=0&end=20", "/coverage", "/towns/000000"):
        page.goto(f"{address}{path}")
        assert serious(page) == [], path
    page.goto(address)
    page.get_by_role("tab", name="事例を見る").click()
    expect(page.locator("#browse-found li").first).to_be_visible()
    page.get_by_role("button", name="しぼりこむ").click()
    page.get_by_role("button", name="うちに近い自治体から並べる").click()
    page.get_by_label("市区町村の名前").fill("とよはし")
    expect(page.locator("#own-size")).to_be_visible()
    page.get_by_label("表", exact=True).check()
    expect(page.get_by_role("table", name="事例の一覧")).to_be_visible()
    assert serious(page) == []
    page.locator("#browse-found tbody a").first.click()
    expect(page.get_by_role("dialog").get_by_role("heading", level=1)).to_be_visible()
    assert serious(page) == []
    context.close()


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [
        pytest.param(1366, 768, "light", id="事務机の画面"),
        pytest.param(1920, 1080, "light", id="大きな画面"),
        pytest.param(390, 844, "light", id="電話"),
        pytest.param(683, 384, "light", id="200パーセントに拡大"),
        pytest.param(1366, 768, "dark", id="暗い配色"),
    ],
)
def test_no_size_scrolls_sideways(browser: Browser, address: str, width: int, height: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    PICTURES.mkdir(exist_ok=True)
    for name in ("towns/232025", "coverage"):
        page.goto(f"{address}/{name}")
        page.screenshot(path=PICTURES / f"{name.replace('/', '-')}-{width}x{height}-{scheme}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.goto(address)
    page.get_by_role("tab", name="事例を見る").click()
    expect(page.locator("#browse-found li").first).to_be_visible()
    for view in ("カード", "表"):
        page.get_by_label(view, exact=True).check()
        expect(page.locator("#browse-found table")).to_have_count(1 if view == "表" else 0)
        page.screenshot(path=PICTURES / f"browse-{view}-{width}x{height}-{scheme}.png")
        assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_coverage_is_one_sheet_of_paper(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/coverage")

    paper = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    context.close()
