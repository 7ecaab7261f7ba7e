"""Who is let in: as a browser meets the log-in, the roles, the lock-out and the end of a log-in."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.access.access import MOST_WRONG, SECONDS_OF_A_LOG_IN, Access
from assistant.access.accounts import Accounts
from assistant.errors import AccountsMissingError
from assistant.pipeline import Assistant
from assistant.web.access.login import _own
from tests.assistant.web.people import PASSWORDS, log_in
from tests.assistant.web.ready import app_with

THERE = "http://192.168.1.5:7860"
HERE = "http://127.0.0.1:7860"


class Clock:
    """A time that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(words_only: Assistant, accounts: Accounts, clock: Clock, tmp_path: Path) -> FastAPI:
    return app_with(Access(accounts, only_this_machine=False, now=clock), words_only, tmp_path)


def browser(app: FastAPI, address: str = "192.168.1.30", at: str = THERE) -> TestClient:
    return TestClient(app, base_url=at, client=(address, 50000), raise_server_exceptions=False)


def tried(client: TestClient, name: str, password: str, **fields: str) -> Any:
    fields = {"name": name, "password": password, **fields}
    return client.post("/login", data=fields, follow_redirects=False)


@pytest.mark.parametrize("address", ["192.168.1.30", "127.0.0.1"])
def test_a_stranger_gets_the_log_in_and_nothing_else(app: FastAPI, address: str) -> None:
    """Also at the machine itself: a proxy before it would make everyone seem to sit there."""
    stranger = browser(app, address, HERE)

    assert stranger.get("/coverage").url.path == "/login"
    assert "登録された人が使えます" in stranger.get("/coverage").text
    assert stranger.get("/api/entries").json() == {
        "error": {
            "code": "log_in_needed",
            "message": "ログインしてください。画面を開き直すと、ログインの画面になります。",
        }
    }
    assert [stranger.get(path).status_code for path in ("/api/entries", "/openapi.json")] == [401, 401]
    assert [stranger.get(path).status_code for path in ("/healthz", "/readyz")] == [200, 200]


def test_after_the_log_in_one_is_where_one_wanted_to_go(app: FastAPI) -> None:
    client = browser(app)
    asked = client.get("/entries/342025-呉市-general-first_step", params={"start": "0"})
    assert asked.url.path == "/login"
    wanted = asked.url.params["next"]
    entered = tried(client, "佐藤", PASSWORDS["佐藤"], next=wanted)

    assert client.get(entered.headers["location"]).status_code == 200
    assert "呉市" in client.get(entered.headers["location"]).text
    assert "佐藤 さん（閲覧者）としてログインしています。" in client.get("/login").text


def test_a_log_in_is_a_cookie_that_no_script_reads(app: FastAPI) -> None:
    client = browser(app)
    cookie = tried(client, "佐藤", PASSWORDS["佐藤"]).headers["set-cookie"]
    assert cookie.startswith("mazuippo-log-in=")
    assert "; HttpOnly; Max-Age=43200; Path=/; SameSite=lax" in cookie
    assert "Secure" not in cookie
    secured = browser(app, at="https://mazuippo.example")
    assert "; Secure" in tried(secured, "佐藤", PASSWORDS["佐藤"]).headers["set-cookie"]


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("佐藤", "ちがうパスワードです", id="違うパスワード"),
        pytest.param("鈴木", PASSWORDS["佐藤"], id="いない人"),
        pytest.param("山田", PASSWORDS["佐藤"], id="ほかの人のパスワード"),
        pytest.param("", "", id="空"),
        pytest.param("佐藤", "あ" * 10_000, id="長すぎる"),
    ],
)
def test_what_is_wrong_is_not_told_apart(app: FastAPI, name: str, password: str) -> None:
    answer = tried(browser(app), name, password)
    assert answer.status_code == 403
    assert "名前かパスワードが違います。もう一度お確かめください。" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("name", [" ｓａｔｏ．ｔａｒｏ ", "Sato.Taro"])
def test_a_name_and_a_password_are_the_same_in_either_width(words_only: Assistant, tmp_path: Path, name: str) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add("sato.taro", "reader", "Passphrase 2026!")
    client = browser(app_with(Access(accounts, only_this_machine=False), words_only, tmp_path))
    assert tried(client, name, "Ｐａｓｓｐｈｒａｓｅ　２０２６！").status_code == 303


def test_guessing_is_stopped_and_told(app: FastAPI, clock: Clock) -> None:
    guesser, elsewhere = browser(app), browser(app, "192.168.1.31")
    assert [tried(guesser, "佐藤", f"guess {n}").status_code for n in range(MOST_WRONG)] == [403] * MOST_WRONG

    locked = tried(guesser, "佐藤", PASSWORDS["佐藤"])
    assert locked.status_code == 429
    assert "15分ほど待ってから、もう一度お試しください。" in locked.text
    assert tried(elsewhere, "佐藤", PASSWORDS["佐藤"]).status_code == 303
    assert tried(guesser, "山田", PASSWORDS["山田"]).status_code == 303
    clock.now = 15 * 60
    assert tried(guesser, "佐藤", PASSWORDS["佐藤"]).status_code == 303


