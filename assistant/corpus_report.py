"""What an import changes, in words for people and as JSON for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.texts import has_text, text
from assistant.wording import cell
from corpus.entry import Entry
from corpus.imports import ImportedCell
from corpus.manifest import Manifest
from corpus.preview import Change, Intake, Preview
from corpus.readers.table import Rejection

_SHOWN = 20
"""So many lines of each kind are written out; of rejections all."""
_BRIEF = 40


def as_json(intake: Intake, preview: Preview) -> dict[str, Any]:
    """The counts of the contract, each rejection, and the entries' ids."""
    return {
        "added": len(preview.added),
        "changed": len(preview.changed),
        "removed": len(preview.removed),
        "rejected": [rejection_as_json(rejection) for rejection in intake.rejected],
        "contacts": len(preview.contacts),
        "entries": {
            kind: [change.entry.id for change in getattr(preview, kind)] for kind in ("added", "changed", "removed")
        },
        "near_duplicates": [[one.id, other.id] for one, other in preview.alike],
        "unknown_towns": unknown_towns(intake),
        "suspicious_prefectures": [
            {"file": s.file, "row": s.row, "municipality": s.municipality, "printed": s.printed, "found": s.prefecture}
            for s in intake.suspicions
        ],
    }


def rejection_as_json(rejection: Rejection) -> dict[str, Any]:
    """File, row (null: the whole file), column and reason, the last in words and as a name."""
    return {
        "file": rejection.file,
        "row": rejection.row,
        "column": rejection.column,
        "reason": reason(rejection),
        "code": rejection.reason,
        "municipality": rejection.municipality or None,
    }


def unknown_towns(intake: Intake) -> list[str]:
    """The names of towns that are in no table of Japan's towns."""
    names = [one.municipality for one in intake.rejected if one.reason == "municipality_unknown"]
    return list(dict.fromkeys(names))


def reason(rejection: Rejection) -> str:
    """Why a row is not taken in, in words."""
    name = f"reason.{rejection.reason}"
    return text(name) if has_text(name) else text("reason.value")


def lines(intake: Intake, preview: Preview, manifest: Manifest) -> Iterator[str]:
    """The preview, line by line."""
    yield text(
        "material.counts",
        added=len(preview.added),
        changed=len(preview.changed),
        removed=len(preview.removed),
        contacts=len(preview.contacts),
        rejected=len(intake.rejected),
    )
    for kind in ("added", "changed", "removed"):
        yield from _changes(kind, getattr(preview, kind), manifest)
    yield from _part("rejected", [rejection_line(one) for one in intake.rejected], len(intake.rejected))
    yield from _part("suspicious", [_suspicious(intake, at) for at in range(len(intake.suspicions))])
    yield from _part("alike", [_alike(one, other, manifest) for one, other in preview.alike])
    if names := unknown_towns(intake):
        yield text("material.unknown_towns", towns="・".join(names))


def rejection_line(rejection: Rejection) -> str:
    """One rejection: file, row, town, column, reason."""
    row = text("reason.line", row=rejection.row) if rejection.row else text("reason.whole_file")
    town = f" {rejection.municipality}" if rejection.municipality else ""
    return text(
        "material.rejection", file=rejection.file, row=row, town=town, column=rejection.column, reason=reason(rejection)
    )


def _changes(kind: str, changes: Sequence[Change], manifest: Manifest) -> Iterator[str]:
    def line(change: Change) -> str:
        words = {
            "cell": cell(change.entry, manifest),
            "text": brief(change.entry),
            "before": brief(change.before) if change.before else "",
        }
        return text(f"material.line_{kind}", **words)

    yield from _part(kind, [line(change) for change in changes])


def _part(kind: str, told: Sequence[str], most: int = _SHOWN) -> Iterator[str]:
    if told:
        yield text(f"material.{kind}", count=len(told))
        yield from (f"  {line}" for line in told[:most])
        if len(told) > most:
            yield "  " + text("material.more", count=len(told) - most)


def _suspicious(intake: Intake, at: int) -> str:
    one = intake.suspicions[at]
    return text(
        "material.suspicion",
        file=one.file,
        row=text("reason.line", row=one.row),
        town=one.municipality,
        printed=one.printed,
        prefecture=one.prefecture,
    )


def _alike(one: Entry, other: Entry, manifest: Manifest) -> str:
    return text("material.alike_line", one=cell(one, manifest), other=cell(other, manifest))


def brief(entry: Entry | ImportedCell) -> str:
    """The beginning of a text, on one line; words that say so where there is none."""
    words = " ".join(entry.text.split())
    if not words:
        return text("section.blank_quote")
    return words if len(words) <= _BRIEF else f"{words[:_BRIEF]}…"
