"""The questions that a corpus expects for its passages: rules that the data keep, and what is wrong with others."""

from pathlib import Path

import pytest

from corpus.asked import Asked
from corpus.errors import CorpusError
from corpus.gazetteer import Gazetteer
from corpus.library import corpus_folder, load_corpus

KODOKU = load_corpus(corpus_folder("kodoku", Path()))
QUESTIONS = [(passages, text) for passages, texts in KODOKU.asked.items() for text in texts]
FIRST, SECOND = (passage.id for passage in KODOKU.passages[:2])
NOWHERE = "342025-呉市-general-first_step#0-9"


def test_each_question_is_written_once_and_is_short():
    texts = [text for _, text in QUESTIONS]
    assert len(set(texts)) == len(texts)
    assert all(5 <= len(text) <= 80 for text in texts)


def test_no_question_names_a_place():
    """Whoever asks does not know the answer."""
    gazetteer = Gazetteer(KODOKU.municipalities)
    named = {text: mention.surface for _, text in QUESTIONS for mention in gazetteer.mentions(text)}
    assert {text: surface for text, surface in named.items() if surface not in ("町", "村", "市")} == {}


def test_no_question_repeats_its_passage():
    by_id = {passage.id: passage.text for passage in KODOKU.passages}
    assert [text for passages, text in QUESTIONS if any(text in by_id[passage] for passage in passages)] == []


def test_what_is_asked_together_is_answered_by_several_passages():
    together = [passages for passages in KODOKU.asked if len(passages) > 1]
    assert together
    assert all(len(set(passages)) == len(passages) for passages in together)


@pytest.mark.parametrize(
    ("kind", "ids", "row", "reason"),
    [
        pytest.param("passage", [{"id": NOWHERE}], NOWHERE, "note_fits_no_row", id="ない文"),
        pytest.param("passage", [{"id": FIRST}] * 2, FIRST, "row_twice", id="2度ある文"),
        pytest.param("together", [{"ids": [FIRST, NOWHERE]}], NOWHERE, "note_fits_no_row", id="組の中のない文"),
        pytest.param("together", [{"ids": [FIRST, SECOND]}] * 2, SECOND, "row_twice", id="2度ある組"),
    ],
)
def test_questions_for_passages_that_are_not_there_or_there_twice(kind, ids, row, reason):
    asked = Asked.model_validate({kind: [own | {"asked": ["?"]} for own in ids]})

    with pytest.raises(CorpusError) as caught:
        asked.by_passages({passage.id for passage in KODOKU.passages}, "asked.toml")

    assert caught.value.facts == {"file": "asked.toml", "row": row, "field": "id", "reason": reason}


def test_a_corpus_may_do_without(tmp_path):
    import shutil

    folder = tmp_path / "corpus"
    shutil.copytree(corpus_folder("kodoku", Path()), folder)
    manifest = folder / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('asked = "asked.toml"\n', ""), encoding="utf-8")

    assert load_corpus(folder).asked == {}
