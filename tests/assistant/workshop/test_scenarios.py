"""The ready scenarios: each first question is answered by the corpus, and nothing in them is a town's."""

from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.workshop.timetable import STEPS
from corpus.library import Corpus, corpus_folder, load_corpus
from corpus.scenarios import Scenario

SCENARIOS = load_corpus(corpus_folder("kodoku", Path())).scenarios
assert SCENARIOS is not None


def test_the_six_scenarios_in_their_order() -> None:
    assert [one.title for one in SCENARIOS.scenarios] == [
        "予算ゼロ",
        "会議を増やすな",
        "団体が渋る",
        "庁内が動かない",
        "誰を呼ぶ",
        "実態がわからない",
    ]
    assert len({one.id for one in SCENARIOS.scenarios}) == 6


@pytest.mark.parametrize("scenario", SCENARIOS.scenarios, ids=lambda one: one.title)
def test_the_corpus_answers_its_first_question(scenario: Scenario, assistant: Assistant) -> None:
    answer = assistant.ask(scenario.opening)
    assert not answer.abstained
    assert [citation.quote for citation in answer.citations if citation.quote]


@pytest.mark.parametrize("scenario", SCENARIOS.scenarios, ids=lambda one: one.title)
def test_it_speaks_of_no_town_and_no_result(scenario: Scenario, kodoku: Corpus) -> None:
    words = f"{scenario.situation}{scenario.aim}{''.join(scenario.discuss)}{scenario.opening}"
    assert not [town.name for town in kodoku.municipalities.values() if town.name in words]
    assert not [word for word in ("成功", "できます", "AI", "!", "！") if word in words]


def test_one_demonstration_leads_to_words_and_one_to_a_blank_row(assistant: Assistant) -> None:
    quotes = [[c.quote for c in assistant.ask(one.question).citations] for one in SCENARIOS.demonstrations]
    assert [one.blank for one in SCENARIOS.demonstrations] == [False, True]
    assert quotes[0]
    assert quotes[0][0]
    assert quotes[1] == [None]


def test_the_steps_take_sixty_minutes_and_hold_every_scenario() -> None:
    assert sum(step.minutes for step in STEPS) == 60
    work = next(step.minutes for step in STEPS if step.name == "work")
    assert all(one.minutes <= work for one in SCENARIOS.scenarios)
