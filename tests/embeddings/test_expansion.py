"""The glossary: words of a question lead to other words of the source, and never the other way."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.glossary import Glossary, Term
from embeddings.expansion import Expansion, asks_for
from embeddings.lexical import Terms

GLOSSARY = Glossary(
    terms=(
        Term(written=("困窮者", "生活支援"), asked=("お金に困る", "貧困")),
        Term(written=("周知",), asked=("広める",)),
        Term(written=("どこにもない言葉",), asked=("幻",)),
    )
)
TERMS = Terms(GLOSSARY)
TEXTS = ["困窮者の支援", "生活支援の周知", "困窮者と生活支援", "会議を開く"]


def expansion(texts: list[str] = TEXTS) -> Expansion:
    return Expansion(GLOSSARY, TERMS, [TERMS(text) for text in texts])


def rarity(count: int, size: int = len(TEXTS)) -> float:
    return math.log(1 + (size - count + 0.5) / (count + 0.5))


@pytest.mark.parametrize(
    ("question", "matches"),
    [
        pytest.param("お金に困る人", {0: 1.0}, id="句のとおり"),
        pytest.param("お金にとても困っている人", {0: 1.0}, id="間に語がある"),
        pytest.param("お金の話と会議と調査と周知と広報と研修で困る", {}, id="間が離れている"),
        pytest.param("困る、お金", {}, id="順が逆"),
        pytest.param("お金の話", {}, id="句の半分"),
        pytest.param("貧困の例", {0: 0.5}, id="1語は半分の重み"),
        pytest.param("貧困でお金に困る", {0: 1.0}, id="重いほうを取る"),
        pytest.param("広めるには、お金に困る人", {0: 1.0, 1: 0.5}, id="2つの用語"),
        pytest.param("困窮者の例", {}, id="書かれた言葉からは戻らない"),
        pytest.param("幻の例", {2: 0.5}, id="資料にない言葉へ"),
        pytest.param("", {}, id="空"),
    ],
)
def test_which_terms_a_question_asks_for(question, matches):
    assert expansion().matches(TERMS(question)) == matches


@pytest.mark.parametrize(
    ("question", "scores"),
    [
        pytest.param("お金に困る", [rarity(2), rarity(2), rarity(2), 0], id="どの書き方でも、1つの文に1度だけ"),
        pytest.param("貧困", [0.5 * rarity(2)] * 3 + [0], id="1語は半分"),
        pytest.param("広める", [0, 0.5 * rarity(1), 0, 0], id="珍しいほど重い"),
        pytest.param(
            "お金に困る人に広める", [rarity(2), rarity(2) + 0.5 * rarity(1), rarity(2), 0], id="用語ごとに足す"
        ),
        pytest.param("幻", [0, 0, 0, 0], id="資料にない"),
        pytest.param("会議", [0, 0, 0, 0], id="用語でない"),
    ],
)
def test_how_much_each_text_speaks_of_it_in_other_words(question, scores):
    assert expansion().scores(TERMS(question)) == pytest.approx(scores)


def test_the_rarest_phrase_that_stands_in_a_text_counts():
    scores = expansion(["困窮者と生活支援", "困窮者", "困窮者", "会議"]).scores(TERMS("お金に困る"))
    assert scores == pytest.approx([rarity(1), rarity(3), rarity(3), 0])


def test_a_phrase_stands_in_a_text_only_whole():
    assert expansion(["生活の話", "支援の話", "生活への支援"]).scores(TERMS("お金に困る")).tolist()[:2] == [0, 0]


@given(st.text(alphabet="お金に困る貧困広める会議、の", max_size=20))
def test_a_text_without_the_written_words_never_gains(question):
    assert expansion(["会議を開く", "お金に困る", "貧困を広める"]).scores(TERMS(question)).tolist() == [0, 0, 0]


def test_without_texts_or_terms_there_is_nothing():
    assert expansion([]).scores(TERMS("貧困")).tolist() == []
    assert Expansion(Glossary(), TERMS, [["会議"]]).scores(["会議"]).tolist() == [0]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        pytest.param("お金に困る人の例", True, id="句のとおり"),
        pytest.param("例として、お金にとても困る人", True, id="途中から、間に語"),
        pytest.param("困る人のお金", False, id="順が逆"),
        pytest.param("会議", False, id="別の語"),
        pytest.param("", False, id="空"),
    ],
)
def test_a_list_of_phrases_is_asked_for_as_the_glossarys_are(question, asked):
    assert asks_for(["お金に困る", "貧困", "。"], TERMS)(TERMS(question)) is asked


def test_the_corpuss_glossary_leads_to_its_texts_and_changes_none(kodoku):
    terms = Terms(kodoku.glossary)
    before = [passage.text for passage in kodoku.passages]
    texts = [terms(text) for text in before]
    scores = Expansion(kodoku.glossary, terms, texts).scores(terms("お金に困っている人を支える会議"))
    best = kodoku.passages[int(scores.argmax())]
    assert "生活困窮者" in best.text
    assert [passage.text for passage in kodoku.passages] == before
