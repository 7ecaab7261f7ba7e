"""A file that would take for ever, or all memory, is rejected, and those beside it are read."""

import csv
import io
import re
import struct
import sys
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

import pypdf
import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from corpus.given import Given
from corpus.library import corpus_folder, load_corpus
from corpus.reading_apart import read_apart

MANIFEST = load_corpus(corpus_folder("kodoku", Path())).manifest
NOW = datetime.fromisoformat("2026-06-01T09:00:00+09:00")
SOUND = Given("事例.csv", "市区町村,テーマ,まず始めたこと\n呉市,全般,声を聞く会を開きました。".encode())


def endless_pdf() -> Given:
    """Pages on each of which a letter is set a hundred thousand times: small as a file, long to read."""
    writer = pypdf.PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(named)})
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf " + b"(a) Tj " * 100_000 + b"ET")
    content = writer._add_object(stream.flate_encode())
    for _ in range(400):
        page = writer.add_blank_page(200, 200)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = content
    file = io.BytesIO()
    writer.write(file)
    return Given("終わらない.pdf", file.getvalue())


def greedy_document() -> Given:
    """A document within all limits of size that would fill the memory once it is a tree."""
    file = io.BytesIO()
    Document().save(file)
    body = f"<w:body>{'<w:p/>' * 30_000_000}</w:body>"
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                data = re.sub(rb"<w:body>.*</w:body>", body.encode(), data, flags=re.DOTALL)
            new.writestr(part, data)
    return Given("大食い.docx", made.getvalue())


def read(*files: Given, seconds: float) -> list[tuple[str, list[str], list[str]]]:
    """Of each file its name, the towns in it, and why what was not read was not."""
    readings = read_apart(files, MANIFEST, NOW, {}, seconds)
    return [(r.file.name, [d.municipality for d in r.drafts], [one.reason for one in r.rejections]) for r in readings]


def test_a_file_that_takes_too_long_is_rejected_and_the_others_are_read() -> None:
    assert read(SOUND, endless_pdf(), SOUND, seconds=8) == [
        ("事例.csv", ["呉市"], []),
        ("終わらない.pdf", [], ["reading_too_long"]),
        ("事例.csv", ["呉市"], []),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows には、プロセスの記憶を限る決まりがない")
def test_a_file_that_would_fill_the_memory_is_rejected_and_the_others_are_read() -> None:
    assert read(greedy_document(), SOUND, seconds=120) == [
        ("大食い.docx", [], ["reading_failed"]),
        ("事例.csv", ["呉市"], []),
    ]


def sheet_with_a_picture() -> Given:
    """The sound file as a workbook, with a picture that says it is larger than Pillow ever decodes."""
    book = Workbook()
    for row in csv.reader(io.StringIO(SOUND.data.decode("utf-8-sig"))):
        book.active.append(row)
    book.active.add_image(Image(io.BytesIO(picture(1))), "H1")
    saved, changed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as whole, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            archive.writestr(name, picture(90_000) if name.startswith("xl/media/") else whole.read(name))
    return Given("絵つき.xlsx", changed.getvalue())


def picture(size: int) -> bytes:
    """A PNG of one colour, as far as its head goes."""
    head = b"IHDR" + struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0\0")
    chunks = [
        struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in (head, data, b"IEND")
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_a_picture_in_a_file_is_not_decoded() -> None:
    """Its decoder would refuse this one, and has let others in (Pillow before 13)."""
    with pytest.raises(Exception, match="decompression bomb"):
        load_workbook(io.BytesIO(sheet_with_a_picture().data))
    assert read(sheet_with_a_picture(), seconds=60) == [("絵つき.xlsx", ["呉市"], [])]


def test_nothing_is_read_of_no_files() -> None:
    assert read(seconds=0) == []
