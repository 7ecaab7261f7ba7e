"""A conversation as a value, and what of an answer becomes HTML."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.extract import plain
from assistant.limits import Limits
from assistant.pipeline import Assistant
from assistant.web.cards import pieces_of
from assistant.web.conversation import Conversation, Turn, conversation_html, kept, restored
from assistant.web.prose import answer_html, copied_html
from corpus.library import Corpus


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.ask("呉市は?")


USEFUL = {"呉市は?": True, "札幌市は?": True, "死にたいと言う市民がいます": False}


def questions(talk: Conversation) -> list[str]:
    return [turn.question for turn in talk.turns]


def test_a_question_waits_until_its_answer_is_whole(answer: Answer) -> None:
    talk = Conversation().asked("呉市は?", None)
    assert talk.waits
    assert talk.answered(answer).waits
    assert not talk.answered(answer).completed().waits


def test_how_a_question_was_understood_is_not_part_of_the_conversation(assistant: Assistant, answer: Answer) -> None:
    explained = assistant.ask("呉市は?", explain=True)

    assert explained.query is not None
    turn = Conversation().asked("呉市は?", None).answered(explained).turns[0]
    assert turn.answer is not None
    assert turn.answer.query is None


def test_only_answered_questions_are_history(answer: Answer) -> None:
    talk = Conversation().asked("一", None).told("準備しています。").asked("二", None).answered(answer).completed()

    assert talk.asked("三", None).history == ("二",)


def test_a_question_in_place_of_an_earlier_one_lets_the_rest_go(answer: Answer) -> None:
    talk = Conversation()
    for question in ("一", "二", "三"):
        talk = talk.asked(question, None).answered(answer).completed()

    assert questions(talk.asked("四", None, instead_of=1)) == ["一", "四"]


def test_stopping_leaves_a_whole_answer_alone(answer: Answer) -> None:
    talk = Conversation().asked("一", None)
    assert talk.answered(answer).completed().stopped().turns[0].answer == answer
    assert talk.answered(answer).stopped().turns == (Turn("一", told="停止しました。続けて質問できます。"),)


def test_asking_again_takes_the_limits_of_now() -> None:
    limits = Limits(regions=("中国",))
    assert Conversation().asked("一", None).again(limits).turns == (Turn("一", limits),)
    assert Conversation().again(limits) == Conversation()


def test_a_kept_conversation_comes_back(answer: Answer, kodoku: Corpus) -> None:
    talk = Conversation().asked("呉市は?", None).answered(answer).completed().asked("二", None).told("だめでした。")

    assert restored(kept(talk), kodoku) == Conversation((Turn("呉市は?", answer=answer, whole=True),))


@pytest.mark.parametrize("text", [None, "", "{}", "[1]", '[["q", {"answer": 1}]]', "壊れた", "[[]]"])
def test_what_cannot_be_read_is_no_conversation(kodoku: Corpus, text: str | None) -> None:
    assert restored(text, kodoku) == Conversation()


def test_an_answer_that_no_longer_holds_does_not_come_back(answer: Answer, kodoku: Corpus) -> None:
    altered = answer.citations[0].model_copy(update={"quote": "別の言葉"})
    talk = Conversation((Turn("呉市は?", answer=answer.model_copy(update={"citations": (altered,)}), whole=True),))

    assert restored(kept(talk), kodoku) == Conversation()


def test_each_marker_leads_to_its_card(answer: Answer, kodoku: Corpus) -> None:
    page = conversation_html(Conversation((Turn("呉市は?", answer=answer, whole=True),)), kodoku)

    led_to = re.findall(r'href="#(card-\d+-\d+)"', page)
    assert led_to
    assert all(page.count(f'id="{target}"') == 1 for target in led_to)


def test_a_table_has_lines_where_it_is_pasted(assistant: Assistant) -> None:
    compared = assistant.ask("福岡市と熊本市を比べて")

    assert '<table border="1"' in copied_html(compared)
    assert "<table>" in answer_html(compared, 0)


def test_what_found_nothing_is_of_no_use_elsewhere(assistant: Assistant) -> None:
    useful = {question: Turn(question, answer=assistant.ask(question), whole=True).of_use for question in USEFUL}

    assert useful == USEFUL


@given(words=st.text())
def test_whatever_is_asked_is_text(words: str, kodoku: Corpus) -> None:
    page = conversation_html(Conversation().asked(words, None), kodoku)

    shown = re.search(r"</span>(.*?)</h2>", page, re.DOTALL)
    assert shown is not None
    assert "<" not in shown[1]
    assert unescape(shown[1]) == words


@given(words=st.text())
def test_whatever_an_answer_quotes_is_text(words: str) -> None:
    page = answer_html(Answer(question="q", answer=plain(words)), 0)
    marks = re.findall(r"<(/?\w+)", page)

    assert set(marks) <= {"p", "/p", "br", "a", "/a"}
    assert all(
        address.startswith(("http://", "https://", "ftp://", "mailto:", "//"))
        for address in re.findall(r'href="([^"]*)"', page)
    )


@given(words=st.text(min_size=1), spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_the_pieces_of_a_row_are_the_row(words: str, spans: list[tuple[int, int]]) -> None:
    within = [(min(a, b, len(words)), min(max(a, b), len(words))) for a, b in spans]

    assert "".join(piece.text for piece in pieces_of(words, within)) == words
