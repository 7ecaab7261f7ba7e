"""What is offered to be asked next: answered by this corpus, and new."""

import pytest

from assistant.next_questions import by_topic
from assistant.pipeline import Assistant

ASKED = [
    pytest.param("今ある会議を使った例は?", id="取組を尋ねる"),
    pytest.param("呉市は?", id="1つの市"),
    pytest.param("豊田市のプラットフォームは?", id="本文のない行"),
    pytest.param("札幌市は?", id="資料にない市"),
    pytest.param("何から始めればいい?", id="概観"),
    pytest.param("福岡市と熊本市のプラットフォームを比べて", id="比較"),
    pytest.param("きっかけは何ですか", id="ない欄"),
    pytest.param("明日の天気は", id="対象外"),
]


@pytest.mark.parametrize("question", ASKED)
def test_each_question_that_is_offered_is_answered_with_a_quote(assistant: Assistant, question: str) -> None:
    offered = assistant.ask(question).next_questions

    assert 0 < len(offered) <= 3
    for following in offered:
        answer = assistant.ask(following)
        assert not answer.abstained, following
        assert any(citation.quote for citation in answer.citations), following


def test_questions_of_different_sorts_come_first(assistant: Assistant) -> None:
    assert assistant.ask("福岡市と熊本市のプラットフォームは?").next_questions == (
        "福岡市の全般の欄には何が書かれていますか",
        "福岡市と熊本市を比べてください",
        "「庁内で体制を整える」という始め方の例はありますか",
    )


def test_what_was_compared_is_not_offered_to_be_compared(assistant: Assistant) -> None:
    assert "福岡市と熊本市を比べてください" not in assistant.ask("福岡市と熊本市を比べて").next_questions


def test_each_way_to_begin_that_is_offered_at_first_is_answered_with_a_quote(assistant: Assistant) -> None:
    offered = by_topic(assistant.corpus)

    assert [name for name, _ in offered] == [topic.name for topic in assistant.corpus.topics.topics]
    for _, question in offered:
        assert any(citation.quote for citation in assistant.ask(question).citations), question


def test_after_a_town_that_is_not_here_similar_towns_are_offered(assistant: Assistant) -> None:
    assert assistant.ask("豊橋市は?").next_questions == (
        "岡崎市は何から始めましたか",
        "春日井市は何から始めましたか",
    )


def test_nothing_that_was_asked_is_offered_again(assistant: Assistant) -> None:
    first = assistant.ask("札幌市は?")
    again = assistant.ask("札幌市は?", first.next_questions)

    assert not set(first.next_questions) & set(again.next_questions)


def test_where_a_life_is_in_danger_nothing_is_offered(assistant: Assistant) -> None:
    assert assistant.ask("死にたいと言う市民がいます").next_questions == ()
