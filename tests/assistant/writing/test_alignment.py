"""How near the words of a claim come to those of its quotes, by the real model's token vectors."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.writing.alignment import Alignment
from assistant.writing.compared import Reader, Source, reader_of
from assistant.writing.sentences import sentences_of
from assistant.writing.support import Checker
from corpus.library import Corpus
from embeddings.encoder import Tokens
from embeddings.errors import ModelUnavailableError
from embeddings.light_encoder import LightEncoder
from embeddings.model import locate

QUOTE = "市民への聞き取り調査を行い、その結果をもとに計画を作りました。"
CLAIM = "呉市は、住民へのヒアリングを行い、計画を作りました[1]。"


class Counting:
    """A model's token vectors; `texts` remembers what it was asked for."""

    def __init__(self, encoder: LightEncoder) -> None:
        self._encoder, self.texts = encoder, list[str]()

    def __call__(self, text: str) -> Tokens:
        self.texts.append(text)
        return self._encoder.encode_tokens(text)


@pytest.fixture(scope="module")
def encoder(model_folder: Path) -> LightEncoder:
    return LightEncoder(locate(str(model_folder), model_folder.parent))


@pytest.fixture
def tokens(encoder: LightEncoder) -> Iterator[Counting]:
    return Counting(encoder)


@pytest.fixture(scope="module")
def reader(kodoku: Corpus) -> Reader:
    return reader_of(kodoku)


def nearness(reader: Reader, tokens: Counting, claim: str, *quotes: str) -> float:
    sources = [Source(quote, "呉市", "広島県") for quote in quotes]
    return Alignment(tokens).nearness([reader.compared(claim, sources)])


def test_words_of_the_quote_are_nearest_other_words_for_the_same_nearer_than_others(reader, tokens):
    own, reworded, invented = (
        nearness(reader, tokens, claim, QUOTE)
        for claim in (
            "聞き取り調査の結果をもとに計画を作りました。",
            "ヒアリングの結果をもとに計画をまとめました。",
            "ヒアリングの結果、相談件数が減少しました。",
        )
    )
    assert 1 >= own > reworded > invented > 0


def test_the_least_near_word_decides_wherever_it_stands(reader, tokens):
    short = nearness(reader, tokens, "抽選会を行いました。", QUOTE)
    long = nearness(reader, tokens, "市民への聞き取り調査を行い、結果をもとに計画を作り、抽選会を行いました。", QUOTE)
    whole = nearness(reader, tokens, QUOTE, QUOTE)
    assert short < whole
    assert long < whole


def test_each_sentence_of_a_quote_is_read_once(reader, tokens):
    alignment = Alignment(tokens)
    pair = reader.compared("調査を行いました。", [Source(f"{QUOTE}会議を開きました。", "呉市", "広島県")])
    assert alignment.nearness([pair]) == alignment.nearness([pair])
    assert tokens.texts == [QUOTE, "会議を開きました。", "調査を行いました。", "調査を行いました。"]


@pytest.mark.parametrize(("claim", "quote"), [("これは、その市の例です。", QUOTE), ("計画を作りました。", "。")])
def test_where_there_is_no_word_nothing_is_far(reader, tokens, claim, quote):
    assert nearness(reader, tokens, claim, quote) == 1.0


def test_the_model_is_asked_only_where_the_words_leave_doubt(reader, tokens):
    checker = Checker(reader, Alignment(tokens))
    sources = {1: Source(QUOTE, "呉市", "広島県")}
    for claim in ("呉市は、市民への聞き取り調査を行いました[1]。", "京都市は、計画を作りました[1]。"):
        (written,) = sentences_of(claim)
        assert checker.reading(written, sources).nearness is None
    assert tokens.texts == []
    (doubtful,) = sentences_of(CLAIM)
    assert checker.reading(doubtful, sources).nearness is not None


def test_a_model_that_ends_leaves_the_words(reader, caplog):
    def ended(_: str) -> Tokens:
        raise ModelUnavailableError(model="e5", reason="model_process_ended")

    sources = {1: Source(QUOTE, "呉市", "広島県")}
    (written,) = sentences_of(CLAIM)
    by_words = Checker(reader).support(written, sources)
    assert Checker(reader, Alignment(ended)).support(written, sources) == by_words
    assert "by their words alone" in caplog.text
    assert "ヒアリング" not in caplog.text
