"""資料の取り込みと書き出し, as a browser meets it: previews, all or nothing, taking back, and who may not."""

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.access.access import Access
from assistant.access.accounts import Accounts
from assistant.settings import Settings
from assistant.web.access.mount import add_access
from assistant.web.api import add_error_responses, api_routes
from assistant.web.material.mount import add_material
from assistant.web.pages import page_routes
from assistant.web.readiness import Readiness
from assistant.workshop.workshop import Workshop
from corpus.given import Given
from corpus.librarian import Librarian
from tests.assistant.web.people import log_in

DATA = Path(__file__).parents[2] / "data"
HERE = "http://127.0.0.1:7860"
HEAD = "市区町村,テーマ,まず始めたこと"
TOYOHASHI = "図書館の職員とともに、居場所づくりの話し合いから始めました。"
XSS = "<script>alert(1)</script>"
Page = Any


@pytest.fixture
def readiness(tmp_path: Path) -> Iterator[Readiness]:
    """A server without a model: it answers by words alone."""
    readiness = Readiness(Settings(home=tmp_path / "home", embedding_model=str(tmp_path / "no model")))
    readiness.begin()
    readiness.page_opened()
    readiness.assistant(timeout=60)
    yield readiness
    readiness.close()


def served(readiness: Readiness, accounts: Accounts, client: str = "127.0.0.1", at: str = HERE) -> TestClient:
    """A browser on a machine with this address, which the server is to it under `at`."""
    app = FastAPI()
    add_error_responses(app)
    app.include_router(api_routes(readiness))
    add_material(app, readiness)
    app.include_router(page_routes(readiness))
    workshop = Workshop(readiness.corpus, readiness.home / "workshop")
    add_access(app, Access(accounts, only_this_machine=True), workshop)
    return TestClient(app, base_url=at, client=(client, 50000), raise_server_exceptions=False)


@pytest.fixture
def desk(readiness: Readiness, nobody: Accounts) -> TestClient:
    return served(readiness, nobody)


def look(desk: TestClient, *files: tuple[str, str | bytes], **fields: str) -> Page:
    data: Any = [
        ("files", (name, content if isinstance(content, bytes) else content.encode())) for name, content in files
    ]
    return desk.post("/material/desk/preview", files=data or {"files": ("", b"")}, data=fields)


def form(desk: TestClient, act: str, **fields: str) -> Page:
    return desk.post(f"/material/desk/{act}", files={name: (None, value) for name, value in fields.items()})


