"""What a question means after others: what is pointed at, what is gone on with, what is let go."""

import pytest

from assistant.followup import Turn, complete
from assistant.pipeline import Assistant
from assistant.pointers import larger_or_smaller
from assistant.question import Understanding
from corpus.library import Corpus


def _names(codes: tuple[str, ...] | frozenset[str], corpus: Corpus) -> list[str]:
    return [corpus.municipalities[code].name for code in codes]


@pytest.mark.parametrize(
    ("turns", "question", "named"),
    [
        pytest.param(["京都市・福岡市・熊本市"], "2番目のところは?", ["福岡市"], id="番目"),
        pytest.param(["京都市・福岡市"], "両方を詳しく", ["京都市", "福岡市"], id="両方"),
        pytest.param(["京都市", "福岡市"], "どっちが早い?", ["京都市", "福岡市"], id="続けて尋ねた二つ"),
        pytest.param(["京都市・福岡市", "福岡市"], "もう片方は?", ["京都市"], id="もう片方"),
        pytest.param(["京都市・福岡市・熊本市"], "その中で一番小さいのは?", ["熊本市"], id="その中で一番小さい"),
        pytest.param(["京都市", "明日の天気は?"], "そこの全般の欄は?", ["京都市"], id="間に別の話"),
        pytest.param(["呉市"], "同じ県のほかの市は?", ["福山市"], id="同じ県"),
        pytest.param([], "一番人口の多い市は?", ["福岡市"], id="最初の質問で一番"),
        pytest.param(["呉市"], "会議を作った市はどこですか", [], id="市をさがす質問は、前の市を離れる"),
    ],
)
def test_what_a_question_points_at(
    understand: Understanding, kodoku: Corpus, turns: list[str], question: str, named: list[str]
) -> None:
    before = None
    for turn in turns:
        query = understand(turn)
        before = Turn(query, query.named, before.turns if before else ())
    assert _names(complete(understand(question), before, kodoku).named, kodoku) == named


@pytest.mark.parametrize(
    ("question", "towns"),
    [
        pytest.param("もっと人口の多い市は?", ["京都市", "福岡市"], id="多い"),
        pytest.param("もっと小さい町の例は?", ["播磨町", "宇和島市"], id="小さい"),
        pytest.param("別の市は?", [], id="どちらでもない"),
    ],
)
def test_towns_with_more_people_or_fewer(kodoku: Corpus, question: str, towns: list[str]) -> None:
    code = {town.name: code for code, town in kodoku.municipalities.items()}
    found = larger_or_smaller(question, (code["熊本市"] if "多い" in question else code["座間市"],), kodoku)
    assert sorted(_names(found, kodoku)) == sorted(towns)


@pytest.mark.parametrize(
    ("history", "question", "towns"),
    [
        pytest.param(["鳥取市は何をした?"], "誰に助言をもらったのですか", ["鳥取市"], id="同じ市について続ける"),
        pytest.param(["呉市は何をした?"], "苦労した点は?", ["呉市"], id="ない欄も、その市について"),
        pytest.param(["呉市は何をした?"], "ポッドキャストを始めた市は?", ["岡崎市"], id="話が変わる"),
        pytest.param(
            ["呉市は何をした?"], "話は変わりますが、ポッドキャストを始めた例は?", ["岡崎市"], id="話が変わると言う"
        ),
    ],
)
def test_a_question_goes_on_about_a_town_whose_rows_answer_it(
    assistant: Assistant, history: list[str], question: str, towns: list[str]
) -> None:
    cited = {citation.municipality for citation in assistant.ask(question, history).citations}
    assert cited == set(towns)
