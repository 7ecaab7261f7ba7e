"""The forms in which a report can be taken home, by the names of their files in addresses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from assistant.comparison import FEWEST, MOST, compare
from assistant.takeaway.comparison_table import comparison_table
from assistant.takeaway.council_memo import council_memo
from assistant.takeaway.excel_table import excel_table
from assistant.takeaway.inquiry import Inquiry, inquiry_to
from assistant.takeaway.inquiry_letter import inquiry_letter
from assistant.takeaway.inquiry_mail import inquiry_mail
from assistant.takeaway.reference_table import reference_table
from assistant.takeaway.reply_form import reply_form
from assistant.takeaway.report import Report
from assistant.takeaway.table import Table
from assistant.takeaway.word_table import word_table
from assistant.texts import text
from corpus.library import Corpus

_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
}
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class File:
    """A file to be taken home; `name` is Japanese."""

    name: str
    media: str
    content: bytes


def file_of(form: str, report: Report, to: str | None = None) -> File | None:
    """The report in a form; for letters `to` a town of it, else to its first one. None if that cannot be."""
    if form in _OF_REPORTS:
        return file_named(form, text(f"takeaway.file_{_kind(form)}"), _OF_REPORTS[form](report))
    if form not in _LETTERS or not report.rows:
        return None
    inquiry = inquiry_to(to or report.rows[0].town.code, report)
    if inquiry is None:
        return None
    name = text(f"takeaway.file_{_kind(form)}", town=inquiry.town.name)
    return file_named(form, name, _LETTERS[form](inquiry, report))


def comparison_file(form: str, codes: list[str], corpus: Corpus, made: date) -> File | None:
    """Towns side by side; None for a form there is not, or too few or too many towns."""
    compared = compare(codes, corpus)
    if form not in _TABLES or not FEWEST <= len(compared.towns) <= MOST:
        return None
    table = comparison_table(compared, corpus, made)
    return file_named(form, text("takeaway.file_comparison"), _TABLES[form](table, made))


def file_named(form: str, name: str, content: bytes) -> File:
    """A file of a form, under a Japanese name that every system takes."""
    suffix = form.rpartition(".")[2]
    return File(f"{_NOT_IN_NAMES.sub('_', name)}.{suffix}", _MEDIA[suffix], content)


def _kind(form: str) -> str:
    return form.partition(".")[0]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


_TABLES: dict[str, Callable[[Table, date], bytes]] = {
    "comparison.docx": lambda table, _: word_table(table),
    "comparison.xlsx": lambda table, made: excel_table(table, _midnight(made)),
}
_OF_REPORTS: dict[str, Callable[[Report], bytes]] = {
    "table.docx": lambda report: word_table(reference_table(report)),
    "table.xlsx": lambda report: excel_table(reference_table(report), _midnight(report.made)),
    "memo.docx": council_memo,
}
_LETTERS: dict[str, Callable[[Inquiry, Report], bytes]] = {
    "letter.docx": lambda inquiry, _: inquiry_letter(inquiry),
    "reply.xlsx": lambda inquiry, report: reply_form(inquiry, _midnight(report.made)),
    "mail.txt": lambda inquiry, _: inquiry_mail(inquiry),
}
