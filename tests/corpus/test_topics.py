"""Into which group of beginnings a sentence falls."""

from pathlib import Path

import pytest

from corpus.library import corpus_folder, load_corpus
from corpus.topics import Topic, Topics

TOPICS = Topics(
    topics=(
        Topic(name="調べる", definition="", cues=("調査", "実態")),
        Topic(name="知らせる", definition="", cues=("周知", "広報", "調査結果")),
    )
)


@pytest.mark.parametrize(
    ("text", "name", "weight"),
    [
        pytest.param("実態調査", "調べる", 2, id="手がかりの多いほう"),
        pytest.param("広報で周知し、調査", "知らせる", 2, id="後でも多いほう"),
        pytest.param("調査と広報", "調べる", 1, id="同点なら先のほう"),
        pytest.param("調査、調査、広報と周知", "知らせる", 2, id="手がかりは1度だけ数える"),
        pytest.param("会議", None, 0, id="手がかりなし"),
        pytest.param("", None, 0, id="空"),
    ],
)
def test_a_text_belongs_to_the_group_with_the_most_cues(text, name, weight):
    group = TOPICS.of(text)
    assert (group and group.name, TOPICS.weight(text)) == (name, weight)


def test_without_groups_nothing_belongs_anywhere():
    assert Topics(topics=()).of("実態調査") is None


def test_every_group_of_the_corpus_has_a_passage():
    corpus = load_corpus(corpus_folder("kodoku", Path()))
    found = {group.name for passage in corpus.passages if (group := corpus.topics.of(passage.text))}
    assert found == {group.name for group in corpus.topics.topics}


def test_no_group_names_a_town():
    corpus = load_corpus(corpus_folder("kodoku", Path()))
    towns = {town.name for town in corpus.municipalities.values()}
    words = [word for group in corpus.topics.topics for word in (group.name, group.definition, *group.cues)]
    assert not [(town, word) for town in towns for word in words if town in word]
