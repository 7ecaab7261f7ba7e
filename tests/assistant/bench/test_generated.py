"""A made-up corpus: the same each time, no sentence twice, its answers where they are said to be."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.bench.generated import FILTERS, SENTENCES, generate, write_corpus
from assistant.settings import Settings
from corpus.japan import load_towns


@settings(max_examples=15, deadline=None)
@given(passages=st.integers(4, 3_000), planted=st.integers(0, 60), seed=st.integers(0, 9))
def test_of_any_size(passages: int, planted: int, seed: int) -> None:
    made = generate(passages, planted, seed)
    assert made == generate(passages, planted, seed)
    assert len(made.rows) == -(-passages // SENTENCES)
    assert len({row.entry_id for row in made.rows}) == len(made.rows)
    assert max(Counter(sentence for row in made.rows for sentence in row.sentences).values()) == 1
    assert len(made.questions) == len(FILTERS) * min(planted, len(made.rows))
    assert {one.entry_id for one in made.questions} <= {row.entry_id for row in made.rows}


def test_a_hundred_thousand_passages_are_of_every_town() -> None:
    rows = generate(100_000).rows
    assert {row.town.code for row in rows} == {town.code for town in load_towns()}
    assert len({row.theme["id"] for row in rows}) == 15
    with pytest.raises(ValueError, match="at most 104460 passages"):
        generate(104_461)


def test_a_question_says_a_third_of_its_answer_in_the_same_words() -> None:
    """And the rest in others; it narrows the search in one of four ways."""
    made = generate(2_000, planted=50)
    rows = {row.entry_id: row for row in made.rows}
    assert Counter(one.filter for one in made.questions) == dict.fromkeys(FILTERS, 50)
    for one in made.questions:
        (planted,) = [sentence for sentence in rows[one.entry_id].sentences if "を会場に" in sentence]
        place, _, rest = planted.partition("を会場に、")
        people, _, activity = rest.partition("に向けた")
        parts = (place, people, activity.removesuffix("を始めました。"))
        assert sum(part in one.question for part in parts) == 1
        assert (rows[one.entry_id].town.name in one.question) == (one.filter == "town")


def test_its_files_are_taken_in_as_any_others(tmp_path: Path) -> None:
    made, own = generate(400), Settings(home=tmp_path, corpus="made_up", _env_file=None)
    write_corpus(made, own.corpora, "made_up")
    librarian = own.librarian()
    proposal = librarian.propose(made.files())
    librarian.accept(proposal)
    corpus = own.read_corpus()
    assert {entry.id: entry.text for entry in corpus.entries} == {r.entry_id: "".join(r.sentences) for r in made.rows}
    assert len(corpus.passages) == 400


def test_a_large_one_comes_in_several_files() -> None:
    files = generate(24_000).files()
    counts = [len(list(csv.reader(io.StringIO(file.data.decode())))) - 1 for file in files]
    assert counts == [5_000, 1_000]
