"""A report of figures as Markdown tables, and held against bars."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.errors import FigureUnknownError
from assistant.evaluation.marks import FIGURES, LOWER_IS_BETTER
from assistant.texts import text

_BAND = ("rows", "promised", "answered")
_SQUAD = ("passage_recall_1", "passage_recall_5", "mrr_10", "answer_in_quote")
_CHECKER = ("faithful_supported", "faithful_kept", "unsupported_passed", "unsupported_kept")
_LOWER = {*LOWER_IS_BETTER, "unsupported_passed", "unsupported_kept"}
_KNOWN = (*FIGURES, *_SQUAD, *_CHECKER)


def as_markdown(report: Mapping[str, Any]) -> str:
    """The figures with their intervals, by kind, the ways of searching, the times, and every miss."""
    figures = [
        (name, _value(share), f"{share['hits']:.0f}/{share['of']:.0f}") for name, share in report["figures"].items()
    ]
    kinds = [
        (kind, *(_value(shares[name]) if name in shares else "" for name in ("must_recall", "first_hit", "precision")))
        for kind, shares in report["by_kind"].items()
    ]
    parts = [
        text("eval.questions", count=report["questions"]),
        _table(("figure", "value", "share"), figures),
        _table(("kind", "must_recall", "first_hit", "precision"), kinds),
    ]
    if ways := report["retrieval"]:
        names = list(next(iter(ways.values())))
        parts.append(_table(("search", *names), [(way, *(f"{ways[way][n]:.3f}" for n in names)) for way in ways]))
    if bands := report["calibration"]:
        rows = [(f"{band['from']:.2f}–{band['to']:.2f}", *(str(band[name]) for name in _BAND)) for band in bands]
        parts.append(_table(("probability", *_BAND), rows))
    parts.append(_table(("latency", "ms"), [(name, f"{value:.1f}") for name, value in report["latency_ms"].items()]))
    misses = [(miss["figure"], miss["id"], miss["kind"], miss["question"], miss["why"]) for miss in report["misses"]]
    if misses:
        parts.append(_table(("miss", "id", "kind", "question", "instead"), misses))
    return "\n\n".join(parts)


def squad_as_markdown(report: Mapping[str, float]) -> str:
    """The figures of a question-answering set as one table."""
    rows = [(name, f"{report[name]:.3f}") for name in _SQUAD]
    rows += [("questions", f"{report['questions']:.0f}"), ("seconds", f"{report['seconds']:.1f}")]
    return _table(("figure", "value"), rows)


def checker_as_markdown(report: Mapping[str, Any]) -> str:
    """The checker's verdicts by kind, its figures, and what each cut gives on towns that it was not fitted to."""
    verdicts = [
        (kind, *(str(found[verdict]) for verdict in ("supported", "partial", "unsupported")))
        for kind, found in report["verdicts"].items()
    ]
    cuts = report["cross_validated"]
    parts = [
        _table(("kind", "supported", "partial", "unsupported"), verdicts),
        _table(("figure", "value"), [(name, f"{value:.3f}") for name, value in report["figures"].items()]),
        _table(tuple(cuts[0]), [tuple(_cut(value) for value in cut.values()) for cut in cuts]),
        *(
            _table((name, "fitted"), [(sign, f"{value:.3f}") for sign, value in weights.items()])
            for name, weights in report["fitted"].items()
        ),
    ]
    return "\n\n".join(parts)


def read_bars(given: list[str]) -> dict[str, float]:
    """`must_recall=0.9` … as values by figure. Raises FigureUnknownError."""
    bars = {}
    for bar in given:
        name, _, value = bar.partition("=")
        try:
            bars[name] = float(value)
        except ValueError as error:
            raise FigureUnknownError(bar=bar, known="・".join(_KNOWN)) from error
        if name not in _KNOWN:
            raise FigureUnknownError(bar=bar, known="・".join(_KNOWN))
    return bars


def short_of(bars: Mapping[str, float], values: Mapping[str, float]) -> Iterator[str]:
    """A line for each figure that is short of its bar, or was not measured."""
    for name, bar in bars.items():
        value = values.get(name)
        if value is None or (value > bar if name in _LOWER else value < bar):
            yield text("eval.short", figure=name, value="-" if value is None else f"{value:.3f}", bar=bar)


def _value(share: Mapping[str, float]) -> str:
    return f"{share['value']:.3f} ({share['low']:.2f}–{share['high']:.2f})"


def _cut(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.3f}"


def _table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heading, tuple("---" for _ in heading), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").split())
