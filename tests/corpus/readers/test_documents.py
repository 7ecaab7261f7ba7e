"""Word and PDF are running text: each heading, or page, is an entry of the town and theme that it names."""

import io
from datetime import datetime
from pathlib import Path

import docx
import pypdf
import pytest

from corpus.given import Given
from corpus.intake import FileReader
from corpus.library import corpus_folder, load_corpus
from corpus.readers.documents import town_in

MANIFEST = load_corpus(corpus_folder("kodoku", Path())).manifest
NOW = datetime.fromisoformat("2026-06-01T09:00:00+09:00")


def read(data: bytes, name: str) -> tuple[list[tuple[str, str, str, str]], list[tuple[int | None, str]]]:
    found = FileReader(MANIFEST, NOW).read(Given(name, data))
    drafts = [(draft.municipality, draft.theme, draft.aspect, draft.text) for draft in found.drafts]
    return drafts, [(one.row, one.reason) for one in found.rejections]


def word(*blocks: tuple[str, str]) -> bytes:
    document = docx.Document()
    for kind, words in blocks:
        if kind == "h":
            document.add_heading(words)
        elif kind == "t":
            document.add_table(1, 2).rows[0].cells[0].text = words
        else:
            document.add_paragraph(words)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf(*pages: tuple[str, ...]) -> bytes:
    """Pages of lines, in a font that says by itself which character each glyph is."""
    letters = sorted({letter for lines in pages for line in lines for letter in line})
    code = {letter: f"{number:04x}" for number, letter in enumerate(letters, start=1)}
    pairs = "\n".join(f"<{code[letter]}> <{ord(letter):04x}>" for letter in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
        f"{len(letters)} beginbfchar\n{pairs}\nendbfchar endcmap end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /T /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /T "
        "/CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> >>",
    ]
    objects.append(f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream")
    kids = []
    for lines in pages:
        shown = " ".join(f"<{''.join(code[letter] for letter in line)}> Tj 0 -20 Td" for line in lines)
        content = f"BT /F1 12 Tf 50 700 Td {shown} ET"
        objects.append(f"<< /Length {len(content)} >> stream\n{content}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj {content} endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    body += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{body.index('xref')}\n%%EOF"
    return body.encode("latin-1")


def test_each_heading_of_a_word_file_is_an_entry() -> None:
    data = word(
        ("h", "愛知県豊橋市（全般）"),
        ("p", "試験用の文。会議を開いた。"),
        ("t", "表の文"),
        ("h", "きっかけ"),
        ("p", "市民の声。"),
        ("h", "呉市のプラットフォーム"),
        ("p", "団体に呼びかけた。"),
    )
    assert read(data, "事例.docx") == (
        [
            ("豊橋市", "general", "first_step", "〔愛知県豊橋市（全般）〕\n試験用の文。会議を開いた。\n表の文"),
            ("豊橋市", "general", "reason", "〔きっかけ〕\n市民の声。"),
            ("呉市", "platform", "first_step", "〔呉市のプラットフォーム〕\n団体に呼びかけた。"),
        ],
        [],
    )


def test_the_files_name_may_tell_the_town_and_the_theme() -> None:
    drafts, rejected = read(word(("p", "会議を開いた。")), "豊橋市_全般.docx")
    assert (drafts, rejected) == ([("豊橋市", "general", "first_step", "会議を開いた。")], [])


@pytest.mark.parametrize(
    ("heading", "reason"), [("はじめに", "section_without_town"), ("豊橋市", "section_without_theme")]
)
def test_a_section_that_names_no_town_or_theme_is_rejected(heading: str, reason: str) -> None:
    assert read(word(("h", heading), ("p", "文。")), "事例.docx") == ([], [(1, reason)])


def test_each_page_of_a_pdf_is_an_entry() -> None:
    data = pdf(("豊橋市　全般", "試験用の文。"), ("呉市　全般", "調査をした。"))
    assert read(data, "事例.pdf") == (
        [
            ("豊橋市", "general", "first_step", "〔豊橋市　全般〕\n試験用の文。"),
            ("呉市", "general", "first_step", "〔呉市　全般〕\n調査をした。"),
        ],
        [],
    )


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf(("呉市",))))
    writer.encrypt("x", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"%PDF-1.4 broken", "事例.pdf", "not_pdf"),
        (encrypted(), "事例.pdf", "file_encrypted"),
        (pdf(()), "事例.pdf", "pdf_without_text"),
        (b"PK\x05\x06" + b"\x00" * 18, "事例.docx", "not_word"),
        (b"\xd0\xcf\x11\xe0", "事例.docx", "file_encrypted"),
    ],
    ids=["壊れたPDF", "暗号化されたPDF", "文字のないPDF", "空の書庫", "古いWord"],
)
def test_what_cannot_be_read_is_refused(data: bytes, name: str, reason: str) -> None:
    assert read(data, name) == ([], [(None, reason)])


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("愛知県豊橋市の取組", ("愛知県", "豊橋市")),
        ("豊橋市", ("愛知県", "豊橋市")),
        ("東久留米市", ("東京都", "東久留米市")),
        ("府中市", ("", "府中市")),
        ("広島県府中市", ("広島県", "府中市")),
        ("豊橋市と呉市", ("", "")),
        ("はじめに", ("", "")),
    ],
)
def test_the_one_town_that_words_name(words: str, town: tuple[str, str]) -> None:
    assert town_in(words) == town
