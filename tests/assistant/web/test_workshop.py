"""The workshop over HTTP: who reaches what, one group never another's, changes only from its own pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.access.access import Access
from assistant.access.accounts import Accounts
from assistant.pipeline import Assistant
from assistant.web.origin import is_loopback, is_plain
from assistant.web.workshop.addresses import join_addresses, qr_code, with_code
from assistant.workshop.workshop import MOST_WRONG_CODES
from tests.assistant.web.people import log_in
from tests.assistant.web.ready import app_with

LAN, OTHER = "192.168.1.30", "192.168.1.31"
CODE = re.compile(r'class="code">([A-Z0-9]{4}-[A-Z0-9]{4})<')


@pytest.fixture
def app(words_only: Assistant, accounts: Accounts, tmp_path: Path) -> FastAPI:
    """Served to the network, where administrators prepare and participants have the code."""
    return app_with(Access(accounts, only_this_machine=False), words_only, tmp_path)


def client_at(app: FastAPI, address: str, host: str = "192.168.1.5:7860") -> TestClient:
    """A browser on a machine with this address, which the server is to it under `host`."""
    return TestClient(app, base_url=f"http://{host}", client=(address, 50000), raise_server_exceptions=False)


@pytest.fixture
def desk(app: FastAPI) -> Iterator[TestClient]:
    with client_at(app, "192.168.1.10") as client:
        yield log_in(client, "山田")


def begin(desk: TestClient, groups: int = 6) -> str:
    page = desk.post("/workshop/begin", data={"groups": str(groups)})
    (code,) = CODE.findall(page.text)
    return str(code)


def sit(app: FastAPI, code: str, group: int, address: str = LAN) -> TestClient:
    client = client_at(app, address)
    assert client.post("/w/sit", data={"code": code, "group": str(group)}).url.path == "/w/group"
    return client


def test_the_facilitators_pages_are_an_administrators(app: FastAPI, desk: TestClient) -> None:
    code = begin(desk)
    seated, reader, stranger = sit(app, code, 1), log_in(client_at(app, OTHER), "佐藤"), client_at(app, LAN)
    reached = ["", "/show", "/clock", "/kit", "/record.docx", "/record.xlsx"]
    changing = ["/begin", "/erase", "/code", "/end", "/share", "/scenarios", "/clock/start"]
    assert {desk.get(f"/workshop{path}").status_code for path in reached} == {200}
    assert {reader.get(f"/workshop{path}").status_code for path in reached} == {403}
    assert {reader.post(f"/workshop{path}").status_code for path in changing} == {403}
    for client in (stranger, seated):
        assert {client.get(f"/workshop{path}").url.path for path in reached} == {"/login"}
        assert {client.post(f"/workshop{path}").status_code for path in changing} == {401}


def test_a_reader_asks_as_usual_while_a_workshop_runs(app: FastAPI, desk: TestClient) -> None:
    begin(desk)
    reader = log_in(client_at(app, OTHER), "佐藤")
    assert reader.get("/coverage").url.path == "/coverage"
    assert reader.post("/api/ask", json={"question": "呉市は?"}).status_code == 200


def test_without_the_code_only_the_question_for_it_is_reached_while_a_workshop_runs(
    app: FastAPI, desk: TestClient
) -> None:
    stranger = client_at(app, LAN)
    pages = ["/", "/coverage", "/towns/342025", "/entries/342025-呉市-general-first_step"]
    assert {stranger.get(path).url.path for path in pages} == {"/login"}
    code = begin(desk)
    assert {stranger.get(path).url.path for path in pages} == {"/w"}
    assert stranger.get("/api/entries").status_code == 401
    assert stranger.post("/api/ask", json={"question": "呉市は?"}).status_code == 401
    seated = sit(app, code, 1, OTHER)
    assert [seated.get(path).url.path for path in pages[:2]] == ["/w/group", "/coverage"]
    assert [seated.get(path).status_code for path in [*pages[1:], "/api/entries"]] == [200, 200, 200, 401]
    desk.post("/workshop/end")
    assert stranger.get("/coverage").url.path == "/login"
    assert seated.get("/coverage").url.path == "/login"
    assert seated.get("/w/group").status_code == 404


def test_wrong_codes_are_told_and_limited(app: FastAPI, desk: TestClient) -> None:
    code = begin(desk)
    guesser, other = client_at(app, LAN), client_at(app, OTHER)
    tries = [guesser.post("/w", data={"code": "AAAA-AAAA"}).status_code for _ in range(MOST_WRONG_CODES + 1)]
    assert tries == [403] * MOST_WRONG_CODES + [429]
    assert guesser.post("/w", data={"code": code}).status_code == 429
    assert guesser.get("/w", params={"code": code}).status_code == 429
    assert guesser.post("/w/sit", data={"code": code, "group": "1"}).status_code == 429
    assert other.post("/w", data={"code": code}).status_code == 200


def test_the_address_of_the_qr_code_leads_to_the_groups(app: FastAPI, desk: TestClient) -> None:
    code = begin(desk)
    page = client_at(app, LAN).get("/w", params={"code": code.replace("-", "")})
    assert [f'value="{n}"' in page.text for n in (1, 6, 7)] == [True, True, False]


def test_one_group_never_sees_anothers_board_or_sheet(app: FastAPI, desk: TestClient) -> None:
    code = begin(desk)
    first, second = sit(app, code, 1), sit(app, code, 2)
    first.post("/w/card/number", data={"number": "24"})
    first.post("/w/line", data={"whom": "福祉課の係長", "when": "月曜", "words": "ひみつの一言です", "town": "342025"})
    assert "ないものねだり" in first.get("/w/group").text
    assert "ひみつの一言です" in first.get("/w/group").text
    page = second.get("/w/group").text
    assert "ないものねだり" not in page
    assert "ひみつの一言です" not in page
    second.post("/w/line/off", data={"at": "0"})
    second.post("/w/sit", data={"code": code, "group": "1"})
    assert "2班" in second.get("/w/group").text
    assert "ひみつの一言です" in first.get("/w/group").text
    assert second.get("/w/record.docx").status_code == 404


def test_members_of_one_group_share_its_board(app: FastAPI, desk: TestClient) -> None:
    code = begin(desk)
    one, other = sit(app, code, 3), sit(app, code, 3, OTHER)
    one.post("/w/card/number", data={"number": "２４"})
    assert "[24] 宇和島市（全般）" in other.get("/w/group").text
    card = re.findall(r'name="card" value="([^"]+)"', other.get("/w/group").text)[0]
    other.post("/w/card/off", data={"card": card})
    assert "[24]" not in one.get("/w/group").text


def test_a_seat_left_is_a_seat_no_more(app: FastAPI, desk: TestClient) -> None:
    code = begin(desk)
    client = sit(app, code, 1)
    client.post("/w/leave")
    assert client.get("/w/group").status_code == 403
    assert client.post("/w/sit", data={"code": code, "group": "2"}).url.path == "/w/group"


def test_an_answer_comes_in_quotes_with_the_numbers_of_cards(app: FastAPI, desk: TestClient) -> None:
    client = sit(app, begin(desk), 1)
    page = client.post("/w/ask", data={"question": "市民意識調査をした市は?"}).text
    assert "[18] 呉市（全般）" in page
    assert "市民意識調査" in page
    assert "問合せ先：受け取った資料では空欄です。" in page
    assert client.post("/w/ask", data={"question": " "}).status_code == 400
    assert client_at(app, LAN).post("/w/ask", data={"question": "呉市は?"}).status_code == 403


@pytest.mark.parametrize(
    ("path", "fields", "status", "told"),
    [
        ("/w/card/number", {"number": "99"}, 400, "カード「99」はありません。1から41までの番号を入力してください。"),
        ("/w/line", {"whom": "佐藤さん", "when": "月曜", "words": "お願いします"}, 400, "個人を特定できる書き方"),
        ("/w/line", {"whom": "係長", "when": "", "words": "お願いします"}, 400, "「いつまでに」を40文字以内で"),
        ("/w/card/put", {"card": "nothing"}, 404, "お探しのページや項目は見つかりません。"),
        ("/w/card/fly", {"card": "nothing"}, 404, "お探しのページや項目は見つかりません。"),
        ("/w/line/off", {"at": "-1"}, 404, "お探しのページや項目は見つかりません。"),
    ],
)
def test_what_cannot_be_done_is_told_on_a_page(
    app: FastAPI, desk: TestClient, path: str, fields: dict[str, str], status: int, told: str
) -> None:
    answer = sit(app, begin(desk), 1).post(path, data=fields)
    assert answer.status_code == status
    assert told in answer.text
    assert answer.headers["content-type"].startswith("text/html")


def test_what_people_write_is_text(app: FastAPI, desk: TestClient) -> None:
    client = sit(app, begin(desk), 1)
    markup = "<img src=x onerror=alert(1)>"
    client.post("/w/line", data={"whom": "係長", "when": "月曜", "words": markup})
    pages = [client.get("/w/group").text, desk.get("/workshop/show").text]
    pages += [client.post("/w/ask", data={"question": f"{markup}呉市は?"}).text]
    assert all(markup not in page and "&lt;img" in page for page in pages)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://192.168.1.5:7860"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({}, 200),
    ],
)
def test_no_other_page_can_change_anything(desk: TestClient, headers: dict[str, str], status: int) -> None:
    assert desk.post("/workshop/begin", data={"groups": "6"}, headers=headers).status_code == status


def test_the_seats_cookie_is_not_for_scripts(app: FastAPI, desk: TestClient) -> None:
    answer = client_at(app, LAN).post("/w/sit", data={"code": begin(desk), "group": "1"}, follow_redirects=False)
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]


def test_the_record_is_given_out_by_the_facilitator(app: FastAPI, desk: TestClient) -> None:
    client = sit(app, begin(desk), 1)
    desk.post("/workshop/share", data={"shared": "yes"})
    assert "/w/record.docx" in client.get("/w/group").text
    assert client.get("/w/record.docx").content[:2] == b"PK"
    desk.post("/workshop/share", data={"shared": "no"})
    assert client.get("/w/record.docx").status_code == 404


def test_erasing_says_what_it_erased(app: FastAPI, desk: TestClient, tmp_path: Path) -> None:
    client = sit(app, begin(desk), 1)
    client.post("/w/card/number", data={"number": "24"})
    told = "6班のボード（カード1枚）、来週の月曜の一歩0件、参加コード、席についた端末の印1件"
    assert told in desk.get("/workshop").text
    assert f"消去しました：{told}。" in desk.post("/workshop/erase").text
    assert [path.name for path in (tmp_path / "workshop").iterdir()] == ["kodoku.lock"]
    assert client.get("/w").status_code == 404
    assert "消去するものはありませんでした。" in desk.post("/workshop/erase").text


def test_a_room_that_cannot_be_read_is_told_and_can_be_erased(app: FastAPI, desk: TestClient, tmp_path: Path) -> None:
    begin(desk)
    (tmp_path / "workshop" / "kodoku" / "room.json").write_text("{")
    assert "読めません" in desk.get("/workshop").text
    assert client_at(app, LAN).get("/coverage").url.path == "/w"
    desk.post("/workshop/erase")
    assert begin(desk)


def test_the_clock_is_set_here_and_seen_by_all(app: FastAPI, desk: TestClient) -> None:
    client = sit(app, begin(desk), 1)
    assert client.get("/w/clock").json() == {"left": 1500.0, "runs": False}
    desk.post("/workshop/clock/more")
    assert desk.post("/workshop/clock/start").json()["runs"]
    assert client.get("/w/clock").json()["left"] == pytest.approx(1560, abs=5)
    assert desk.post("/workshop/clock/reset").status_code == 404


def test_the_kit_without_a_room_has_as_many_groups_as_asked_for(desk: TestClient) -> None:
    page = desk.get("/workshop/kit", params={"groups": 2, "sets": 1}).text
    assert page.count('class="sheet scenario"') == 2
    assert page.count('class="card"') == 41


def test_a_huge_form_is_refused(app: FastAPI, desk: TestClient) -> None:
    client = sit(app, begin(desk), 1)
    assert client.post("/w/ask", data={"question": "あ" * 200_000}).status_code == 413


@pytest.mark.parametrize(
    ("listening", "addresses"),
    [
        ("127.0.0.1", ()),
        ("::1", ()),
        ("192.168.1.5", ("http://192.168.1.5:7860/w",)),
        ("fd00::5", ("http://[fd00::5]:7860/w",)),
    ],
)
def test_the_short_address_is_that_of_the_network(listening: str, addresses: tuple[str, ...]) -> None:
    assert join_addresses(listening, 7860) == addresses


def test_listening_everywhere_the_machines_own_addresses_are_told() -> None:
    assert all(re.fullmatch(r"http://[\d.]+:7860/w", address) for address in join_addresses("0.0.0.0", 7860))
    assert not [address for address in join_addresses("0.0.0.0", 7860) if "127." in address or "0.0.0.0" in address]


def test_the_qr_code_is_a_drawing_of_the_address() -> None:
    drawn = qr_code(with_code("http://192.168.1.5:7860/w", "K7M49QXT"))
    assert drawn.startswith("<svg")
    assert drawn != qr_code(with_code("http://192.168.1.5:7860/w", "K7M49QXU"))


@pytest.mark.parametrize(
    ("host", "loopback", "plain"),
    [("127.0.0.1", True, True), ("localhost", True, True), ("192.168.1.5", False, True), ("x.example", False, False)],
)
def test_hosts(host: str, loopback: bool, plain: bool) -> None:
    assert (is_loopback(host), is_plain(host)) == (loopback, plain)
