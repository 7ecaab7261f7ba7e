"""What a 問合せ先 cell holds: text, a link, a mail address, or a picture with words that stand for it."""

import re

from corpus.contacts import is_web_address
from corpus.readers.columns import bare, column_names
from corpus.readers.table import Cell
from corpus.words import fold

_EMAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NUMBER = re.compile(
    r"\(?0\d{1,4}\)?[-‐–—−ー(]?\d{1,4}[-‐–—−ー)]?\d{3,4}(?:\s*\(?(?:内線|代表)[\s:]*[\d,、]{0,12}\)?)?"
)
_FAX = re.compile(r"(?i:fax)|ファク|ファッ")
_LABEL = re.compile(
    r"(?i:(?:tel|fax|e-?mail|mail)\s*[:：.]?)|(?:電話(?:番号)?|ファクス|ファックス|メール(?:アドレス)?)\s*[:：]"
)
_LEFT_OVER = re.compile(r"^[\s:：、,()（）/・\-]+|[\s:：、,(（/・\-]+$")


def read_contact(cell: Cell) -> dict[str, str] | None:
    """The fields of a contact, those without a value left out; None if the cell names nobody to ask.

    A number in the wrong form is kept, so that whoever checks it can refuse it.
    """
    found: dict[str, str] = {}
    for link in cell.links:
        kind, _, rest = link.partition(":")
        if kind.lower() == "mailto":
            found.setdefault("email", rest.partition("?")[0].strip())
        elif kind.lower() == "tel":
            found.setdefault("phone", rest.strip())
        elif is_web_address(link):
            found.setdefault("url", link)
    offices = []
    for line in (cell.text or "\n".join(cell.alts)).split("\n"):
        rest = fold(line)
        for pattern, name in ((_EMAIL, "email"), (_NUMBER, "phone")):
            for match in pattern.findall(rest):
                is_fax = name == "phone" and bool(_FAX.search(rest[: rest.index(match)][-8:]))
                found.setdefault("fax" if is_fax else name, match)
                rest = rest.replace(match, " ", 1)
        if office := _office(rest):
            offices.append(office)
    if offices:
        found["department"] = " ".join(offices)
    return found or None


def _office(words: str) -> str:
    """What is left of a line once numbers and labels are gone, if it names something."""
    rest = _LEFT_OVER.sub("", " ".join(_LABEL.sub(" ", words).split()))
    generic = column_names()["generic"]["words"]
    assert isinstance(generic, list)
    return "" if bare(rest) in {bare(word) for word in generic} or not re.search(r"\w", rest) else rest
