"""`mazuippo corpus …`: takes material in after a preview, tells what came when, takes it back, hands it out."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.assembly import prepare_meaning
from assistant.corpus_report import as_json, brief, lines, rejection_as_json, rejection_line
from assistant.errors import ColumnUnknownError
from assistant.settings import Settings, read_settings
from assistant.texts import text
from corpus.exports import export_file, template_file, write_file
from corpus.given import Given, given_files
from corpus.imports import Import, ImportedCell
from corpus.librarian import Difference, as_cell
from corpus.manifest import Manifest
from corpus.register_sheet import read_register_sheet, register_sheet
from embeddings.encoder_process import EncoderProcess
from embeddings.errors import EmbeddingError


def run(options: argparse.Namespace) -> int:
    """Runs one part of the command; the exit status is the program's."""
    settings = read_settings(corpus=options.corpus)
    parts: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
        "add": _add,
        "list": _list,
        "log": _log,
        "diff": _diff,
        "undo": _undo,
        "export": _export,
        "contacts": _contacts,
    }
    return parts[options.part](options, settings)


def _add(options: argparse.Namespace, settings: Settings) -> int:
    librarian = settings.librarian()
    manifest = librarian.corpus().manifest
    proposal = librarian.propose(_given(options.source), _named(options.column, manifest))
    report = as_json(proposal.intake, proposal.preview)
    if not options.json:
        for line in lines(proposal.intake, proposal.preview, manifest):
            print(line)
    rejected = bool(proposal.intake.rejected)
    if not proposal.changes_something:
        _say(text("material.nothing_new" if not rejected else "material.nothing_sound"))
        return _told(options, report, applied=False, status=int(rejected))
    if not (options.yes or _confirmed(options)):
        _say(text("material.not_confirmed"))
        return _told(options, report, applied=False, status=1)
    number = librarian.accept(proposal)
    _say(text("material.added_as", number=number))
    if any(one.reason == "column_unknown" for one in proposal.intake.rejected):
        _say(text("material.name_columns"))
    if rejected:
        _say(text("material.some_rejected", rejected=len(proposal.intake.rejected)))
    _embed(settings)
    return _told(options, {**report, "id": number}, applied=True, status=int(rejected))


def _told(options: argparse.Namespace, report: dict[str, Any], applied: bool, status: int) -> int:
    if options.json:
        _print_json({**report, "applied": applied})
    return status


def _confirmed(options: argparse.Namespace) -> bool:
    """Asks, where there is somebody to ask."""
    if options.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return input(text("material.confirm")).strip().lower() in ("y", "yes", "はい")


def _given(source: str) -> list[Given]:
    if "://" in source:
        from corpus.fetch import PageFetcher

        return [PageFetcher().fetch(source)]
    return given_files(Path(source))


def _named(columns: Sequence[str], manifest: Manifest) -> dict[str, str]:
    """Headings → what the user says they hold. Raises ColumnUnknownError for a column that there is not."""
    from corpus.readers.columns import column_roles

    known = column_roles(manifest)
    named = {}
    for words in columns:
        heading, _, role = words.rpartition("=")
        if not heading or role not in known:
            raise ColumnUnknownError(column=words, known="、".join(known))
        named[heading] = role
    return named


def _embed(settings: Settings) -> None:
    """Brings the index up to the corpus; where it cannot be, whoever asks next does, or searches by words."""
    _say(text("cli.preparing_index"))
    try:
        meaning, changes = prepare_meaning(settings, settings.read_corpus(), _say)
    except EmbeddingError:
        _say(text("note.words_only"))
        return
    assert isinstance(meaning.encoder, EncoderProcess)
    meaning.encoder.close()
    _say(text("material.indexed", added=changes.added, changed=changes.changed, removed=changes.removed))


