"""The figures of a benchmark as files: JSON to compute with, Markdown and a plot to look at."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import BenchPartMissingError
from assistant.texts import text

Report = Mapping[str, Mapping[str, Any]]
"""By size ("25", "10000", …), or "peers", what was measured."""

JSON, MARKDOWN, PLOT = "bench.json", "README.md", "steps.svg"
_STEPS = ("understand", "embed", "retrieve", "select", "compose", "verify")


def write_report(report: Report, folder: Path) -> None:
    """Writes the three files; sizes that were measured before and are not in the report keep their figures."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = dict(read_report(folder)) | dict(report)
    (folder / JSON).write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / MARKDOWN).write_text(as_markdown(whole), encoding="utf-8")
    _plot(whole, folder / PLOT)


def read_report(folder: Path) -> Report:
    """What was written there before; nothing where nothing was."""
    file = folder / JSON
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def as_markdown(report: Report) -> str:
    """Tables of all figures. Those of one section were taken in one run, and compare; others may not."""
    parts = [text("bench.heading"), f"![{text('bench.plot')}]({PLOT})"]
    for size in sorted(report, key=lambda name: int(name) if name.isdecimal() else 10**9):
        parts += _peers(report[size]) if size == "peers" else _size(size, report[size])
    return "\n\n".join(parts) + "\n"


def _size(size: str, figures: Mapping[str, Any]) -> list[str]:
    parts = [f"## {text('bench.size', count=f'{int(size):,}')}", _taken(figures["taken"])]
    if "start" in figures:
        start = figures["start"]
        parts.append(_table(("start", "s"), start["seconds"].items()))
        parts.append(_table(("memory", "MB"), [(name, value) for name, value in start.items() if name != "seconds"]))
        parts.append(_table(("step", "p50 ms", "p95 ms"), _steps(figures["questions_ms"])))
        users = [
            (users, one["answers_per_second"], one["ms"]["p50"], one["ms"]["p95"], one["errors"])
            for users, one in figures["throughput"].items()
        ]
        parts.append(_table(("users", "answers/s", "p50 ms", "p95 ms", "errors"), users))
        return parts
    opened = figures["first_import"].items(), figures["next_start"].items()
    parts.append(f"model: {figures['model']}, {figures['passages']:,} passages, {figures['towns']:,} towns")
    parts.append(_table(("first import", "s"), opened[0]))
    parts.append(_table(("next start", "s"), opened[1]))
    narrowed = [
        (name, one["recall_5"], one["recall_5_exact"], *(one["ms"][step][p] for step in ("rest", "embed") for p in _P))
        for name, one in figures["planted"].items()
    ]
    columns = ("narrowed by", "recall@5", "exact", "rest p50 ms", "rest p95 ms", "embed p50 ms", "embed p95 ms")
    parts.append(_table(columns, narrowed))
    return parts


_P = ("p50", "p95")


def _peers(figures: Mapping[str, Any]) -> list[str]:
    columns = ("system", "recall@5", "MRR@10", "p50 ms", "p95 ms", "resident MB", "start s")
    rows = [
        (name, one["recall_5"], one["mrr_10"], one["ms"]["p50"], one["ms"]["p95"], one["resident_mb"], one["start_s"])
        for name, one in figures["systems"].items()
    ]
    asked = text("bench.asked", **figures["questions"])
    return [f"## {text('bench.peers')}", _taken(figures["taken"]), asked, _table(columns, rows)]


def _taken(taken: Mapping[str, str]) -> str:
    return "、".join(
        f"{name} {value}" if name not in ("at", "machine", "cpu") else value for name, value in taken.items()
    )


def _steps(steps: Mapping[str, Mapping[str, float]]) -> Iterable[tuple[Any, ...]]:
    return ((step, *(of_step[p] for p in _P)) for step, of_step in steps.items())


def _table(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [heading, ["---"] + ["---:"] * (len(heading) - 1), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def _plot(report: Report, file: Path) -> None:
    """The middle time of each step, stacked, by size. Raises BenchPartMissingError without Matplotlib."""
    try:
        from matplotlib import rcParams
        from matplotlib.figure import Figure
    except ImportError as error:
        raise BenchPartMissingError(part="matplotlib") from error
    rcParams["svg.hashsalt"] = "mazuippo"
    bars: dict[str, Mapping[str, Any]] = {}
    for size in sorted((name for name in report if name.isdecimal()), key=int):
        if "planted" in report[size]:
            bars |= {f"{int(size):,}\n{by}": one["ms"] for by, one in report[size]["planted"].items()}
        else:
            bars[f"{int(size):,}"] = report[size]["questions_ms"]
    figure = Figure(figsize=(9, 4.5), layout="constrained")
    axes = figure.subplots()
    left = [0.0] * len(bars)
    for step in _STEPS:
        values = [ms[step]["p50"] for ms in bars.values()]
        axes.bar(list(bars), values, bottom=left, label=step)
        left = [below + value for below, value in zip(left, values, strict=True)]
    axes.set_ylabel("ms, p50")
    axes.legend(frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(file, metadata={"Date": None})
