"""A Word document as Japanese offices print it: A4, 25 mm margins, a Japanese font for Japanese, page x/y."""

import io
import re
from collections.abc import Iterable

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.takeaway.table import Line
from assistant.texts import text

MINCHO, GOTHIC = "游明朝", "BIZ UDゴシック"
_SHORT, _LONG, _MARGIN = Mm(210), Mm(297), Mm(25)
_LEADING = 1.5
"""From line to line, in sizes of the letters: exact, since 游明朝 by itself asks for much more than other fonts."""
_FONT_ATTRIBUTES = ("ascii", "hAnsi", "eastAsia", "cs")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(words: str) -> str:
    """The text without characters that no XML can hold; line ends as line feeds."""
    return _NOT_XML.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def new_document(title: str, font: str, size: float, across: bool = False) -> WordDocument:
    """An empty document of one section; `across`: the long edge at the bottom."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if across else (_SHORT, _LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    section.header_distance = section.footer_distance = Mm(12)
    _set_font(document, font, size)
    _number_pages(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.language = title, "", "", "ja-JP"
    return document


def saved(document: WordDocument) -> bytes:
    """The document as the bytes of a file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_title(document: WordDocument, title: str, size: float = 14) -> None:
    """The title, in the middle of its line."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.line_spacing = Pt(size * _LEADING)
    run = paragraph.add_run(printable(title))
    run.bold, run.font.size = True, Pt(size)


def add_lines(place: WordDocument | _Cell, lines: Iterable[Line], small: float) -> None:
    """Each line as a paragraph; a cell's own empty paragraph is the first."""
    empty = place.paragraphs[0] if isinstance(place, _Cell) else None
    for line in lines:
        paragraph = place.add_paragraph() if empty is None else empty
        empty = None
        run = paragraph.add_run(printable(line.words))
        if line.weight == "strong":
            run.bold = True
            # Within a table this would hold all rows together, and push the table to the next page.
            paragraph.paragraph_format.keep_with_next = not isinstance(place, _Cell) or None
        elif line.weight == "small":
            run.font.size = Pt(small)
            paragraph.paragraph_format.line_spacing = Pt(small * _LEADING)


def _set_font(document: WordDocument, font: str, size: float) -> None:
    """The font of every style, for Japanese too: python-docx sets it for Latin letters only."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    for properties in (defaults, normal.element.get_or_add_rPr()):
        fonts = properties.find(qn("w:rFonts"))
        if fonts is None:
            fonts = OxmlElement("w:rFonts")
            properties.insert(0, fonts)
        fonts.attrib.clear()  # a font of the theme would win
        for name in _FONT_ATTRIBUTES:
            fonts.set(qn(f"w:{name}"), font)
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), "ja-JP")
    language.set(qn("w:eastAsia"), "ja-JP")
    normal.font.size = Pt(size)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = Pt(size * _LEADING)


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = text("takeaway.page", page="\0", pages="\0").split("\0")
    paragraph.add_run(before)
    _add_field(paragraph.add_run(), "PAGE")
    paragraph.add_run(between)
    _add_field(paragraph.add_run(), "NUMPAGES")
    paragraph.add_run(after)


def _add_field(run: Run, code: str) -> None:
    """A number that the word processor fills in."""
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "separate":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run._r.append(instruction)
        run._r.append(mark)
        if kind == "separate":
            shown = OxmlElement("w:t")
            shown.text = "1"
            run._r.append(shown)
