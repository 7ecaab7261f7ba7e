"""What a document is made of: towns, their quotes, what the material lacks, and where it all stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Answer, Sentence
from assistant.coverage import told_of
from assistant.render import as_text
from assistant.texts import text
from corpus.entry import Contact, Entry, Municipality
from corpus.library import Corpus
from corpus.manifest import Manifest

_OF_A_ROW = ("missing", "partial")
"""Gaps that a town's own line of the document tells."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a row to the letter, under their number; no words where the row is blank.

    `misprints`: words in it that the source is known to misspell.
    """

    n: int
    entry: Entry
    theme: str
    words: str | None
    misprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TownRow:
    """One town's line: its quotes, mistakes of the source about it, what the material lacks, and whom to ask."""

    town: Municipality
    quotes: tuple[Quote, ...]
    corrections: tuple[str, ...]
    gaps: tuple[str, ...]
    contact: Contact


@dataclass(frozen=True, slots=True)
class Report:
    """All that any of the documents says. `said`: the answer's own words; `sentences`: those that a model wrote.

    `question` is None where rows were chosen, not asked for. `gaps`: what the material lacks beside the towns' own.
    """

    manifest: Manifest
    made: date
    rows: tuple[TownRow, ...]
    question: str | None = None
    said: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """All quotes, town by town."""
        return tuple(quote for row in self.rows for quote in row.quotes)

    def row_of(self, code: str) -> TownRow | None:
        """The line of the town with this code."""
        return next((row for row in self.rows if row.town.code == code), None)


def report_of_answer(answer: Answer, corpus: Corpus, made: date) -> Report:
    """What an answer says, as it was read: its citations keep their numbers."""
    cited = [(c.n, entry, c.quote) for c in answer.citations if (entry := corpus.entry(c.entry_id))]
    rows = tuple(rows_of([quote_of(*one, corpus) for one in cited], corpus))
    names = {row.town.name for row in rows}
    return Report(
        corpus.manifest,
        made,
        rows,
        question=answer.question,
        said=tuple(_said(answer)),
        sentences=tuple(s for s in answer.sentences or () if s.kept and answer.mode == "model"),
        gaps=_once(g.text for g in answer.gaps if not (g.kind in _OF_A_ROW and g.municipality in names)),
        notes=_once(answer.notes),
    )


def report_of_entries(entries: Iterable[Entry], corpus: Corpus, made: date) -> Report:
    """Rows that someone chose, each quoted whole: towns in the order of choice, numbered town by town."""
    chosen = {entry.id: entry for entry in entries}.values()
    towns = list(dict.fromkeys(entry.municipality.code for entry in chosen))
    cited = sorted(chosen, key=lambda entry: towns.index(entry.municipality.code))
    quotes = [quote_of(n, entry, entry.text or None, corpus) for n, entry in enumerate(cited, start=1)]
    return Report(corpus.manifest, made, tuple(rows_of(quotes, corpus)))


def report_of_towns(codes: Sequence[str], corpus: Corpus, made: date) -> Report:
    """All rows of these towns; a theme in whose table a town has no row is a gap of that town."""
    entries = [entry for code in dict.fromkeys(codes) for entry in corpus.entries if entry.municipality.code == code]
    report = report_of_entries(entries, corpus, made)
    rows = (replace(row, gaps=(*row.gaps, *_rows_not_there(row.town, corpus))) for row in report.rows)
    return replace(report, rows=tuple(rows))


def quote_of(n: int, entry: Entry, words: str | None, corpus: Corpus) -> Quote:
    """A quote with its theme's name and what the source misspells in it."""
    misprints = (misprint.printed for misprint in corpus.misprints.get(entry.id, ()))
    found = tuple(printed for printed in misprints if words and printed in words)
    return Quote(n, entry, corpus.manifest.theme(entry.theme).label, words, found)


def rows_of(quotes: Sequence[Quote], corpus: Corpus) -> Iterator[TownRow]:
    """The quotes town by town, with what has to be known of each town's rows."""
    by_town: dict[str, list[Quote]] = {}
    for quote in quotes:
        by_town.setdefault(quote.entry.municipality.code, []).append(quote)
    for own in by_town.values():
        entries = {quote.entry.id: quote.entry for quote in own}.values()
        corrections = _once(text("told.corrected", printed=e.correction.printed) for e in entries if e.correction)
        gaps = _once(
            text("takeaway.of_theme", theme=corpus.manifest.theme(entry.theme).label, told=told)
            for entry in entries
            for told in told_of(entry, corpus)
            if told not in corrections
        )
        yield TownRow(own[0].entry.municipality, tuple(own), corrections, gaps, own[0].entry.contact)


def _rows_not_there(town: Municipality, corpus: Corpus) -> Iterator[str]:
    for theme in corpus.manifest.themes:
        if corpus.cell(town.code, theme.id, corpus.manifest.held_aspect.id) is None:
            yield text("takeaway.no_row", theme=theme.label)


def _said(answer: Answer) -> Iterator[str]:
    """What an answer says before its first quote: its first sentences, and a table of how far the towns are."""
    blocks = answer.answer.split("\n\n")
    for at, block in enumerate(blocks):
        of_states = block.startswith(f"| {text('table.state')} |")
        if block.startswith("**") or (at and answer.mode == "model"):
            return
        if answer.citations and block.startswith((">", "- ", "|")) and not of_states:
            return
        lines = block.split("\n")
        for line in lines[2:] if of_states else lines:
            cells = as_text(line).strip("|").split("|") if of_states else [as_text(line).removeprefix("> ")]
            if any(cell.strip() for cell in cells):
                yield "：".join(cell.strip() for cell in cells)


def _once(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))
