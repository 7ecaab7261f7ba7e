"""Into which group of beginnings a sentence falls."""

from pathlib import Path

import pytest

from corpus.library import corpus_folder, load_corpus
from corpus.nearest_topic import NearestTopic
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


def test_what_nobody_reviewed_falls_into_the_nearest_group():
    nearest = NearestTopic(TOPICS, ["住民への調査で実態を確かめた", "チラシを配り、広報で周知した"])
    assert [topic and topic.name for topic in map(nearest, ("住民に尋ねて回った", "チラシを刷った", "", "qqq"))] == [
        "調べる",
        "知らせる",
        None,
        None,
    ]


def test_without_groups_nothing_is_near():
    assert NearestTopic(Topics(), ["調査"])("調査") is None


def test_reviewed_sentences_without_their_cues_mostly_find_their_group():
    """Each sentence is left out of what is learned from, and its cues are taken out of it: guessing gives 1 in 7."""
    corpus = load_corpus(corpus_folder("kodoku", Path()))
    texts = [passage.text for passage in corpus.passages if corpus.topics.of(passage.text)]
    found = 0
    for text in texts:
        own = corpus.topics.of(text)
        bare = text
        for cue in sorted(own.cues, key=len, reverse=True):
            bare = bare.replace(cue, " ")
        found += NearestTopic(corpus.topics, [other for other in texts if other != text])(bare) == own
    assert found / len(texts) > 0.4
