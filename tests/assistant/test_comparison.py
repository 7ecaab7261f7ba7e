"""Towns side by side: every word of their rows under one topic or another, in the order of the rows."""

import pytest

from assistant.comparison import compare
from assistant.coverage import coverage_of
from corpus.library import Corpus
from corpus.passages import passages_of

FOUR = ("142166", "232025", "342076", "283827")


def test_every_passage_stands_under_one_topic_and_only_one(kodoku: Corpus) -> None:
    for theme in compare(tuple(kodoku.municipalities), kodoku).themes:
        for place, cell in enumerate(theme.cells):
            spans = [span for band in theme.bands for span in band.spans[place]]
            passages = passages_of(cell.entry) if cell.entry else ()
            holding = [[p for p in passages if s <= p.start and p.end <= e] for s, e in spans]
            assert sorted(p.start for held in holding for p in held) == [p.start for p in passages]


def test_the_towns_stand_as_they_were_chosen_each_once(kodoku: Corpus) -> None:
    names = [town.name for town in compare(("342076", "142166", "342076", "000000"), kodoku).towns]
    assert names == ["福山市", "座間市"]


def test_gaps_stand_in_their_place(kodoku: Corpus) -> None:
    general, platform = compare(FOUR, kodoku).themes
    assert [cell.status for cell in general.cells] == ["partial", "partial", "complete", "missing"]
    assert [cell.status for cell in platform.cells] == ["no_row", "partial", "partial", "complete"]


def test_a_topic_of_which_nobody_speaks_is_left_out(kodoku: Corpus) -> None:
    bands = [band for theme in compare(FOUR, kodoku).themes for band in theme.bands]
    assert all(band.speaking for band in bands)
    assert len(bands) < len(coverage_of(kodoku).towns)


@pytest.mark.parametrize("theme", [0, 1])
def test_what_hangs_on_a_sentence_stays_with_it(kodoku: Corpus, theme: int) -> None:
    compared = compare(("232025",), kodoku).themes[theme]
    starts = [compared.cells[0].entry.text[s:e] for band in compared.bands for s, e in band.spans[0]]  # type: ignore[union-attr]
    assert not [words for words in starts if words.startswith(("そこで", "また"))]


def test_nothing_chosen_is_nothing_to_compare(kodoku: Corpus) -> None:
    assert compare((), kodoku).themes == ()
