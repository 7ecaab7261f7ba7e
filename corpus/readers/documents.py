"""Word and PDF as running text: in Word each heading begins an entry, in PDF each page is one."""

import io
import re
import warnings
from collections.abc import Iterator
from zipfile import BadZipFile

import docx
import pypdf
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from pypdf.errors import PyPdfError

from corpus.errors import IntakeError
from corpus.japan import load_towns
from corpus.readers.limits import MOST_PAGES

_HEADING = re.compile(r"^(?:Heading|見出し|Title|表題)", re.IGNORECASE)


def word_sections(data: bytes, name: str) -> list[tuple[str, str]]:
    """Heading and text of each part of a .docx file that was checked to be harmless. Raises IntakeError."""
    try:
        document = docx.Document(io.BytesIO(data))
    except (BadZipFile, KeyError, ValueError, AttributeError, OSError) as error:
        raise IntakeError(file=name, reason="not_word") from error
    sections: list[tuple[str, list[str]]] = [("", [])]
    for block in document.element.body.iterchildren():
        if block.tag == qn("w:p"):
            paragraph = Paragraph(block, document)
            words = paragraph.text.strip()
            if words and _HEADING.match(paragraph.style.name or "" if paragraph.style else ""):
                sections.append((words, []))
            elif words:
                sections[-1][1].append(words)
        elif block.tag == qn("w:tbl"):
            sections[-1][1].extend(_table_lines(WordTable(block, document)))
    return [(heading, "\n".join(lines)) for heading, lines in sections if lines]


def _table_lines(table: WordTable) -> Iterator[str]:
    """A table's rows as lines; a merged cell once."""
    for row in table.rows:
        cells = dict.fromkeys(cell._tc for cell in row.cells)
        words = ["".join(node.text or "" for node in cell.iter(qn("w:t"))).strip() for cell in cells]
        if line := "　".join(filter(None, words)):
            yield line


def pdf_pages(data: bytes, name: str) -> list[tuple[str, str]]:
    """First line and text of each page of a PDF. Raises IntakeError for one that is encrypted or cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of fonts and the like
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted:
                raise IntakeError(file=name, reason="file_encrypted")
            if len(reader.pages) > MOST_PAGES:
                raise IntakeError(file=name, reason="too_many_pages", limit=MOST_PAGES)
            texts = [page.extract_text() or "" for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise IntakeError(file=name, reason="not_pdf") from error
    lines = [[line.strip() for line in text.split("\n") if line.strip()] for text in texts]
    found = [(own[0], "\n".join(own[1:] or own)) for own in lines if own]
    if not found:
        raise IntakeError(file=name, reason="pdf_without_text")
    return found


def town_in(words: str) -> tuple[str, str]:
    """Prefecture and name of the one town that words name in full; empty strings if it is none, or more than one."""
    bare = "".join(words.split())
    named = [town for town in load_towns() if town.name in bare]
    longest = [t for t in named if not any(t.name != o.name and t.name in o.name for o in named)]
    in_full = [town for town in longest if town.prefecture + town.name in bare] or longest
    if len(in_full) != 1:
        return ("", longest[0].name) if len({town.name for town in longest}) == 1 else ("", "")
    return in_full[0].prefecture, in_full[0].name
