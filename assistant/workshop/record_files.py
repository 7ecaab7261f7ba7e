"""The record as one Word and one Excel file."""

from datetime import date, datetime, time

from assistant.takeaway.excel_table import excel_tables
from assistant.takeaway.forms import File, file_named
from assistant.takeaway.word_page import GOTHIC, add_lines, add_title, new_document, saved
from assistant.takeaway.word_table import SIZE, SMALL, add_table
from assistant.texts import text
from assistant.workshop.record import boards_table, monday_table
from assistant.workshop.room import Room
from assistant.workshop.workshop import Workshop

FORMS = ("docx", "xlsx")


def record_file(form: str, room: Room, workshop: Workshop, made: date) -> File:
    """The record in one of the FORMS."""
    content = _word(room, workshop, made) if form == "docx" else _excel(room, workshop, made)
    return file_named(f"record.{form}", text("workshop.record_title"), content)


def _word(room: Room, workshop: Workshop, made: date) -> bytes:
    boards, monday = boards_table(room, workshop, made), monday_table(room, workshop)
    document = new_document(boards.title, GOTHIC, SIZE, across=True)
    add_title(document, boards.title)
    add_lines(document, boards.above, SMALL)
    add_table(document, boards, SMALL)
    add_lines(document, boards.below, SMALL)
    document.add_page_break()  # type: ignore[no-untyped-call]
    add_title(document, monday.title)
    add_lines(document, monday.above, SMALL)
    if monday.rows:
        add_table(document, monday, SMALL)
    add_lines(document, monday.below, SMALL)
    return saved(document)


def _excel(room: Room, workshop: Workshop, made: date) -> bytes:
    tables = {
        text("workshop.sheet_boards"): boards_table(room, workshop, made),
        text("workshop.sheet_monday"): monday_table(room, workshop),
    }
    return excel_tables(text("workshop.record_title"), tables, datetime.combine(made, time()))
