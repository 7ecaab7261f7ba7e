"""Where the room is kept: it outlives the program, is never half written, and is gone when erased."""

import os
import threading
from pathlib import Path

import pytest

from assistant.errors import NoWorkshopError, RoomUnreadableError, WorkshopRunsError
from assistant.workshop.room import new_room, put
from assistant.workshop.store import RoomStore
from embeddings.errors import HomeUnwritableError

ROOM = new_room(("a",), 6, 25, 0.0)


@pytest.fixture
def store(tmp_path: Path) -> RoomStore:
    return RoomStore(tmp_path / "workshop" / "kodoku")


def test_another_program_finds_the_room_as_it_was_left(store: RoomStore) -> None:
    store.begin(ROOM)
    changed = store.change(lambda room: room.with_group(2, lambda group: put(group, "card")))
    assert RoomStore(store.folder).read() == changed
    assert [file.name for file in store.folder.iterdir()] == ["room.json"]


def test_what_another_program_wrote_is_seen(store: RoomStore) -> None:
    store.begin(ROOM)
    assert store.read() == ROOM
    RoomStore(store.folder).change(lambda room: room.with_values(shared=True))
    room = store.read()
    assert room is not None
    assert room.shared


def test_a_second_room_has_to_wait(store: RoomStore) -> None:
    store.begin(ROOM)
    with pytest.raises(WorkshopRunsError):
        store.begin(new_room(("a",), 3, 25, 1.0))
    assert store.read() == ROOM


def test_a_change_that_fails_changes_nothing(store: RoomStore) -> None:
    store.begin(ROOM)
    with pytest.raises(ZeroDivisionError):
        store.change(lambda room: room.with_values(opened=1 / 0))
    assert RoomStore(store.folder).read() == ROOM


def test_a_write_that_is_cut_off_leaves_the_old_room(store: RoomStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.begin(ROOM)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HomeUnwritableError):
        store.change(lambda room: room.with_values(shared=True))
    monkeypatch.undo()
    assert RoomStore(store.folder).read() == ROOM
    assert [file.name for file in store.folder.iterdir()] == ["room.json"]


def test_no_change_of_many_at_once_is_lost(store: RoomStore) -> None:
    store.begin(ROOM)
    others = [RoomStore(store.folder), RoomStore(store.folder)]

    def seat(n: int) -> None:
        others[n % 2].change(lambda room: room.seated(f"token-{n}", n % 6 + 1))

    threads = [threading.Thread(target=seat, args=(n,)) for n in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room = store.read()
    assert room is not None
    assert [room.people(n) for n in range(1, 7)] == [5] * 6


def test_erasing_leaves_nothing_and_may_be_done_again(store: RoomStore) -> None:
    store.begin(ROOM)
    store.erase()
    assert not store.folder.exists()
    assert store.read() is None
    store.erase()
    with pytest.raises(NoWorkshopError):
        store.change(lambda room: room)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"code": 1}', b"\xff\xfe"])
def test_a_broken_file_is_told_and_can_be_erased(store: RoomStore, content: bytes) -> None:
    store.folder.mkdir(parents=True)
    (store.folder / "room.json").write_bytes(content)
    with pytest.raises(RoomUnreadableError):
        store.read()
    store.erase()
    assert store.read() is None
