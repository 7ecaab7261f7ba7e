"""The options of `mazuippo corpus …`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from assistant.texts import text

NewCommand = Callable[..., argparse.ArgumentParser]


def add_corpus_command(commands: object, new_command: NewCommand) -> None:
    """Adds `corpus` and what it can do to the parser's commands."""
    corpus = new_command(commands, "corpus_command", None, shown_as="corpus")
    parts = corpus.add_subparsers(title=text("cli.commands"), required=True, dest="part", parser_class=type(corpus))
    for name in ("add", "list", "log", "diff", "undo", "export", "contacts"):
        _OPTIONS[name](_part(parts, name, new_command))


def _part(parts: object, name: str, new_command: NewCommand) -> argparse.ArgumentParser:
    part = new_command(parts, f"corpus_{name}", _run, shown_as=name)
    part.add_argument("--corpus", metavar="NAME", help=text("cli.corpus"))
    return part


def _run(options: argparse.Namespace) -> int:
    from assistant.corpus_command import run  # the readers take a while to import

    return run(options)


def _add(part: argparse.ArgumentParser) -> None:
    part.add_argument("source", metavar="FILE|FOLDER|URL", help=text("cli.corpus_source"))
    part.add_argument("--yes", action="store_true", help=text("cli.corpus_yes"))
    part.add_argument("--json", action="store_true", help=text("cli.json"))
    part.add_argument("--column", action="append", default=[], metavar="A=B", help=text("cli.corpus_column"))


def _json_only(part: argparse.ArgumentParser) -> None:
    part.add_argument("--json", action="store_true", help=text("cli.json"))


def _diff(part: argparse.ArgumentParser) -> None:
    part.add_argument("before", type=int, metavar="A", help=text("cli.corpus_diff_before"))
    part.add_argument("after", type=int, metavar="B", help=text("cli.corpus_diff_after"))
    _json_only(part)


def _undo(part: argparse.ArgumentParser) -> None:
    part.add_argument("number", type=int, metavar="ID", help=text("cli.corpus_undo_id"))
    _json_only(part)


def _export(part: argparse.ArgumentParser) -> None:
    part.add_argument("file", type=Path, metavar="FILE", help=text("cli.corpus_export_file"))
    part.add_argument("--template", action="store_true", help=text("cli.corpus_template"))


def _contacts(part: argparse.ArgumentParser) -> None:
    part.add_argument("direction", choices=("import", "export"), help=text("cli.corpus_contacts_direction"))
    part.add_argument("file", type=Path, metavar="FILE", help=text("cli.corpus_contacts_file"))
    _json_only(part)


_OPTIONS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "add": _add,
    "list": _json_only,
    "log": _json_only,
    "diff": _diff,
    "undo": _undo,
    "export": _export,
    "contacts": _contacts,
}