def token(page: Page) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def words(page: Page) -> str:
    """What a reader sees of the page's content, without markup."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.partition("<main>")[2])))


def ask(desk: TestClient, question: str) -> list[str]:
    return [citation["quote"] for citation in desk.post("/api/ask", json={"question": question}).json()["citations"]]


def test_a_preview_tells_what_would_change_and_changes_nothing(desk: TestClient) -> None:
    page = look(
        desk, ("own.csv", f"{HEAD},予算\n豊橋市,全般,{TOYOHASHI},百万円\n呉市,全般,声を聞きました。,\nない町,全般,文,")
    )

    told = words(page)
    assert "追加 1件、変更 1件、削除 0件、問合せ先 0件、取り込めない行 2件" in told
    assert f"豊橋市（全般） {TOYOHASHI}" in told
    assert "own.csv 4 まず始めたこと ない町 市区町村の一覧にない名前か番号です" in told
    assert "own.csv 2 予算 この列に何が書かれているか、わかりません" in told
    assert "呉市における孤独・孤立の実態を把握し" in told  # as it was
    assert ask(desk, "豊橋市は何をしましたか") == []


def test_what_was_looked_at_is_brought_in_answered_and_taken_back(desk: TestClient) -> None:
    page = look(desk, ("own.csv", f"{HEAD}\n豊橋市,全般,{TOYOHASHI}"))
    done = form(desk, "accept", token=token(page))
    assert "取り込みました（番号 1）。いまから、答えに使います。" in words(done)
    assert ask(desk, "豊橋市は何をしましたか") == [TOYOHASHI]

    undone = form(desk, "undo", number="1")
    assert "取り込み 1 を取り消しました。" in words(undone)
    assert ask(desk, "豊橋市は何をしましたか") == []


def test_a_preview_is_confirmed_once_and_only_while_the_corpus_is_as_it_was(desk: TestClient) -> None:
    first = look(desk, ("a.csv", f"{HEAD}\n豊橋市,全般,{TOYOHASHI}"))
    second = look(desk, ("b.csv", f"{HEAD}\n札幌市,全般,雪の日の声かけを始めました。"))
    form(desk, "accept", token=token(first))

    for stale in (token(first), token(second)):
        refused = form(desk, "accept", token=stale)
        assert refused.status_code == 400
        assert "ほかの取り込みがありました" in words(refused)
    assert ask(desk, "札幌市は何をしましたか") == []


def test_a_column_that_is_not_known_is_given_a_meaning_and_looked_at_again(desk: TestClient) -> None:
    page = look(
        desk,
        ("own.csv", "実施主体,やったこと\n豊橋市,図書館で話し合いました。"),
    )
    assert "追加 0件" in words(page)

    again = form(
        desk, "columns", token=token(page), **{"column:実施主体": "municipality", "column:やったこと": "first_step"}
    )
    assert "テーマがわかりません" in words(again)
    assert "取り込めない行 1件" in words(again)


def test_several_files_are_one_import(desk: TestClient) -> None:
    page = look(
        desk, ("a.csv", f"{HEAD}\n豊橋市,全般,{TOYOHASHI}"), ("b.csv", f"{HEAD}\n札幌市,全般,声かけを始めました。")
    )
    assert "追加 2件" in words(page)
    assert "a.csv b.csv 2 0 使っています" in words(form(desk, "accept", token=token(page)))


def test_two_imports_are_compared_row_by_row(desk: TestClient) -> None:
    for text in (TOYOHASHI, "声かけを始めました。"):
        form(desk, "accept", token=token(look(desk, ("own.csv", f"{HEAD}\n豊橋市,全般,{text}"))))

    told = words(desk.get("/material/desk/diff?before=1&after=2"))
    assert f"違うのは1件です。 欄 前 後 変更 豊橋市 全般・まず始めたこと {TOYOHASHI} 声かけを始めました。" in told
    assert "違うところはありません。" in words(desk.get("/material/desk/diff?before=2&after=2"))
    assert desk.get("/material/desk/diff?before=1&after=9").status_code == 400


def test_contacts_go_out_and_come_back_and_wrong_ones_change_nothing(desk: TestClient) -> None:
    empty = desk.get("/material/desk/contacts.csv").content
    head = empty.decode("utf-8-sig").splitlines()[0]
    row = {
        "市区町村": "呉市",
        "担当部署": "福祉保健課",
        "電話": "0823-25-3000",
        "確認元のURL": "https://www.city.kure.lg.jp/",
        "時点": "令和8年10月1日",
    }
    sheet = "\r\n".join([head, ",".join(row.get(name, "") for name in head.split(","))])

    kept = desk.post("/material/desk/contacts", files={"files": ("contacts.csv", sheet.encode("utf-8-sig"))})
    assert "問合せ先 1件を読み込みました。" in words(kept)
    contact = desk.post("/api/ask", json={"question": "呉市の連絡先は?"}).json()["citations"][0]["contact"]
    assert (contact["department"], contact["phone"]) == ("福祉保健課", "0823-25-3000")

    wrong = sheet.replace("0823-25-3000", "0823")
    refused = desk.post("/material/desk/contacts", files={"files": ("contacts.csv", wrong.encode())})
    assert "電話番号の形ではありません" in words(refused)
    assert "0823-25-3000" in desk.get("/material/desk/contacts.csv").text


@pytest.mark.parametrize("name", ["corpus.csv", "corpus.xlsx", "corpus.jsonl"])
def test_the_corpus_is_handed_out_and_read_again_as_it_is(desk: TestClient, name: str) -> None:
    file = desk.get(f"/material/desk/{name}")
    assert file.headers["content-disposition"].startswith("attachment")
    assert "追加 0件、変更 0件、削除 0件、問合せ先 0件、取り込めない行 0件" in words(look(desk, (name, file.content)))


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_the_empty_sheet_says_what_is_missing_in_it(desk: TestClient, name: str) -> None:
    page = look(desk, (name, desk.get(f"/material/desk/{name}").content))
    assert "市区町村名のない行があります" in words(page)


@pytest.mark.parametrize("name", ["corpus.exe", "contacts.xlsx", "other.csv", "..%2fsecret.csv"])
def test_nothing_else_is_handed_out(desk: TestClient, name: str) -> None:
    assert desk.get(f"/material/desk/{name}").status_code == 404


WRONG = {
    "何もない": ((), {}, "ファイルかアドレスを指定してください"),
    "知らない種類": ((("own.exe", b"MZ"),), {}, "取り込めない行 1件"),
    "空": ((("own.csv", b""),), {}, "中身がありません"),
    "内側のアドレス": ((), {"address": "https://127.0.0.1/secret"}, "扱えません"),
    "許していないところ": ((), {"address": "https://example.com/a.html"}, "扱えません"),
    "https でない": ((), {"address": "file:///etc/passwd"}, "扱えません"),
}


@pytest.mark.parametrize(("files", "fields", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_read_is_told(
    desk: TestClient, files: tuple[tuple[str, bytes], ...], fields: dict[str, str], told: str
) -> None:
    page = look(desk, *files, **fields)
    assert told in words(page)
    assert "Traceback" not in page.text


def test_text_stays_text_everywhere(desk: TestClient) -> None:
    page = look(desk, (f"{XSS}.csv", f'{HEAD},"{XSS}"\n豊橋市,全般,{XSS},文\n{XSS},全般,文,'))
    done = form(desk, "accept", token=token(page))
    pages = [page, done, desk.get("/material"), desk.get("/material/desk/diff?before=0&after=1")]
    assert [XSS in one.text for one in pages] == [False] * 4
    assert XSS in words(page)


def test_the_folder_in_a_files_name_is_dropped(desk: TestClient) -> None:
    page = look(desk, ("..\\..\\秘密/own.csv", f"{HEAD}\nない町,全般,文"))
    assert "own.csv 2" in words(page)
    assert "秘密" not in page.text


def test_a_readers_or_a_strangers_hands_reach_nothing(readiness: Readiness, accounts: Accounts) -> None:
    stranger = served(readiness, accounts, "192.168.1.9", "http://192.168.1.5:7860")
    reader = log_in(served(readiness, accounts, "192.168.1.9", "http://192.168.1.5:7860"), "佐藤")

    for browser, refused in ((stranger, 401), (reader, 403)):
        read = [browser.get(f"/material/desk{page}") for page in ("", "/corpus.csv", "/diff?before=0&after=1")]
        sent = [
            look(browser, ("own.csv", f"{HEAD}\n豊橋市,全般,{TOYOHASHI}")),
            *(form(browser, act, token="x", number="1") for act in ("accept", "undo", "columns", "contacts", "choose")),
        ]
        assert {page.status_code for page in sent} == {refused}
        assert {(page.url.path, page.status_code) for page in read} <= {("/login", 200)} | {
            (f"/material/desk{page}", 403) for page in ("", "/corpus.csv", "/diff")
        }
    assert readiness.librarian.imports() == ()


def test_an_administrator_brings_in_from_another_machine(readiness: Readiness, accounts: Accounts) -> None:
    desk = log_in(served(readiness, accounts, "192.168.1.9", "http://192.168.1.5:7860"), "山田")
    form(desk, "accept", token=token(look(desk, ("own.csv", f"{HEAD}\n豊橋市,全般,{TOYOHASHI}"))))
    assert ask(desk, "豊橋市は何から始めた?") == [TOYOHASHI]


@pytest.mark.parametrize(
    ("client", "at"),
    [
        pytest.param("192.168.1.9", HERE, id="ほかの機械から"),
        pytest.param("127.0.0.1", "http://evil.example:7860", id="ほかの名前で"),
    ],
)
def test_without_accounts_the_desk_is_for_this_machine_alone(
    readiness: Readiness, nobody: Accounts, client: str, at: str
) -> None:
    desk = served(readiness, nobody, client, at)
    pages = [
        desk.get("/material/desk"),
        desk.get("/material/desk/corpus.csv"),
        look(desk, ("own.csv", f"{HEAD}\n豊橋市,全般,{TOYOHASHI}")),
        form(desk, "accept", token="x"),
        form(desk, "undo", number="1"),
    ]
    assert [page.status_code for page in pages] == [403] * 5
    assert readiness.librarian.imports() == ()


def test_a_page_of_another_origin_changes_nothing(desk: TestClient, readiness: Readiness) -> None:
    page = look(desk, ("own.csv", f"{HEAD}\n豊橋市,全般,{TOYOHASHI}"))
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        refused = desk.post("/material/desk/accept", files={"token": (None, token(page))}, headers=headers)
        assert refused.status_code == 403
    assert readiness.librarian.imports() == ()


def test_too_much_at_once_is_refused(desk: TestClient) -> None:
    page = look(desk, *[(f"{number}.csv", b"x" * 19_000_000) for number in range(6)])
    assert "100MBを超えています" in words(page)


@pytest.fixture
def second(readiness: Readiness, tmp_path: Path) -> str:
    """A corpus of the user's own, with two towns in it."""
    folder = DATA / "corpora" / "bousai"
    own = tmp_path / "home" / "corpora" / "bousai"
    own.mkdir(parents=True)
    for name in ("manifest.toml", "topics.toml"):
        shutil.copy(folder / name, own)
    librarian = Librarian(own, own)
    librarian.accept(librarian.propose([Given("own.csv", (folder / "事例.csv").read_bytes())]))
    return "bousai"


