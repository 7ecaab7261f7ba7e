"""Words in a quoted row that point at another cell: followed, or told as not held."""

from collections.abc import Sequence

from assistant import gaps
from assistant.answer import Gap
from assistant.evidence import Cited
from assistant.quotes import opening
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
        if entry.correction and entry.correction.printed:
            notes.append(
                text(
                    "note.correction",
                    town=entry.municipality.name,
                    printed=entry.correction.printed,
                    corrected=entry.correction.corrected,
                )
            )
        if not follow or entry.reference is None or not _quotes(item, entry.reference.words):
            continue
        target = corpus.referred(entry)
        if target is None:
            missing.append(gaps.reference_not_held(entry, corpus))
            continue
        if target.id not in ids:
            ids.add(target.id)
            result.append(Cited(target, opening(target)))
        notes.append(
            text(
                "note.reference_followed",
                cell=cell(entry, corpus.manifest),
                words=entry.reference.words,
                town=entry.municipality.name,
                theme=corpus.manifest.theme(target.theme).label,
            )
        )
    return tuple(result), list(dict.fromkeys(notes)), missing


def _quotes(item: Cited, words: str) -> bool:
    return any(words in item.entry.text[start:end] for start, end in item.spans)
