"""Only allowed hosts, only public addresses, also behind a redirect; what was checked is what is connected to."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from corpus import fetch
from corpus.errors import IntakeError
from corpus.fetch import PageFetcher, is_public

LOOPBACK = "127.0.0.1"


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path.partition("?")[2])
            self.end_headers()
            return
        self.send_response(404 if self.path == "/none" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"x" * 3000 if self.path == "/large" else "<h1>試験</h1>".encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer((LOOPBACK, 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def fetcher(port: int, addresses: tuple[str, ...] = (LOOPBACK,), asked: list[str] | None = None) -> PageFetcher:
    def resolve(host: str, port: int) -> tuple[str, ...]:
        if asked is not None:
            asked.append(host)
        return addresses

    return PageFetcher(["www.example.go.jp"], resolve, lambda a: a == LOOPBACK or is_public(a), ["http"], [port])


def test_a_page_of_an_allowed_host_comes_with_its_address(port: int) -> None:
    asked: list[str] = []
    url = f"http://www.example.go.jp:{port}/a/advice"
    given = fetcher(port, asked=asked).fetch(url)
    assert (given.name, given.data.decode(), given.url) == ("advice.html", "<h1>試験</h1>", url)
    assert asked == ["www.example.go.jp"]


def test_a_redirect_within_the_allowed_hosts_is_followed(port: int) -> None:
    url = f"http://www.example.go.jp:{port}"
    assert fetcher(port).fetch(f"{url}/to?/b").url == f"{url}/b"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/to?http://example.com/", "address_not_allowed"),
        ("/to?file:///etc/hosts", "address_not_allowed"),
        ("/to?http://127.0.0.1/", "address_not_allowed"),
        ("/none", "fetch_refused"),
        ("/large", "file_too_large"),
    ],
)
def test_what_is_behind_an_allowed_address_is_checked_too(
    port: int, path: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "LARGEST_FILE", 2000)
    with pytest.raises(IntakeError) as caught:
        fetcher(port).fetch(f"http://www.example.go.jp:{port}{path}")
    assert caught.value.facts["reason"] == reason


def test_a_redirect_without_end_is_given_up(port: int) -> None:
    with pytest.raises(IntakeError) as caught:
        fetcher(port).fetch(f"http://www.example.go.jp:{port}/to?" + "/to?" * 9)
    assert caught.value.facts["reason"] == "redirects_too_many"


@pytest.mark.parametrize("addresses", [("10.0.0.1",), (LOOPBACK, "192.168.1.1"), ("::ffff:10.0.0.1",), ()])
def test_a_name_that_leads_to_a_private_address_is_refused(port: int, addresses: tuple[str, ...]) -> None:
    with pytest.raises(IntakeError) as caught:
        fetcher(port, addresses).fetch(f"http://www.example.go.jp:{port}/")
    assert caught.value.facts["reason"] == "address_private"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.cao.go.jp/",
        "https://www.cao.go.jp:8443/",
        "https://user@www.cao.go.jp/",
        "https://www.cao.go.jp.example.com/",
        "https://go.jp/",
        "https://[::1]/",
        "https://127.0.0.1/",
        "https://[/",
        "ftp://www.cao.go.jp/",
    ],
)
def test_by_default_only_https_and_hosts_of_offices_are_asked(url: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(IntakeError) as caught:
        PageFetcher(resolve=resolve).fetch(url)
    assert caught.value.facts["reason"] == "address_not_allowed"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public
