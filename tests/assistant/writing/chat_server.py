"""A server that speaks the protocol of OpenAI's chat completions, well or in one of the ways that servers fail."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Say = Callable[[list[dict[str, str]]], str]


class ChatServer(ThreadingHTTPServer):
    """`base_url(fault)` is where a client finds the server with that fault; `say` makes the text from the messages."""

    daemon_threads = True

    def __init__(self, say: Say) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.say = say
        self.requests: list[dict[str, object]] = []
        self.keys: list[str] = []

    def base_url(self, fault: str = "none") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{fault}/v1"


@contextmanager
def chat_server(say: Say) -> Iterator[ChatServer]:
    server = ChatServer(say)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ChatServer

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        self.server.keys.append(self.headers.get("Authorization", ""))
        fault = self.path.split("/")[1]
        try:
            getattr(self, f"_{fault}")(body)
        except OSError:  # the client has gone
            self.close_connection = True

    # ---- ways to answer ----

    def _none(self, body: dict[str, object]) -> None:
        self._stream(body, self.server.say(body["messages"]))

    def _slow(self, body: dict[str, object]) -> None:
        time.sleep(3)
        self._none(body)

    def _unauthorized(self, body: dict[str, object]) -> None:
        self._error(401, "Incorrect API key provided: sk-very-secret")

    def _busy(self, body: dict[str, object]) -> None:
        self._error(429, "Rate limit reached", {"Retry-After": "1"})

    def _broken(self, body: dict[str, object]) -> None:
        self._error(500, "internal error")

    def _full(self, body: dict[str, object]) -> None:
        self._error(400, "This model's maximum context length is 4096 tokens", code="context_length_exceeded")

    def _html(self, body: dict[str, object]) -> None:
        self._send(200, "text/html", b"<html><body>Sign in</body></html>")

    def _hollow(self, body: dict[str, object]) -> None:
        self._events([{"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": []}])

    def _cut(self, body: dict[str, object]) -> None:
        """The connection ends in the middle of a chunk."""
        self._begin()
        self._chunk(_delta(self.server.say(body["messages"])[:20]))
        self.wfile.write(b"ff\r\ndata: {")
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def _unfinished(self, body: dict[str, object]) -> None:
        """All is well but that no finish_reason ever comes."""
        self._events([_delta(self.server.say(body["messages"])[:20])])

    def _drip(self, body: dict[str, object]) -> None:
        self._begin()
        for _ in range(100):
            self._chunk(_delta("あ"))
            time.sleep(0.1)

    def _flood(self, body: dict[str, object]) -> None:
        self._begin()
        for _ in range(10_000):
            self._chunk(_delta("京都市は調査しました[1]。" * 20))

    # ---- how ----

    def _stream(self, body: dict[str, object], text: str) -> None:
        pieces = [text[i : i + 7] for i in range(0, len(text), 7)]
        self._events([*(_delta(piece) for piece in pieces), _delta("", "stop")])

    def _events(self, events: list[dict[str, object]]) -> None:
        self._begin()
        for event in events:
            self._chunk(event)
        self._raw(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, event: dict[str, object]) -> None:
        self._raw(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())

    def _raw(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _error(self, status: int, message: str, headers: dict[str, str] | None = None, code: str = "x") -> None:
        body = json.dumps({"error": {"message": message, "type": "error", "code": code}}).encode()
        self._send(status, "application/json", body, headers)

    def _send(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _delta(text: str, finish: str | None = None) -> dict[str, object]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