def _list(options: argparse.Namespace, settings: Settings) -> int:
    """The corpora that there are, and the sources of the one that is chosen."""
    corpus, imports = settings.read_corpus(), settings.librarian().imports()
    names = settings.corpus_names
    counted: dict[tuple[str, str, str], int] = {}
    for entry in corpus.entries:
        source = (entry.source.title, entry.source.url, entry.source.as_of)
        counted[source] = counted.get(source, 0) + 1
    sources = [{"title": t, "url": u, "as_of": a, "entries": n} for (t, u, a), n in counted.items()]
    if options.json:
        _print_json({"corpora": names, "corpus": corpus.manifest.name, "sources": sources, "imports": len(imports)})
        return 0
    print(text("material.corpora", names="、".join(names), chosen=corpus.manifest.name))
    print(text("material.sources", count=len(sources), entries=len(corpus.entries)))
    for one in sources:
        print("  " + text("material.source", **one))
    return 0


def _log(options: argparse.Namespace, settings: Settings) -> int:
    imports = settings.librarian().imports()
    if options.json:
        _print_json([_import_as_json(one) for one in imports])
    elif not imports:
        print(text("material.no_imports"))
    else:
        for one in imports:
            key = "material.log_line" if one.stands else "material.log_undone"
            files = "、".join(file.name for file in one.note.files)
            print(text(key, number=one.number, at=one.note.added_at, files=files, rows=one.size, undone=one.undone_at))
    return 0


def _import_as_json(one: Import) -> dict[str, Any]:
    files = [{**file.model_dump(), "rows": len(one.cells[file.key])} for file in one.note.files]
    return {
        "id": one.number,
        "added_at": one.note.added_at,
        "undone_at": one.undone_at,
        "files": files,
        "contacts": len(one.contacts),
    }


def _diff(options: argparse.Namespace, settings: Settings) -> int:
    librarian = settings.librarian()
    told = librarian.diff(options.before, options.after)
    if options.json:
        _print_json([{"kind": row.kind, "before": _side(row.before), "after": _side(row.after)} for row in told])
        return 0
    manifest = librarian.corpus().manifest
    print(text("material.diff", before=options.before, after=options.after, count=len(told)))
    for row in told:
        print("\n".join(_diff_lines(row, manifest)))
    return 0


def _side(cell: ImportedCell | None) -> dict[str, Any] | None:
    return cell.model_dump() if cell else None


def _diff_lines(row: Difference, manifest: Manifest) -> list[str]:
    """A row as it was and as it is, to the letter."""
    cell = row.cell
    theme, aspect = manifest.theme(cell.theme).label, manifest.aspect(cell.aspect).heading
    head = text(f"material.diff_{row.kind}", town=cell.municipality, theme=theme, aspect=aspect)
    sides = [("- ", row.before), ("+ ", row.after)]
    return [
        head,
        *(f"  {sign}{line}" for sign, side in sides if side for line in (side.text or brief(side)).split("\n")),
    ]


def _undo(options: argparse.Namespace, settings: Settings) -> int:
    preview = settings.librarian().undo(options.number)
    counts = {kind: len(getattr(preview, kind)) for kind in ("added", "changed", "removed")}
    if options.json:
        _print_json({"id": options.number, **counts})
    else:
        print(text("material.undone", number=options.number, **counts))
    _embed(settings)
    return 0


def _export(options: argparse.Namespace, settings: Settings) -> int:
    corpus = settings.read_corpus()
    if options.template:
        write_file(options.file, template_file(options.file.name, corpus.manifest))
        _say(text("material.template_written", file=options.file))
        return 0
    cells = [as_cell(entry) for entry in corpus.entries]
    write_file(options.file, export_file(options.file.name, cells, corpus.manifest))
    _say(text("material.exported", file=options.file, count=len(corpus.entries)))
    return 0


def _contacts(options: argparse.Namespace, settings: Settings) -> int:
    librarian = settings.librarian()
    corpus = librarian.corpus()
    if options.direction == "export":
        write_file(options.file, register_sheet(corpus))
        _say(text("material.contacts_exported", file=options.file, count=len(corpus.register.rows)))
        return 0
    rows, rejected = read_register_sheet(given_files(options.file)[0], corpus)
    if not rejected:
        librarian.keep_contacts(rows)
    report = {"contacts": 0 if rejected else len(rows), "rejected": [rejection_as_json(one) for one in rejected]}
    if options.json:
        _print_json(report)
    for one in rejected:
        _say(rejection_line(one))
    key = "material.contacts_rejected" if rejected else "material.contacts_kept"
    _say(text(key, count=len(rejected) if rejected else len(rows)))
    return int(bool(rejected))


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
