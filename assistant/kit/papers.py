"""The papers of a kit: the page of instructions, and the documents, as pages that every browser shows and prints."""

import shutil
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

from assistant.kit.wheels import ROOT

PAPERS = {
    "kit.md": "情報システム担当者へ.html",
    "kit-introduction.md": "導入説明.html",
    "kit-checklist.md": "確認表.html",
    "operations.md": "運用の手引き.html",
}
"""Document under docs/ → its name in a kit."""
PICTURES = ("kit-start.png", "kit-answer.png")
_PAGE = Path(__file__).with_name("starter") / "paper.html"


def write_papers(folder: Path) -> None:
    """Writes the documents and the pictures of the instructions into a folder."""
    folder.mkdir()
    for source, name in PAPERS.items():
        (folder / name).write_bytes(paper((ROOT / "docs" / source).read_text(encoding="utf-8")).encode())
    for picture in PICTURES:
        shutil.copy(ROOT / "docs" / "pictures" / picture, folder)


def paper(markdown: str) -> str:
    """A document as a page; its links to other documents lead to their pages."""
    for source, name in PAPERS.items():
        markdown = markdown.replace(f"]({source})", f"]({name})")
    title = markdown.partition("\n")[0].removeprefix("# ")
    body = MarkdownIt("commonmark").enable("table").render(markdown)
    return _PAGE.read_text(encoding="utf-8").replace("@TITLE@", escape(title)).replace("@BODY@", body)