def test_many_names_from_one_address_are_stopped_too(app: FastAPI) -> None:
    guesser = browser(app)
    statuses = [tried(guesser, f"誰か{n}", "guess").status_code for n in range(31)]
    assert statuses == [403] * 30 + [429]


def test_one_name_from_many_addresses_is_stopped_too(app: FastAPI) -> None:
    statuses = [tried(browser(app, f"10.0.0.{n}"), "佐藤", "guess").status_code for n in range(51)]
    assert statuses == [403] * 50 + [429]


def test_a_log_in_ends(app: FastAPI, clock: Clock) -> None:
    left, idle, long = (log_in(browser(app), "佐藤") for _ in range(3))
    token = left.cookies["mazuippo-log-in"]
    left.post("/logout")
    left.cookies.set("mazuippo-log-in", token)
    assert left.get("/coverage").url.path == "/login"

    for hour in range(1, 13):
        clock.now = hour * 3600.0
        assert long.get("/coverage").url.path == "/coverage"
    assert idle.get("/coverage").url.path == "/login"
    clock.now = SECONDS_OF_A_LOG_IN + 1
    assert long.get("/coverage").url.path == "/login"


def test_a_log_in_ends_with_the_password_or_the_account(words_only: Assistant, tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add("佐藤", "reader", PASSWORDS["佐藤"])
    accounts.add("山田", "administrator", PASSWORDS["山田"])
    app = app_with(Access(accounts, only_this_machine=False), words_only, tmp_path)
    reader, administrator = log_in(browser(app), "佐藤"), log_in(browser(app), "山田")

    Accounts(tmp_path / "accounts.json").change_password("佐藤", "あたらしいパスワード2026")
    Accounts(tmp_path / "accounts.json").remove("山田")
    assert reader.get("/coverage").url.path == "/login"
    assert administrator.get("/coverage").url.path == "/login"
    assert tried(reader, "佐藤", "あたらしいパスワード2026").status_code == 303
    Accounts(tmp_path / "accounts.json").remove("佐藤")
    assert reader.get("/coverage").url.path == "/login"  # nobody is left: nobody gets in


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "\x00", "None"])
def test_a_made_up_log_in_opens_nothing(app: FastAPI, token: str) -> None:
    answer = browser(app).get("/api/entries", headers={b"cookie": b"mazuippo-log-in=" + token.encode()})
    assert answer.status_code == 401


def test_without_accounts_nobody_logs_in_at_this_machine_and_nobody_else_gets_in(
    words_only: Assistant, nobody: Accounts, tmp_path: Path
) -> None:
    app = app_with(Access(nobody, only_this_machine=True), words_only, tmp_path)
    assert browser(app, "127.0.0.1", HERE).get("/api/entries").status_code == 200
    assert browser(app, "192.168.1.30", HERE).get("/api/entries").status_code == 403
    assert browser(app, "127.0.0.1", "http://evil.example:7860").get("/api/entries").status_code == 403


def test_nothing_is_served_to_others_before_someone_can_log_in(nobody: Accounts) -> None:
    with pytest.raises(AccountsMissingError):
        Access(nobody, only_this_machine=False)


def test_accounts_that_cannot_be_read_let_nobody_in(words_only: Assistant, tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add("佐藤", "reader", PASSWORDS["佐藤"])
    app = app_with(Access(accounts, only_this_machine=True), words_only, tmp_path)
    (tmp_path / "accounts.json").write_text("{")
    answer = browser(app, "127.0.0.1", HERE).get("/api/entries")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "accounts_unreadable")


def test_a_page_of_another_origin_does_nothing(app: FastAPI) -> None:
    reader = log_in(browser(app), "佐藤")
    for path in ("/api/ask", "/logout", "/login", "/w", "/gradio_api/queue/join"):
        assert reader.post(path, headers={"origin": "http://evil.example"}).status_code == 403
    assert reader.get("/coverage").url.path == "/coverage"


WANTED = st.text() | st.from_regex(r"[/\\]{1,3}[\w.:@/\\]*", fullmatch=True)


@given(WANTED | st.sampled_from(["javascript:alert(1)", "//[", "/[", "//[::1]/"]))
def test_one_is_led_to_addresses_of_ours_only(wanted: str) -> None:
    led = _own(wanted)
    assert led == "/" or (led == wanted and led[0] == "/" and led[1:2] not in ("/", "\\") and led.isprintable())
