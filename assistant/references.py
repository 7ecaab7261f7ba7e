"""Words in a quoted row that point at another cell: followed, or told as not held."""

from collections.abc import Sequence

from assistant import gaps
from assistant.answer import Gap
from assistant.evidence import Cited
from assistant.quotes import opening, whole
from assistant.texts import text
from assistant.wording import cell
from corpus.library import Corpus


def followed(cited: Sequence[Cited], corpus: Corpus, follow: bool) -> tuple[tuple[Cited, ...], list[str], list[Gap]]:
    """The cited rows with those they point at, the notes that say so, and gaps for cells that are not held.

    Without `follow`, as for a table of a closed set of rows, only corrections are noted.
    """
    result: list[Cited] = []
    notes: list[str] = []
    missing: list[Gap] = []
    ids = {item.entry.id for item in cited}
    for item in cited:
        result.append(item)
        entry = item.entry
        if not follow or entry.reference is None or not _quotes(item, entry.reference.words):
            continue
        target = corpus.referred(entry)
        if target is None:
            missing.append(gaps.reference_not_held(entry, corpus))
            continue
        if target.id not in ids:
            ids.add(target.id)
            # Of a row that says nothing but 「…参照」, the other row is the text.
            result.append(Cited(target, (whole if entry.text_status == "reference" else opening)(target)))
        notes.append(
            text(
                "note.reference_followed",
                cell=cell(entry, corpus.manifest),
                words=entry.reference.words,
                town=entry.municipality.name,
                theme=corpus.manifest.theme(target.theme).label,
            )
        )
    corrections = [note for item in result if (note := _correction(item))]
    return tuple(result), list(dict.fromkeys([*corrections, *notes])), missing


def _correction(item: Cited) -> str | None:
    """What the source prints wrongly of this row, and what is right."""
    correction = item.entry.correction
    if correction is None or not correction.printed:
        return None
    town = item.entry.municipality.name
    return text("note.correction", town=town, printed=correction.printed, corrected=correction.corrected)


def _quotes(item: Cited, words: str) -> bool:
    return any(words in item.entry.text[start:end] for start, end in item.spans)
