"""A question-answering set in SQuAD 1.1 form: its paragraphs become a corpus that is thrown away afterwards.

Rajpurkar et al. 2016; JSQuAD and JAQKET's reading set have the same form.
"""

import json
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.errors import FileNotSquadError, FileUnreadableError
from assistant.evaluation.ranking import reciprocal_rank
from assistant.quotes import telling
from corpus.entry import Contact, Entry, Municipality, Source
from corpus.glossary import Glossary
from corpus.library import Corpus
from corpus.manifest import Aspect, Files, Manifest, Theme
from corpus.scope import Scope
from corpus.topics import Topics
from corpus.words import fold
from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from embeddings.retriever import Retriever

_THEME, _ASPECT = "text", "text"


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """One question: the paragraph that holds the answer (by position), and the answers' wordings."""

    question: str
    paragraph: int
    answers: tuple[str, ...]


def read_squad(file: Path) -> tuple[list[str], list[SquadQuestion]]:
    """The paragraphs, each once, and the questions that have an answer.

    Raises FileUnreadableError, or FileNotSquadError where the file is not of this form or asks nothing.
    """
    try:
        articles = json.loads(file.read_text(encoding="utf-8-sig"))["data"]
        found = [
            (paragraph["context"], qa["question"], tuple(answer["text"] for answer in qa["answers"]))
            for article in articles
            for paragraph in article["paragraphs"]
            for qa in paragraph["qas"]
        ]
    except OSError as error:
        raise FileUnreadableError(file=str(file), reason=error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise FileNotSquadError(file=str(file)) from error
    places = {context: place for place, context in enumerate(dict.fromkeys(context for context, _, _ in found))}
    questions = [SquadQuestion(question, places[context], answers) for context, question, answers in found if answers]
    if not questions or not all(isinstance(context, str) for context in places):
        raise FileNotSquadError(file=str(file))
    return list(places), questions


def measure_squad(file: Path, encoder: Encoder) -> dict[str, float]:
    """passage_recall_1 and _5, mrr_10 over paragraphs; answer_in_quote: an answer stands in what would be quoted.

    Raises as `read_squad`, and ModelUnavailableError.
    """
    begin = perf_counter()
    paragraphs, questions = read_squad(file)
    corpus = throw_away_corpus(paragraphs)
    ranks, in_quote = [], []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = VectorIndex(Path(folder) / "index", corpus, encoder.fingerprint)
        index.prepare(encoder, lambda _: None)
        retriever = Retriever(corpus)
        for asked in questions:
            words = fold(asked.question)
            hits = retriever.search(words, encoder.encode_query(words), index, None)
            ranked = list(dict.fromkeys(hit.passage.entry.id for hit in hits.passages))
            ranks.append(reciprocal_rank({corpus.entries[asked.paragraph].id}, ranked))
            best = hits.passages[0].passage.entry
            quotes = [fold(best.text[start:end]) for start, end in telling(best, hits.passages)]
            in_quote.append(any(fold(answer) in quote for answer in asked.answers for quote in quotes))
    return {
        "passage_recall_1": statistics.fmean(rank == 1 for rank in ranks),
        "passage_recall_5": statistics.fmean(rank >= 1 / 5 for rank in ranks),
        "mrr_10": statistics.fmean(ranks),
        "answer_in_quote": statistics.fmean(in_quote),
        "questions": len(questions),
        "seconds": round(perf_counter() - begin, 1),
    }


def throw_away_corpus(paragraphs: list[str]) -> Corpus:
    """A corpus of one theme and one aspect, each paragraph the row of a town that does not exist."""
    return Corpus(
        _manifest(), "", {}, tuple(_entries(paragraphs)), glossary=Glossary(), topics=Topics(topics=()), scope=Scope()
    )


def _manifest() -> Manifest:
    files: dict[str, Any] = dict.fromkeys(Files.model_fields, "")
    return Manifest(
        name="throw_away",
        subject="",
        publisher="",
        reader="",
        coverage="",
        examples=(),
        files=Files(**files),
        source=_SOURCE,
        themes=(Theme(id=_THEME, heading="", label="", names=()),),
        aspects=(Aspect(id=_ASPECT, heading="", held=True, url="", names=()),),
    )


_SOURCE = Source(title="", url="", as_of="")


def _entries(paragraphs: list[str]) -> Iterator[Entry]:
    for number, paragraph in enumerate(paragraphs):
        yield Entry(
            id=f"{number}",
            municipality=Municipality(
                code=f"{number}",
                name="",
                prefecture="",
                region="",
                kind="",
                population=1,
                latitude=0,
                longitude=0,
                official_site="",
                own_page=None,
            ),
            theme=_THEME,
            aspect=_ASPECT,
            text=paragraph,
            text_status="complete",
            contact=Contact(status="see_source"),
            source=_SOURCE,
        )
