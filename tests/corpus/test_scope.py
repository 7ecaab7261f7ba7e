"""Which facts a text tells, and what a corpus's sample questions may say."""

import re
from pathlib import Path

import pytest

from corpus.library import corpus_folder, load_corpus
from corpus.scope import NotTold
from corpus.words import fold

SCOPE = load_corpus(corpus_folder("kodoku", Path())).scope


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("職員2名を置いた", True, id="書き方から"),
        pytest.param("職員２名を置いた", True, id="全角の数字"),
        pytest.param("職員数を増やした", True, id="その名のとおり"),
        pytest.param("職員を置いた", False, id="数がない"),
        pytest.param("", False, id="空"),
    ],
)
def test_a_fact_is_told_by_its_name_or_by_the_way_it_is_written(text, told):
    assert NotTold(asked=("何人",), noun="職員数", told_by=r"\d+名").told_in(text) is told


def test_a_fact_without_a_pattern_is_told_by_its_name_alone():
    budget = NotTold(asked=("いくら",), noun="予算額")
    assert (budget.told_in("予算額は"), budget.told_in("5万円")) == (True, False)


@pytest.mark.parametrize("fact", SCOPE.not_told, ids=lambda fact: fact.noun)
def test_each_pattern_of_the_corpus_is_one(fact):
    assert fact.asked
    assert fact.noun
    assert fact.told_by is None or re.compile(fact.told_by)


def test_the_samples_are_kinds_of_questions_each_on_one_side_only():
    assert SCOPE.within
    assert SCOPE.beyond
    assert SCOPE.danger
    folded = [fold(question) for question in (*SCOPE.within, *SCOPE.beyond, *SCOPE.danger)]
    assert len(folded) == len(set(folded))


def test_no_sample_names_a_town_of_the_corpus():
    towns = {town.name for town in load_corpus(corpus_folder("kodoku", Path())).municipalities.values()}
    assert not [q for q in (*SCOPE.within, *SCOPE.beyond, *SCOPE.danger) if any(town in q for town in towns)]
