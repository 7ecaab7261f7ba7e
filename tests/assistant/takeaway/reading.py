"""Reads the documents as the people who get them do: their words, cell by cell."""

import io
import zipfile

from docx import Document
from openpyxl import load_workbook


def docx_words(content: bytes) -> list[str]:
    """Every paragraph: those above and below the tables, and those in their cells."""
    document = Document(io.BytesIO(content))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for p in document.paragraphs] + [p.text for cell in cells for p in cell.paragraphs]


def docx_xml(content: bytes, part: str = "document") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(f"word/{part}.xml").decode()


def xlsx_words(content: bytes) -> list[str]:
    """Every cell's value."""
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
