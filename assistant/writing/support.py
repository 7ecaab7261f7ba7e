"""How well a written sentence is supported by the quotes that it cites. Closed by default: what is in doubt fails."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.answer import Support
from assistant.writing.claims import claims_of
from assistant.writing.compared import Reader, Source
from assistant.writing.contradictions import contradictions
from assistant.writing.sentences import Written
from assistant.writing.signs import Signs, signs_of


@dataclass(frozen=True, slots=True)
class Scale:
    """A logistic model over the signs, and where its verdicts begin; remade with `mazuippo eval --checker`."""

    intercept: float
    weights: tuple[float, ...]
    supported: float
    partial: float

    def probability(self, signs: Signs) -> float:
        """How likely a sentence with these signs is supported, from 0 to 1."""
        total = self.intercept + sum(w * v for w, v in zip(self.weights, signs.values(), strict=True))
        return 1 / (1 + math.exp(-total))

    def verdict(self, probability: float) -> Support:
        """The verdict for a probability."""
        if probability >= self.supported:
            return "supported"
        return "partial" if probability >= self.partial else "unsupported"


@cache
def scale() -> Scale:
    """The scale of support.toml."""
    table = tomllib.loads(Path(__file__).with_name("support.toml").read_text(encoding="utf-8"))
    weights = tuple(float(table["weights"][name]) for name in Signs.names())
    return Scale(float(table["intercept"]), weights, float(table["supported"]), float(table["partial"]))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was seen in a sentence: what contradicts its quotes, by name, and the softer signs."""

    contradictions: tuple[str, ...]
    signs: Signs

    @property
    def probability(self) -> float:
        """How likely it is supported; 0 where anything contradicts."""
        return 0.0 if self.contradictions else scale().probability(self.signs)


class Checker:
    """Gives each sentence its verdict."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def support(self, sentence: Written, sources: Mapping[int, Source]) -> Support:
        """The verdict on one sentence, given the quotes by their numbers.

        A sentence that cites nothing, or a number that there is not, or that names what its quotes do not, has none.
        """
        return scale().verdict(self.reading(sentence, sources).probability)

    def reading(self, sentence: Written, sources: Mapping[int, Source]) -> Reading:
        """What the verdict on one sentence rests on: each claim beside the quotes that it cites itself."""
        pairs, wrong = [], []
        for claim in claims_of(sentence, sources):
            cited = [sources[n] for n in claim.citations if n in sources]
            if not cited or len(cited) < len(claim.citations):
                wrong.append("number")
            uncited = [source for n, source in sources.items() if n not in claim.citations]
            pairs.append(self._reader.compared(claim.text, cited, uncited))
            wrong.extend(contradictions(pairs[-1]))
        return Reading(tuple(dict.fromkeys(wrong)), signs_of(pairs))
