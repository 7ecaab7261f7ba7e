"""The questions that a corpus expects for its passages: rules that the data keep, and what is wrong with others."""

from pathlib import Path

import pytest

from corpus.asked import Asked
from corpus.errors import CorpusError
from corpus.gazetteer import Gazetteer
from corpus.library import corpus_folder, load_corpus

KODOKU = load_corpus(corpus_folder("kodoku", Path()))
QUESTIONS = [(passage, text) for passage, texts in KODOKU.asked.items() for text in texts]


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
    assert [text for passage, text in QUESTIONS if text in by_id[passage]] == []


@pytest.mark.parametrize(
    ("ids", "reason"),
    [
        pytest.param(["342025-呉市-general-first_step#0-9"], "note_fits_no_row", id="ない文"),
        pytest.param([KODOKU.passages[0].id] * 2, "row_twice", id="2度ある文"),
    ],
)
def test_questions_for_a_passage_that_is_not_there_or_there_twice(ids, reason):
    asked = Asked.model_validate({"passage": [{"id": identity, "asked": ["?"]} for identity in ids]})

    with pytest.raises(CorpusError) as caught:
        asked.by_passage({passage.id for passage in KODOKU.passages}, "asked.toml")

    assert caught.value.facts == {"file": "asked.toml", "row": ids[-1], "field": "id", "reason": reason}


def test_a_corpus_may_do_without(tmp_path):
    import shutil

    folder = tmp_path / "corpus"
    shutil.copytree(corpus_folder("kodoku", Path()), folder)
    manifest = folder / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('asked = "asked.toml"\n', ""), encoding="utf-8")

    assert load_corpus(folder).asked == {}
