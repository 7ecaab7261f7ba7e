"""The list and the map as HTML: what stands in them, what is marked, and that text stays text."""

import re
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assistant.catalogue import Catalogue, Row, Wanted
from assistant.limits import Limits
from assistant.web.listing import count_html, listing_html, nothing_html
from assistant.web.map import frame_of, map_html
from assistant.web.map_labels import placed
from corpus.library import corpus_folder, load_corpus

KODOKU = load_corpus(corpus_folder("kodoku", Path()))
CATALOGUE = Catalogue(KODOKU)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_how_many_are_shown() -> None:
    assert count_html(CATALOGUE.rows(Wanted()), CATALOGUE) == "14市区町村・25件のすべてを表示しています。"
    assert (
        count_html(CATALOGUE.rows(Wanted("兵庫県")), CATALOGUE) == "14市区町村・25件のうち、1町・2件を表示しています。"
    )
    assert count_html((), CATALOGUE) == "14市区町村・25件のうち、当てはまるものはありません。"
    assert count_html(CATALOGUE.rows(Wanted()), CATALOGUE, "豊橋市").endswith(
        "豊橋市に近い順です（並び順は、近い順をやめると効きます）。"
    )


def test_a_table_has_a_caption_and_heads() -> None:
    html = listing_html(CATALOGUE.rows(Wanted("市民意識調査")), CATALOGUE, as_table=True)

    assert "<caption>事例の一覧</caption>" in html
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html) == [
        "市区町村",
        "都道府県",
        "種類",
        "人口",
        "テーマ",
        "本文",
        "資料にないことなど",
    ]
    assert "呉市 広島県 中核市 214,717 全般" in words(html)
    assert "<mark>市民意識調査</mark>" in html


def test_cards_lead_to_the_town_and_to_the_row_with_its_words_marked() -> None:
    (row,) = CATALOGUE.rows(Wanted("市民意識調査"))
    ((start, end),) = row.in_text

    html = listing_html([row], CATALOGUE, as_table=False)

    assert '<a href="/towns/342025" data-sheet>呉市</a>' in html
    assert f'first_step?span={start}-{end}" data-sheet aria-label="呉市（全般）の全文を見る"' in html


def test_each_row_says_in_what_its_town_is_like_ones_own() -> None:
    rows = CATALOGUE.rows(Wanted("兵庫県"))

    assert "どちらも町" in listing_html(rows, CATALOGUE, False, {"283827": ("どちらも町",)})
    assert "4つのうち、同じものはありません" in listing_html(rows, CATALOGUE, False, {"283827": ()})
    assert "近いところ" in listing_html(rows, CATALOGUE, True, {})


def test_a_blank_row_is_listed_with_what_it_lacks() -> None:
    html = listing_html(CATALOGUE.rows(Wanted("中野区")), CATALOGUE, as_table=False)

    assert "（本文なし） 受け取った資料では本文がありません。" in words(html)
    assert "全文を見る" not in html


def test_only_so_many_are_laid_out() -> None:
    rows = CATALOGUE.rows(Wanted()) * 5

    html = listing_html(rows, CATALOGUE, as_table=False)

    assert html.count("<li>") == 100
    assert "先頭の100件だけを並べています。" in html


def test_where_nothing_is_found_it_says_what_to_loosen() -> None:
    both = nothing_html(Wanted("調査", Limits(regions=("四国",))), CATALOGUE)
    more = nothing_html(Wanted("存在しない語", Limits(regions=("四国",), kinds=("町",))), CATALOGUE)

    assert "次のどれか1つを外すと、見つかります：言葉・地域。" in both
    assert "2つ以上の条件を外すと、見つかります。" in more


@given(st.text(alphabet="<>&\"'/ aあ", min_size=1, max_size=30))
def test_text_is_text(evil: str) -> None:
    entry = KODOKU.entries[0]
    town = entry.municipality.model_copy(update={"name": f"<b>{evil}", "prefecture": f"<i>{evil}"})
    row = Row(entry.model_copy(update={"text": f"<script>{evil}", "municipality": town}), ((0, 4),), ((0, 2),))

    for as_table in (False, True):
        html = listing_html([row], CATALOGUE, as_table)
        assert not re.search(r"<script|<b>|<i>", html)
        assert "<mark>&lt;scr</mark>" in html


def test_the_map_has_a_link_for_each_town_and_tells_who_is_in_the_list() -> None:
    html = map_html(KODOKU, {"342025"})

    assert html.count('<circle class="dot"') == 14
    assert 'aria-label="呉市（広島県）のページを開く"' in html
    assert 'aria-label="福山市（広島県、一覧には出ていません）のページを開く"' in html
    assert html.count('class="left-out"') == 13
    assert "14市区町村の場所を示しています。一覧に出ているのは1市区町村です。" in html
    assert len(html) < 40_000


def test_the_map_shows_every_town_with_its_name_and_no_name_covers_another() -> None:
    towns = list(KODOKU.municipalities.values())
    frame = frame_of(towns)
    points = [frame.point(town.longitude, town.latitude) for town in towns]
    labels = placed([town.name for town in towns], points, 460, frame.height)

    assert all(0 < x < 460 and 0 < y < frame.height for x, y in points)
    boxes = [
        (label.x, label.y - 11, label.x + 14 * len(town.name), label.y + 3)
        for label, town in zip(labels, towns, strict=True)
        if label is not None
    ]
    assert len(boxes) == len(towns)
    assert not [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


@given(st.lists(st.tuples(st.floats(123, 146), st.floats(24, 45.5)), max_size=60))
def test_whatever_towns_there_are_the_map_holds_them(places: list[tuple[float, float]]) -> None:
    model = KODOKU.entries[0].municipality
    towns = [model.model_copy(update={"longitude": x, "latitude": y}) for x, y in places]

    frame = frame_of(towns)

    assert 0.69 < frame.height / 460 < 1.36
    assert all(0 <= x <= 460 and 0 <= y <= frame.height for x, y in (frame.point(*place) for place in places))


def test_hundreds_of_towns_are_dots_without_names() -> None:
    town = KODOKU.entries[0].municipality
    many = {str(n): town.model_copy(update={"code": str(n), "latitude": 33 + n / 200}) for n in range(300)}

    html = map_html(replace(KODOKU, municipalities=many), set(many))

    assert html.count('<circle class="dot"') == 300
    assert "<text" not in html
