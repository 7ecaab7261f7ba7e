"""Files → what they say, by their kinds. Reading changes nothing, runs nothing and fetches nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from corpus.errors import IntakeError
from corpus.given import Given, source_of
from corpus.imports import ImportedFile
from corpus.manifest import Manifest
from corpus.readers.columns import ColumnFinder, bare
from corpus.readers.documents import pdf_pages, town_in, word_sections
from corpus.readers.html_page import HtmlPage, decoded, read_html
from corpus.readers.limits import check_archive, check_file
from corpus.readers.records import read_records
from corpus.readers.rows import RowReader, Rows
from corpus.readers.sheet import read_csv, read_excel
from corpus.readers.table import Draft, Reading, Rejection, Table


class FileReader:
    """Reads files for one corpus. `named`: headings → columns that the user gave; `now`: when they are taken in."""

    def __init__(self, manifest: Manifest, now: datetime, named: Mapping[str, str] | None = None) -> None:
        self._manifest = manifest
        self._now = now
        self._finder = ColumnFinder(manifest, named)
        self._kinds: dict[str, Callable[[Given], Reading]] = {
            ".html": self._html,
            ".htm": self._html,
            ".csv": self._csv,
            ".tsv": self._csv,
            ".xlsx": self._excel,
            ".xlsm": self._excel,
            ".jsonl": self._records,
            ".docx": self._word,
            ".pdf": self._pdf,
        }

    def read(self, given: Given) -> Reading:
        """What a file says. One that cannot be read at all is rejected whole."""
        try:
            check_file(given.data, given.name)
            kind = self._kinds.get(Path(given.name).suffix.lower())
            if kind is None:
                raise IntakeError(file=given.name, reason="kind_unknown")
            return kind(given)
        except IntakeError as error:
            whole = Rejection(given.name, None, "-", str(error.facts["reason"]))
            return Reading(self._file(given), rejections=(whole,))

    def _html(self, given: Given) -> Reading:
        page = read_html(given.data, self._manifest, given.name, given.url)
        aspect = self._open_aspect(page)
        rows = RowReader(self._manifest, self._finder, given.name, aspect, blank_rows=True).read(page.tables)
        if not page.url and aspect is not None and self._is_own_page(page):
            page = replace(page, url=self._manifest.aspect(aspect).url)
        return _reading(self._file(given, page), rows)

    def _csv(self, given: Given) -> Reading:
        delimiter = "\t" if given.name.lower().endswith(".tsv") else ","
        tables, wrong = read_csv(decoded(given.data, given.name), given.name, delimiter)
        rows = (
            RowReader(self._manifest, self._finder, given.name, None, blank_rows=False).read(tables)
            if tables
            else Rows()
        )
        rows.rejections[:0] = wrong
        return _reading(self._file(given), rows)

    def _excel(self, given: Given) -> Reading:
        check_archive(given.data, given.name)
        return _reading(self._file(given), self._rows(read_excel(given.data, given.name), given))

    def _rows(self, tables: Sequence[Table], given: Given) -> Rows:
        """The rows of a sheet, in which a blank cell is no entry."""
        return RowReader(self._manifest, self._finder, given.name, None, blank_rows=False).read(tables)

    def _records(self, given: Given) -> Reading:
        rows = read_records(decoded(given.data, given.name), given.name, self._manifest)
        return _reading(self._file(given), rows)

    def _word(self, given: Given) -> Reading:
        check_archive(given.data, given.name)
        return self._sections(word_sections(given.data, given.name), given)

    def _pdf(self, given: Given) -> Reading:
        return self._sections(pdf_pages(given.data, given.name), given)

    def _sections(self, sections: Sequence[tuple[str, str]], given: Given) -> Reading:
        """Running text: town and theme stand in a section's heading, in one before it, or in the file's name.

        Sections of one town, theme and aspect are one entry, each under its heading.
        """
        rows = Rows()
        town, theme = town_in(Path(given.name).stem), self._theme_in(given.name)
        entries: dict[tuple[str, ...], Draft] = {}
        for number, (heading, words) in enumerate(sections, start=1):
            town = town_in(heading) if any(town_in(heading)) else town
            theme = self._theme_in(heading) or theme
            if not any(town) or theme is None:
                reason = "section_without_theme" if any(town) else "section_without_town"
                rows.rejections.append(Rejection(given.name, number, heading or "-", reason, town[1]))
                continue
            aspect = self._aspect_in(heading)
            entry = entries.get((*town, theme, aspect))
            own = f"〔{heading}〕\n{words}" if heading else words
            if entry is None:
                entry = Draft(number, heading or "-", "", *town, theme, aspect, own)
            else:
                entry = replace(entry, text=f"{entry.text}\n{own}")
            entries[(*town, theme, aspect)] = entry
        rows.drafts += entries.values()
        return _reading(self._file(given), rows)

    def _theme_in(self, words: str) -> str | None:
        """The theme that words name by heading, label or name; the only one that there is, if they name none."""
        named = [
            theme.id
            for theme in self._manifest.themes
            if any(bare(name) in bare(words) for name in (theme.heading, theme.label, *theme.names))
        ]
        only = [theme.id for theme in self._manifest.themes]
        return named[0] if named else only[0] if len(only) == 1 else None

    def _aspect_in(self, words: str) -> str:
        """The aspect that a heading names; the usual one, if it names none."""
        named = [
            a.id for a in self._manifest.aspects if any(bare(name) in bare(words) for name in (a.heading, *a.names))
        ]
        return named[0] if named else self._manifest.held_aspect.id

    def _open_aspect(self, page: HtmlPage) -> str | None:
        """The column that a page leaves open: by its address, or by the end of its title, ~まず始めたこと~."""
        by_address = [aspect.id for aspect in self._manifest.aspects if page.url and aspect.url == page.url]
        tail = bare(page.title).partition("~")[2] or bare(page.title)
        by_title = [a.id for a in self._manifest.aspects if any(bare(name) in tail for name in (a.heading, *a.names))]
        found = by_address or by_title
        return found[0] if len(found) == 1 else None

    def _is_own_page(self, page: HtmlPage) -> bool:
        """True for a sibling of the page that the corpus came from: its title begins with the same words."""
        own = bare(self._manifest.source.title).partition("~")[0]
        return bool(own) and bare(page.title).partition("~")[0] == own

    def _file(self, given: Given, page: HtmlPage | None = None) -> ImportedFile:
        if page is None:
            return source_of(given, self._now)
        return source_of(replace(given, url=page.url), self._now, page.title, page.as_of)


def _reading(file: ImportedFile, rows: Rows) -> Reading:
    return Reading(file, rows.drafts, rows.contacts, rows.rejections)
