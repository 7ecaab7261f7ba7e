"""The terms of texts, kept in a file: read once, and again only where the file does not fit."""

import logging
import shutil
from pathlib import Path

import pytest

from corpus.glossary import Glossary
from embeddings.kept_terms import KeptTerms
from embeddings.lexical import Terms

TEXTS = ["庁内で会議を開いた。", "市民に聞き取りをした。", "…", "庁内で会議を開いた。"]
READ = [["庁内", "会議", "開く"], ["市民", "聞き取り"], [], ["庁内", "会議", "開く"]]


class Counting(Terms):
    """Counts the texts that it reads."""

    def __init__(self, glossary: Glossary) -> None:
        super().__init__(glossary)
        self.texts: list[str] = []

    def __call__(self, text: str) -> list[str]:
        self.texts.append(text)
        return super().__call__(text)


@pytest.fixture
def terms() -> Counting:
    return Counting(Glossary())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index" / "corpus.terms.npz"


def test_a_text_is_read_once_and_found_in_the_file(path, terms):
    assert KeptTerms(path).of(TEXTS, terms) == READ
    assert KeptTerms(path).of(TEXTS, terms) == READ
    assert terms.texts == TEXTS[:3]


def test_only_what_is_new_is_read_and_what_is_gone_is_forgotten(path, terms):
    kept = KeptTerms(path)
    kept.of(TEXTS, terms)
    assert kept.of([*TEXTS[1:], "調査した。"], terms) == [*READ[1:], ["調査"]]
    assert KeptTerms(path).of(["調査した。"], terms) == [["調査"]]
    KeptTerms(path).of(TEXTS, terms)
    assert terms.texts == [*TEXTS[:3], "調査した。", *TEXTS[:3]]


def test_terms_of_other_spellings_are_read_anew(path, terms):
    KeptTerms(path).of(TEXTS, terms)
    folded = Counting(Glossary(variants=(("会議", "会合"),)))
    assert KeptTerms(path).of(["会合を開いた。", *TEXTS], folded)[0] == ["会議", "開く"]
    assert folded.texts == ["会合を開いた。", *TEXTS[:3]]


@pytest.mark.parametrize("size", [0, 10, 300])
def test_a_file_that_is_damaged_is_read_over(path, terms, size):
    KeptTerms(path).of(TEXTS, terms)
    path.write_bytes(path.read_bytes()[:size])
    assert KeptTerms(path).of(TEXTS, terms) == READ
    assert KeptTerms(path).of(TEXTS, terms) == READ
    assert len(terms.texts) == 6


def test_a_bit_that_fell_over_changes_nothing_wherever_it_is(path, terms):
    KeptTerms(path).of(TEXTS, terms)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert KeptTerms(path).of(TEXTS, terms) == READ


def test_where_nothing_can_be_written_the_log_says_so(path, terms, caplog):
    path.parent.parent.mkdir(exist_ok=True)
    path.parent.write_text("ファイル")
    with caplog.at_level(logging.WARNING):
        assert KeptTerms(path).of(TEXTS, terms) == READ
    assert "could not be kept" in caplog.text


def test_without_a_file_they_are_kept_in_memory(terms):
    kept = KeptTerms()
    assert kept.of(TEXTS, terms) == kept.of(TEXTS, terms) == READ
    assert terms.texts == TEXTS[:3]


def test_no_text_at_all(path, terms):
    assert KeptTerms(path).of([], terms) == []
    shutil.rmtree(path.parent, ignore_errors=True)
    assert KeptTerms(path).of(["…"], terms) == [[]]
    assert KeptTerms(path).of(["…"], terms) == [[]]
