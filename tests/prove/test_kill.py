"""A process that writes is killed at a random moment, a hundred times: nothing is lost, doubled, or left half done."""

import json
import multiprocessing
import random
import time
from pathlib import Path

import chromadb
import pytest

from assistant.access.accounts import Accounts
from embeddings.index import passage_record
from tests.embeddings.conftest import GramEncoder
from tests.prove.conftest import Note
from tests.prove.writing import bring_in, corpus_of, index_of, settings_of, sheet

TIMES = 100


def test_nothing_is_lost_by_a_hundred_kills(tmp_path: Path, note: Note) -> None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.prove.writing", "chromadb"])
    begin = time.perf_counter()
    bring_in(tmp_path, 0)  # also learns how long the work takes
    whole = time.perf_counter() - begin
    chance, killed, moments = random.Random(20261127), 0, dict.fromkeys(("import", "contact", "account", "index"), 0)
    for number in range(1, TIMES + 1):
        before = state(tmp_path)
        process = processes.Process(target=bring_in, args=(tmp_path, number))
        process.start()
        process.join(chance.uniform(0, 1.2 * whole))
        process.kill()
        process.join()
        killed += process.exitcode != 0
        moments[changed(before, state(tmp_path), number)] += 1
    with index_of(tmp_path):
        pass
    assert filed(tmp_path) == expected(tmp_path)
    note("kills", {"times": TIMES, "killed_at_work": killed, "furthest_written": moments})
    assert killed > TIMES / 2


def state(home: Path) -> dict[str, object]:
    """All that a user gave, as it is read back."""
    corpus, librarian = settings_of(home).read_corpus(), settings_of(home).librarian()
    return {
        "files": [one.note.files[0].name for one in librarian.imports()],
        "cells": [[cell.text for cells in one.cells.values() for cell in cells] for one in librarian.imports()],
        "contact": [row.phone for row in corpus.register.rows],
        "accounts": [one.name for one in Accounts(home / "accounts.json").all()],
    }


def changed(before: dict[str, object], after: dict[str, object], number: int) -> str:
    """How far it came; fails for anything that is not the state before a step or after it."""
    file = sheet(number)[0]
    texts = [line.split(",")[2] for line in file.data.decode().split("\n")[1:]]
    steps = [before]
    steps.append({**before, "files": [*before["files"], file.name], "cells": [*before["cells"], texts]})  # type: ignore[misc]
    steps.append({**steps[-1], "contact": [f"0823-25-{number:04}"]})
    steps.append({**steps[-1], "accounts": [*before["accounts"], f"利用者{number}"]})  # type: ignore[misc]
    assert after in steps, json.dumps(after, ensure_ascii=False)
    return ("import", "contact", "account", "index")[steps.index(after)]


def expected(home: Path) -> dict[str, str]:
    records = [passage_record(passage) for passage in corpus_of(home).passages]
    return {record.id: record.content_hash for record in records}


def filed(home: Path) -> dict[str, str]:
    """What Chroma holds, and that all of it is found."""
    encoder = GramEncoder()
    client = chromadb.PersistentClient(
        path=str(settings_of(home).index), settings=chromadb.Settings(anonymized_telemetry=False)
    )
    (collection,) = client.list_collections()
    held = collection.get(include=["metadatas"])
    found = collection.query(query_embeddings=[encoder.encode_query("始め")], n_results=len(held["ids"]), include=[])
    client.close()
    assert sorted(found["ids"][0]) == sorted(held["ids"])
    return {i: str(m["content_hash"]) for i, m in zip(held["ids"], held["metadatas"] or [], strict=True)}


@pytest.mark.parametrize("writers", [4])
def test_processes_that_write_at_once_take_turns(tmp_path: Path, note: Note, writers: int) -> None:
    """Each brings in until its import stands: one that was overtaken looks again, as a user is told to."""
    processes = multiprocessing.get_context("forkserver")
    running = [processes.Process(target=insist, args=(tmp_path, number)) for number in range(writers)]
    for process in running:
        process.start()
    for process in running:
        process.join(300)
    assert [process.exitcode for process in running] == [0] * writers

    imports = settings_of(tmp_path).librarian().imports()
    assert [one.number for one in imports] == list(range(1, writers * 5 + 1))
    assert {one.note.files[0].name for one in imports} == {f"{n:04}.csv" for n in range(writers * 5)}
    with index_of(tmp_path):
        assert filed(tmp_path) == expected(tmp_path)
    note("writers_at_once", {"processes": writers, "imports": len(imports), "lost": 0, "doubled": 0})


def insist(home: Path, writer: int) -> None:
    """Five imports of one process, each until it stands."""
    from corpus.errors import CorpusBusyError, CorpusChangedError
    from embeddings.errors import IndexBusyError

    librarian = settings_of(home).librarian()
    for number in range(writer * 5, writer * 5 + 5):
        while True:
            try:
                librarian.accept(librarian.propose(sheet(number)))
                break
            except (CorpusChangedError, CorpusBusyError):
                continue
        try:
            with index_of(home):
                pass
        except IndexBusyError:
            continue
