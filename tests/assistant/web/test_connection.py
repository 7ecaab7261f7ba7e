"""Connections that say nothing, or too many of them, over a real socket."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from assistant.web import connection
from assistant.web.connection import BoundedConnection

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@contextmanager
def serving() -> Iterator[Callable[[], socket.socket]]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http=BoundedConnection, lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield lambda: socket.create_connection(listener.getsockname(), timeout=10)
    server.should_exit = True
    thread.join()


def is_cut(client: socket.socket) -> bool:
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True


def test_who_does_not_say_what_they_want_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SECONDS_FOR_A_HEAD", 0.3)
    with serving() as connect, connect() as silent, connect() as slow, connect() as again:
        slow.sendall(HEAD)
        again.sendall(HEAD + b"\r\n")
        assert b"ok" in again.recv(4096)
        again.sendall(HEAD)
        assert is_cut(silent)
        assert is_cut(slow)
        assert is_cut(again)


def test_one_address_holds_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "is_loopback", lambda host: False)
    monkeypatch.setattr(connection, "MOST", 3)
    with serving() as connect:
        held = [connect() for _ in range(3)]
        with connect() as more:
            assert is_cut(more)
        held.pop().close()
        time.sleep(0.2)
        with connect() as again:
            again.sendall(HEAD + b"\r\n")
            assert b"ok" in again.recv(4096)
        for one in held:
            one.close()


def test_this_machines_own_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "MOST", 0)
    with serving() as connect, connect() as client:
        client.sendall(HEAD + b"\r\n")
        assert b"ok" in client.recv(4096)
