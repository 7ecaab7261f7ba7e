"""How an entry is cut: into what may be quoted alone, with offsets that lead back to the letter."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.entry import Contact, Entry, Municipality, Source
from corpus.library import corpus_folder, load_corpus
from corpus.passages import passages_of

TOWN = Municipality(
    code="000000",
    name="架空市",
    prefecture="架空県",
    region="架空",
    kind="市",
    population=1,
    latitude=0,
    longitude=0,
    official_site="https://example.jp/",
    own_page=None,
)


def entry(text: str) -> Entry:
    return Entry(
        id="000000-架空市-t-a",
        municipality=TOWN,
        theme="t",
        aspect="a",
        text=text,
        text_status="complete",
        contact=Contact(status="see_source"),
        source=Source(title="題", url="https://example.jp/", as_of="今日"),
    )


def cut(text: str) -> list[tuple[str | None, str]]:
    return [(passage.heading, passage.text) for passage in passages_of(entry(text))]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        pytest.param("", [], id="本文なし"),
        pytest.param(" \n　\n", [], id="空白だけ"),
        pytest.param("調べた", ["調べた"], id="句点なし"),
        pytest.param("調べた。話した。", ["調べた。", "話した。"], id="句点"),
        pytest.param("調べた。 さらに話した。", ["調べた。", "さらに話した。"], id="句点と空白"),
        pytest.param("調べた\n話した", ["調べた", "話した"], id="改行"),
        pytest.param("整理→設置➡調査⇒公表", ["整理", "設置", "調査", "公表"], id="矢印"),
        pytest.param("整理した。 ➡ 設置した。", ["整理した。", "設置した。"], id="句点のあとの矢印"),
        pytest.param("→→整理→", ["整理"], id="矢印ばかり"),
        pytest.param("関係(顔→人→信頼)を築く。", ["関係(顔→人→信頼)を築く。"], id="括弧のなかの矢印"),
        pytest.param("関係（顔（目→鼻）→人）を築く→次", ["関係（顔（目→鼻）→人）を築く", "次"], id="括弧のなかの括弧"),
        pytest.param("「困った。助けて。」と聞いた。", ["「困った。助けて。」と聞いた。"], id="会話のなかの句点"),
        pytest.param(
            "「閉じない→括弧。続き\n次の行→その次",
            ["「閉じない→括弧。続き", "次の行", "その次"],
            id="閉じない括弧は行まで",
        ),
        pytest.param("開かない）→次", ["開かない）", "次"], id="開かない括弧"),
        pytest.param("・調べた\n●話した\n○決めた", ["調べた", "話した", "決めた"], id="中黒と丸"),
        pytest.param("１．調べた\n(2)話した\n③ 決めた\n4、示した", ["調べた", "話した", "決めた", "示した"], id="番号"),
        pytest.param("- 調べた\n* 話した", ["調べた", "話した"], id="ハイフンと星"),
        pytest.param("1.5倍に増えた。", ["1.5倍に増えた。"], id="小数は番号でない"),
        pytest.param("10、20代に聞いた。", ["10、20代に聞いた。"], id="並んだ数は番号でない"),
        pytest.param("-3%だった。", ["-3%だった。"], id="負の数は番号でない"),
        pytest.param("2つの事業", ["2つの事業"], id="個数は番号でない"),
        pytest.param("見直し・・・などは", ["見直し・・・などは"], id="文中の中黒"),
        pytest.param("【全般】参照", ["【全般】参照"], id="隅付き括弧は見出しでない"),
    ],
)
def test_where_a_text_is_cut(text, passages):
    assert cut(text) == [(None, passage) for passage in passages]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        pytest.param("〔工夫〕\n話した。\n決めた。", [("〔工夫〕", "話した。"), ("〔工夫〕", "決めた。")], id="別の行"),
        pytest.param("〔工夫〕 話した。", [("〔工夫〕", "話した。")], id="同じ行"),
        pytest.param("先に。〔工夫〕話した。", [(None, "先に。"), ("〔工夫〕", "話した。")], id="途中から"),
        pytest.param("〔甲〕一。\n〔乙〕二。", [("〔甲〕", "一。"), ("〔乙〕", "二。")], id="次の見出しまで"),
        pytest.param("■工夫\n話した。", [("■工夫", "話した。")], id="四角"),
        pytest.param("■話した。", [(None, "話した。")], id="句点のある四角は箇条書き"),
        pytest.param("〔工夫〕", [], id="見出しだけ"),
    ],
)
def test_a_title_goes_with_the_passages_below_it_and_is_none_itself(text, passages):
    assert cut(text) == passages


def test_the_steps_of_a_row_of_the_corpus():
    corpus = load_corpus(corpus_folder("kodoku", Path()))
    first = corpus.entry("261009-京都市-general-first_step")
    assert [passage.text for passage in passages_of(first)] == [
        "令和2年度末~令和3年度の動きとして、既存の取組の取りまとめ",
        "庁内プロジェクトチームの設置",
        "プロジェクトチームとして会議を重ねるとともに、孤独・孤立対策の取組や相談先の一体的な発信、"
        "孤独・孤立対策に取り組む関係団体等への実態調査等を実施",
        "実態調査等を踏まえ、対策の方向性を取りまとめ",
    ]
    assert [passage.id for passage in passages_of(first)][:2] == [
        "261009-京都市-general-first_step#0-30",
        "261009-京都市-general-first_step#31-45",
    ]
    titled = {p.entry.id for p in corpus.passages if p.heading}
    assert titled == {"342076-福山市-general-first_step"}
    assert len(corpus.passages) == len({passage.id for passage in corpus.passages}) == 51


TEXTS = st.text(alphabet="あ漢Aa1２①.、。\n 　→➡⇒（）()「」〔〕<>・●■□-*【】", max_size=60)
DROPPED = re.compile(r"(?:〔[^〕]{1,40}〕|[\s→➡⇒・●*\-（(①]|[（(]?\d{1,2}[)）.、])*")


@given(TEXTS | st.text())
@example("〔あ〕→〔い〕う。■え→お")
def test_passages_lead_back_to_the_letter_in_order_and_without_overlap(text):
    whole = entry(text)
    passages = passages_of(whole)
    assert [whole.text[p.start : p.end] for p in passages] == [p.text for p in passages]
    edges = [0, *(edge for p in passages for edge in (p.start, p.end)), len(text)]
    assert edges == sorted(edges)
    assert all(p.text and p.text == p.text.strip() for p in passages)
    assert len({p.id for p in passages}) == len(passages)


@given(st.text(alphabet="あ漢Aa1２①.、。\n 　→➡⇒（）()「」〔〕・●-*【】", max_size=60))
@example("〔あ〕→〔い〕う。")
@example("1.5倍。2.話")
def test_nothing_but_blanks_arrows_bullets_and_titles_is_left_out(text):
    passages = passages_of(entry(text))
    ends = [0, *(p.end for p in passages)]
    starts = [*(p.start for p in passages), len(text)]
    for end, start in zip(ends, starts, strict=True):
        assert DROPPED.fullmatch(text[end:start]), text[end:start]
