"""A saved page → what it says of itself, and its tables on grids, each under the theme whose heading precedes it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.errors import IntakeError
from corpus.manifest import Manifest
from corpus.readers.columns import bare
from corpus.readers.html_text import words_of_element
from corpus.readers.table import Cell, Slot, Table

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_ENCODINGS = {"shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932"}
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_AS_OF = re.compile(r"((?:令和|平成|20)[^（(）)\n]{1,12}?月(?:[0-9０-９]{1,2}日|末日?)?)\s*(?:時点|現在)")
_WIDEST, _TALLEST = 100, 20_000
"""A cell that spans more than so many columns or rows is a slip or an attack."""


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """`url` is empty where the page does not tell it, `as_of` where it names no day."""

    title: str
    url: str
    as_of: str
    tables: tuple[Table, ...]


def read_html(data: bytes, manifest: Manifest, name: str, url: str = "") -> HtmlPage:
    """The page in an HTML file, from `url` if that is known. Raises IntakeError if it is no text."""
    tree = LexborHTMLParser(decoded(data, name))
    root = tree.root
    if root is None:
        raise IntakeError(file=name, reason="file_empty")
    address = url or _address(root)
    return HtmlPage(_title(root), address, _as_of(root), tuple(_tables(root, manifest, address)))


def decoded(data: bytes, name: str) -> str:
    """A file's text: by its byte order mark, what it says of itself, UTF-8 or CP932. Raises IntakeError."""
    declared = _CHARSET.search(data[:4096])
    tried = [_named(declared[1].decode("ascii")) if declared else "utf-8-sig", "utf-8-sig", "cp932"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried.insert(0, "utf-16")
    for encoding in tried:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise IntakeError(file=name, reason="encoding_unknown")


def _named(charset: str) -> str:
    name = charset.lower()
    return _ENCODINGS.get(name, "utf-8-sig" if name in ("utf-8", "utf8") else name)


def _title(root: LexborNode) -> str:
    for selector in ("h1", "title"):
        for node in root.css(selector):
            if words := " ".join((node.text(deep=True) or "").split()):
                return words
    return ""


def _address(root: LexborNode) -> str:
    """Where the page says that it comes from; empty if it does not."""
    link = root.css_first('link[rel="canonical"]')
    if link is not None and (href := link.attributes.get("href")):
        return href if href.startswith(("https://", "http://")) else ""
    for node in root.traverse(include_text=True):
        if node.is_comment_node and (saved := _SAVED_FROM.search(node.comment_content or "")):
            return saved[1] if saved[1].startswith(("https://", "http://")) else ""
    return ""


def _as_of(root: LexborNode) -> str:
    found = _AS_OF.search(words_of_element(root))
    return found[1] if found else ""


def _tables(root: LexborNode, manifest: Manifest, url: str) -> Iterator[Table]:
    """The tables that hold no other table with columns, in reading order."""
    themes = [(bare(theme.heading), theme.id) for theme in manifest.themes]
    theme = None
    within: set[int] = set()
    for node in root.traverse(include_text=True):
        if node.mem_id in within:
            continue
        if node.tag == "table" and not _lays_out(node):
            within.update(inner.mem_id for inner in node.traverse(include_text=True))
            caption = node.css_first("caption")
            own = _theme_in(words_of_element(caption), themes) if caption is not None else None
            yield _table(node, own or theme, url)
        elif node.is_text_node and node.parent is not None:
            theme = _theme_in(_around(node), themes) or theme


def _lays_out(table: LexborNode) -> bool:
    """True for a table that only puts things in their places: it holds other tables, and has no heading cells."""
    return table.css_first("td table") is not None and not any(
        cell.tag == "th" for row in _rows_of(table) for cell in _cells_of(row)
    )


def _around(node: LexborNode) -> str:
    """The words of the nearest element of a text that is more than a span."""
    element = node.parent
    while element is not None and element.tag in ("a", "b", "em", "font", "i", "span", "strong", "u"):
        element = element.parent
    if element is None or element.tag in ("html", "body", "div", "main", "section", "article", "td"):
        return node.text_content or ""
    return words_of_element(element)


def _theme_in(words: str, themes: Sequence[tuple[str, str]]) -> str | None:
    """The theme that a heading names, with or without its brackets."""
    heading = bare(words)
    if not heading or len(heading) > 200:
        return None
    return next((identity for own, identity in themes if own in heading or own.strip("【】") == heading), None)


def _rows_of(table: LexborNode) -> Iterator[LexborNode]:
    for part in table.iter():
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part.iter() if row.tag == "tr")


def _cells_of(row: LexborNode) -> Iterator[LexborNode]:
    yield from (cell for cell in row.iter() if cell.tag in ("td", "th"))


def _table(table: LexborNode, theme: str | None, url: str) -> Table:
    """The table's grid: a merged cell stands in each place that it covers, marked where it only goes on."""
    rows = list(_rows_of(table))
    grid: list[dict[int, Slot]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        place = 0
        for cell in _cells_of(row):
            while place in grid[number]:
                place += 1
            read = _cell(cell, url)
            right, down = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", _TALLEST)
            for below in range(min(down, len(rows) - number)):
                for aside in range(right):
                    grid[number + below].setdefault(place + aside, Slot(read, below > 0, aside > 0))
            place += right
    laid = [tuple(row.get(place, Slot(Cell())) for place in range(max(row, default=-1) + 1)) for row in grid]
    return Table(theme, tuple(laid), tuple(range(1, len(laid) + 1)))


def _span(cell: LexborNode, name: str, most: int) -> int:
    words = (cell.attributes.get(name) or "1").strip()
    if not words.isdecimal():
        return 1
    return min(int(words[:9]), most) or (most if name == "rowspan" else 1)  # rowspan="0": to the end


def _cell(cell: LexborNode, url: str) -> Cell:
    links = [address for node in cell.css("a") if (address := (node.attributes.get("href") or "").strip())]
    alts = [words for node in cell.css("img") if (words := " ".join((node.attributes.get("alt") or "").split()))]
    return Cell(words_of_element(cell), tuple(urljoin(url, link) for link in links), tuple(alts))
