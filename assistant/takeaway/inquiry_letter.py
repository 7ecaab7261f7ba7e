"""照会文 as an official letter in Word; number, date, sender and deadline are left blank."""

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from assistant.takeaway.inquiry import Inquiry
from assistant.takeaway.phrases import quoted
from assistant.takeaway.word_page import MINCHO, add_lines, new_document, printable, saved
from assistant.texts import text

_SIZE, _SMALL = 11, 9.5
_INDENT = Mm(8)


def inquiry_letter(inquiry: Inquiry) -> bytes:
    """The letter."""
    document = new_document(inquiry.subject, MINCHO, _SIZE)
    for name in ("number", "date"):
        _add(document, text(f"inquiry.{name}"), WD_ALIGN_PARAGRAPH.RIGHT)
    _add(document, inquiry.addressee)
    _space(document)
    _add(document, text("inquiry.sender"), WD_ALIGN_PARAGRAPH.RIGHT)
    _space(document)
    _add(document, inquiry.subject, WD_ALIGN_PARAGRAPH.CENTER)
    _space(document)
    for paragraph in (inquiry.request, text("inquiry.please")):
        _add(document, text("inquiry.paragraph", words=paragraph))
    _space(document)
    _add(document, text("inquiry.below"), WD_ALIGN_PARAGRAPH.CENTER)
    _space(document)
    _add_points(document, inquiry)
    _add(document, text("inquiry.end"), WD_ALIGN_PARAGRAPH.RIGHT)
    _add(document, text("inquiry.own_contact"), indent=True)
    return saved(document)


def _add_points(document: WordDocument, inquiry: Inquiry) -> None:
    """記: what was read, what is asked, until when, in what form."""
    _add(document, text("inquiry.read"))
    _add(document, text("inquiry.read_in", source=inquiry.source, url=inquiry.url), indent=True)
    for quote in inquiry.quotes:
        before = len(document.paragraphs)
        add_lines(document, quoted(quote, quote.theme), _SMALL)
        for paragraph in document.paragraphs[before:]:
            paragraph.paragraph_format.left_indent = _INDENT
    _add(document, text("inquiry.questions"))
    for question in inquiry.questions:
        _add(document, question, indent=True)
    _add(document, text("inquiry.deadline"))
    _add(document, text("inquiry.form"))


def _add(
    document: WordDocument, words: str, where: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT, indent: bool = False
) -> None:
    paragraph = document.add_paragraph(printable(words))
    paragraph.alignment = where
    paragraph.paragraph_format.space_after = Pt(3)
    if indent:
        paragraph.paragraph_format.left_indent = _INDENT


def _space(document: WordDocument) -> None:
    document.add_paragraph()
