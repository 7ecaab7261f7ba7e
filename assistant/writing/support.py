"""How well a written sentence is supported by the quotes that it cites. Closed by default: what is in doubt fails."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.answer import Support
from assistant.writing.sentences import Written
from assistant.writing.signs import Reader, Signs, Source


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


class Checker:
    """Gives each sentence its verdict."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def support(self, sentence: Written, sources: Mapping[int, Source]) -> Support:
        """The verdict on one sentence, given the quotes by their numbers.

        A sentence that cites nothing, or a number that there is not, or that names what its quotes do not, has none.
        """
        if not sentence.citations or any(n not in sources for n in sentence.citations):
            return "unsupported"
        cited = [sources[n] for n in sentence.citations]
        if self._reader.is_contradicted(sentence.text, cited):
            return "unsupported"
        return scale().verdict(scale().probability(self._reader.signs(sentence.text, cited)))
