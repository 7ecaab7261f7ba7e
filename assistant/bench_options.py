"""The options of `mazuippo bench`, and what it does."""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path

from assistant.texts import text

_SIZES = ("25", "10000", "100000")


def add_bench_command(commands: object, new_command: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds `bench` to the parser's commands."""
    bench = new_command(commands, "bench", _run)
    bench.add_argument("--size", action="append", choices=_SIZES, default=None, help=text("cli.bench_size"))
    bench.add_argument("--peers", action="store_true", help=text("cli.bench_peers"))
    bench.add_argument("--questions", type=Path, metavar="FILE", help=text("cli.bench_questions"))
    bench.add_argument("--out", type=Path, metavar="DIR", help=text("cli.bench_out"))
    bench.add_argument("--json", action="store_true", help=text("cli.json"))


def _run(options: argparse.Namespace) -> int:
    from assistant.bench.bench import measured
    from assistant.bench.peers import measured_peers
    from assistant.bench.report import as_markdown, write_report
    from assistant.cli import say
    from assistant.settings import read_settings

    os.environ["MAZUIPPO_CHROMA_URL"] = ""  # what is measured would take the place of what others share there
    settings = read_settings()
    sizes = options.size or ([] if options.peers else ["25"])
    report = {size: measured(size, settings, lambda what: say(f"▶ {what}")) for size in sizes}
    if options.peers:
        report["peers"] = measured_peers(
            settings, options.questions or settings.questions, lambda what: say(f"▶ {what}")
        )
    if options.out:
        write_report(report, options.out)
    print(json.dumps(report, ensure_ascii=False, indent=1) if options.json else as_markdown(report))
    return 0
