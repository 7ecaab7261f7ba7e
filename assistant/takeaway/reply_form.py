"""回答様式: the Excel sheet that goes with a letter, for the town's answers."""

from datetime import datetime

from openpyxl.utils import get_column_letter

from assistant.takeaway.excel_page import BORDER, add_sheet, new_book, put, put_across, put_row, saved
from assistant.takeaway.inquiry import Inquiry
from assistant.texts import text

_WIDTHS = (7, 34, 43)
_ROOM, _LINE = 84, 24
_ASKED_OF = ("town", "department", "person", "phone", "email")


def reply_form(inquiry: Inquiry, now: datetime) -> bytes:
    """The form: who answers, then a row for each question."""
    title = text("inquiry.form_title")
    book = new_book(title)
    sheet = add_sheet(book, title, across=False)
    for n, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    put_across(sheet, 1, len(_WIDTHS), title, size=14, bold=True)
    put_across(sheet, 2, len(_WIDTHS), inquiry.subject)
    at = 4
    for name in _ASKED_OF:
        known = inquiry.town.name if name == "town" else ""
        for n, words in ((2, text(f"inquiry.form_{name}")), (3, known)):
            put(sheet, at, n, words, bold=n == 2).border = BORDER
        sheet.row_dimensions[at].height = _LINE
        at += 1
    at += 1
    headings = [text(f"inquiry.form_{name}") for name in ("number", "question", "answer")]
    put_row(sheet, at, headings, bold=True, shaded=True)
    sheet.print_title_rows = f"{at}:{at}"
    blank = len(inquiry.questions) - len(inquiry.asked)
    for number, question in enumerate([*inquiry.asked, *[""] * blank], start=1):
        at += 1
        put_row(sheet, at, (str(number), question, ""))
        sheet.row_dimensions[at].height = _ROOM
    put_across(sheet, at + 2, len(_WIDTHS), text("inquiry.form_thanks"))
    return saved(book, now)
