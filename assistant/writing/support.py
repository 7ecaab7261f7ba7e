"""How well a written sentence is supported by the quotes that it cites. Closed by default: what is in doubt fails."""

import logging
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.answer import Support
from assistant.writing.alignment import Alignment
from assistant.writing.claims import claims_of
from assistant.writing.compared import Compared, Reader, Source
from assistant.writing.contradictions import contradictions
from assistant.writing.sentences import Written
from assistant.writing.signs import Signs, signs_of
from embeddings.errors import ModelUnavailableError

_log = logging.getLogger(__name__)
NEARNESS = "nearness"
"""What the weight of `Reading.nearness` is called."""


@dataclass(frozen=True, slots=True)
class Scales:
    """How what was read is weighed, and where verdicts begin: support.toml, remade with `mazuippo eval --checker`.

    Each scale is a logistic model: its intercept, then the weights of the signs; `in_context` ends with the weight of
    the nearness, and is asked where the words alone leave a probability within `doubt`.
    """

    by_words: tuple[float, ...]
    in_context: tuple[float, ...]
    doubt: tuple[float, float]
    supported: float
    partial: float

    def is_in_doubt(self, by_words: float) -> bool:
        """True if this probability by words alone is to be looked at again."""
        return self.doubt[0] <= by_words <= self.doubt[1]

    def verdict(self, probability: float) -> Support:
        """The verdict for a probability."""
        if probability >= self.supported:
            return "supported"
        return "partial" if probability >= self.partial else "unsupported"


@cache
def scales() -> Scales:
    """The scales of support.toml."""
    table = tomllib.loads(Path(__file__).with_name("support.toml").read_text(encoding="utf-8"))

    def scale(name: str, signs: Sequence[str]) -> tuple[float, ...]:
        return tuple(float(table[name][sign]) for sign in ("intercept", *signs))

    low, high = table["doubt"]
    return Scales(
        scale("by_words", Signs.names()),
        scale("in_context", (*Signs.names(), NEARNESS)),
        (float(low), float(high)),
        float(table["supported"]),
        float(table["partial"]),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What was seen in a sentence: what contradicts its quotes, by name, and the softer signs.

    `nearness`: how near its words come to theirs (`Alignment`); None where the words leave no doubt, or no model tells.
    """

    contradictions: tuple[str, ...]
    signs: Signs
    nearness: float | None = None

    @property
    def probability(self) -> float:
        """How likely it is supported, from 0 to 1; 0 where anything contradicts."""
        if self.contradictions:
            return 0.0
        by_words = _logistic(scales().by_words, self.signs.values())
        if self.nearness is None or not scales().is_in_doubt(by_words):
            return by_words
        return _logistic(scales().in_context, (*self.signs.values(), self.nearness))

    @property
    def support(self) -> Support:
        """The verdict."""
        return scales().verdict(self.probability)


class Checker:
    """Gives each sentence its verdict: by its words, and where these leave doubt, by how near they come in context."""

    def __init__(self, reader: Reader, alignment: Alignment | None = None) -> None:
        self._reader, self._alignment = reader, alignment

    def support(self, sentence: Written, sources: Mapping[int, Source]) -> Support:
        """The verdict on one sentence, given the quotes by their numbers.

        A sentence that cites nothing, or a number that there is not, or that names what its quotes do not, has none.
        """
        return self.reading(sentence, sources).support

    def reading(self, sentence: Written, sources: Mapping[int, Source], thorough: bool = False) -> Reading:
        """What the verdict on one sentence rests on: each claim beside the quotes that it cites itself.

        `thorough`: the model is asked, too, where the words leave no doubt.
        """
        pairs, wrong = [], []
        for claim in claims_of(sentence, sources):
            cited = [sources[n] for n in claim.citations if n in sources]
            if not cited or len(cited) < len(claim.citations):
                wrong.append("number")
            uncited = [source for n, source in sources.items() if n not in claim.citations]
            pairs.append(self._reader.compared(claim.text, cited, uncited))
            wrong.extend(contradictions(pairs[-1]))
        reading = Reading(tuple(dict.fromkeys(wrong)), signs_of(pairs))
        in_doubt = not wrong and (thorough or scales().is_in_doubt(reading.probability))
        return replace(reading, nearness=self._nearness(pairs)) if in_doubt else reading

    def _nearness(self, pairs: Sequence[Compared]) -> float | None:
        try:
            return self._alignment.nearness(pairs) if self._alignment else None
        except ModelUnavailableError as error:
            _log.error("sentences are checked by their words alone: %s", error)
            return None


def _logistic(scale: Sequence[float], values: Sequence[float]) -> float:
    intercept, *weights = scale
    return 1 / (1 + math.exp(-intercept - sum(w * v for w, v in zip(weights, values, strict=True))))
