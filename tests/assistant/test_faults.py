"""What fails while questions are asked: no answer is lost, and each says what it had to do without."""

import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.assembly import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.texts import text
from corpus.library import Corpus

QUESTION = "市民意識調査をした市は?"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, with_samples: Callable[[Path], Path]) -> Path:
    return with_samples(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def fragile(home: Path, model_folder: Path) -> Assistant:
    """An assistant of its own, whose parts these tests break, one after the other."""
    copy = home / "model"
    shutil.copytree(model_folder, copy)
    return open_assistant(Settings(home=home, embedding_model=str(copy)), lambda _: None)


def test_what_goes_with_each_answer_stands_in_it(kodoku: Corpus) -> None:
    answer = Assistant(kodoku, None, [text("note.words_only")]).ask(QUESTION)

    assert answer.notes == (text("note.words_only"),)
    assert f"- {text('note.words_only')}" in answer.answer


def test_questions_that_meet_a_broken_index_have_it_built_anew_once(fragile: Assistant, home: Path) -> None:
    before = fragile.ask(QUESTION)
    with closing(sqlite3.connect(home / "index" / "kodoku" / "chroma.sqlite3")) as database:
        database.execute("DROP TABLE collections")
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda: answers.append(fragile.ask(QUESTION))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.citations for answer in answers] == [before.citations] * 4
    assert len(list((home / "index").glob("kodoku.broken-*"))) == 1
    assert text("note.store_set_aside") in fragile.ask(QUESTION).answer


def test_an_index_that_breaks_again_at_once_is_left_alone_for_a_while(
    fragile: Assistant, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something is wrong with the disk, say: to build it for each question would help nobody."""
    with closing(sqlite3.connect(home / "index" / "kodoku" / "chroma.sqlite3")) as database:
        database.execute("DROP TABLE collections")

    for _ in range(3):
        assert text("note.words_only") in fragile.ask(QUESTION).answer
    assert len(list((home / "index").glob("kodoku.broken-*"))) == 1

    monkeypatch.setattr(fragile, "_not_mended_before", 0.0)
    assert text("note.words_only") not in fragile.ask(QUESTION).answer
    assert len(list((home / "index").glob("kodoku.broken-*"))) == 2


def test_a_model_that_ends_for_good_leaves_the_search_by_words(fragile: Assistant, home: Path) -> None:
    assert fragile.meaning is not None
    (home / "model" / "model.safetensors").write_bytes(b"x")
    fragile.meaning.encoder._process.kill()  # type: ignore[attr-defined]

    answer = fragile.ask("市民への意識調査から始めた市は?")  # not one whose vector is remembered

    assert answer.citations[0].municipality == "呉市"
    assert text("note.words_only") in answer.answer
