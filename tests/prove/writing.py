"""What a process does that may be killed at any moment: brings material in, keeps contacts, brings the index up to it.

It searches with a small but real encoder, so that a hundred kills take minutes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.access.accounts import Accounts
from assistant.settings import Settings
from corpus.contacts import RegisterRow
from corpus.given import Given
from corpus.librarian import Librarian
from corpus.library import Corpus
from corpus.scope import Scope
from embeddings.index import VectorIndex
from tests.embeddings.conftest import GramEncoder

TOWNS = ("豊橋市", "神戸市", "堺市", "松山市", "高知市")
PASSWORD = "はじめの一歩を踏み出す2026"


def settings_of(home: Path) -> Settings:
    return Settings(home=home, _env_file=None)


def corpus_of(home: Path) -> Corpus:
    """The corpus as it stands, with few samples: the small encoder has nothing to gain from thousands."""
    scope = Scope(within=("何から始めればいい?", "会議は?"), beyond=("天気は?",))
    return replace(settings_of(home).read_corpus(), scope=scope, asked={})


def sheet(number: int) -> list[Given]:
    """The file of one import: a row of each town, in words of its own; each file has a name of its own."""
    rows = [f"{town},全般,{town}は第{number}回の話し合いから始めました。" for town in TOWNS]
    return [Given(f"{number:04}.csv", "\n".join(["市区町村,テーマ,まず始めたこと", *rows]).encode())]


def contact(number: int) -> RegisterRow:
    return RegisterRow(
        code="342025",
        municipality="呉市",
        phone=f"0823-25-{number:04}",
        source_url="https://www.city.kure.lg.jp/",
        as_of="2026-04-01",
    )


@contextmanager
def index_of(home: Path) -> Iterator[VectorIndex]:
    encoder = GramEncoder()
    index = VectorIndex(settings_of(home).index, corpus_of(home), encoder.fingerprint)
    index.prepare(encoder, lambda _: None)
    try:
        yield index
    finally:
        index.close()


def bring_in(home: Path, number: int) -> None:
    """One import, its contact, and the index; an account too."""
    librarian: Librarian = settings_of(home).librarian()
    librarian.accept(librarian.propose(sheet(number)))
    librarian.keep_contacts([contact(number)])
    Accounts(home / "accounts.json").add(f"利用者{number}", "reader", PASSWORD)
    with index_of(home):
        pass