def names(desk: TestClient) -> list[str]:
    return sorted({entry["municipality"]["name"] for entry in desk.get("/api/entries").json()})


def test_another_corpus_is_chosen_and_the_first_again(desk: TestClient, readiness: Readiness, second: str) -> None:
    before = names(desk)
    assert re.findall(r'<option value="(\w+)"( selected)?>', desk.get("/material/desk").text) == [
        ("bousai", ""),
        ("kodoku", " selected"),
    ]

    done = form(desk, "choose", corpus=second)

    assert "これからは「防災」の資料から答えます。" in words(done)
    assert names(desk) == ["播磨町", "豊橋市"]
    assert ask(desk, "播磨町の訓練は?") == ["試験用の文。夜の停電を試し、懐中電灯だけで受付をする訓練をしました。"]
    assert "懐中電灯だけで受付" in desk.get("/material/desk/corpus.csv").text

    form(desk, "choose", corpus="kodoku")

    assert names(desk) == before
    assert ask(desk, "熊本市の全般は?") == [
        "令和3年度より、火の国会議への参加、および庁内におけるプロジェクトチームを立ち上げました。"
    ]


def test_what_is_brought_in_goes_into_the_corpus_that_is_chosen(
    desk: TestClient, readiness: Readiness, second: str
) -> None:
    for_the_first = token(look(desk, ("own.csv", f"{HEAD}\n豊橋市,全般,{TOYOHASHI}")))
    form(desk, "choose", corpus=second)

    refused = form(desk, "accept", token=for_the_first)
    assert (refused.status_code, len(readiness.librarian.imports())) == (400, 1)

    sheet = "市区町村,テーマ,取り組んだこと\n呉市,避難所,高台の学校を開けました。"
    form(desk, "accept", token=token(look(desk, ("own.csv", sheet))))
    assert "呉市" in names(desk)
    assert ask(desk, "呉市の避難所は?") == ["高台の学校を開けました。"]
    form(desk, "choose", corpus="kodoku")
    assert len(readiness.librarian.imports()) == 0


@pytest.mark.parametrize("name", ["", "ない資料", "../kodoku", XSS])
def test_a_corpus_that_is_not_there_is_told_and_nothing_changes(desk: TestClient, second: str, name: str) -> None:
    before = names(desk)
    refused = form(desk, "choose", corpus=name)

    assert refused.status_code == 400
    assert XSS not in refused.text
    assert names(desk) == before


def test_a_broken_corpus_is_not_offered(desk: TestClient, second: str, tmp_path: Path) -> None:
    (tmp_path / "home" / "corpora" / "bousai" / "manifest.toml").write_text("name =", encoding="utf-8")

    assert "答えに使う資料" not in words(desk.get("/material/desk"))
    assert form(desk, "choose", corpus=second).status_code == 400
