"""持ち帰る over HTTP: rows and towns by address, an answer by what was asked; Japanese names; nothing left behind."""

from collections.abc import Iterator
from urllib.parse import unquote, urlencode

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.answer import Answer
from assistant.pipeline import Assistant
from assistant.web.api import add_error_responses
from assistant.web.conversation import Conversation, Turn, conversation_html
from assistant.web.takeaway import takeaway_routes
from corpus.library import Corpus
from tests.assistant.takeaway.reading import docx_words, xlsx_words
from tests.assistant.web.ready import Ready

KURE, ZAMA = "342025-呉市-general-first_step", "142166-座間市-general-first_step"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def client(words_only: Assistant) -> Iterator[TestClient]:
    app = FastAPI()
    add_error_responses(app)
    app.include_router(takeaway_routes(Ready(words_only)))  # type: ignore[arg-type]
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def name_of(headers: object) -> str:
    return unquote(str(headers["content-disposition"]).partition("filename*=UTF-8''")[2])  # type: ignore[index]


def post(client: TestClient, form: str, **fields: object):  # type: ignore[no-untyped-def]
    return client.post(f"/takeaway/{form}", content=urlencode(fields, doseq=True), headers=FORM)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("table.docx", "他団体の取組状況（参考資料）.docx"),
        ("table.xlsx", "他団体の取組状況（参考資料）.xlsx"),
        ("memo.docx", "議会用メモ.docx"),
        ("letter.docx", "照会文（呉市）.docx"),
        ("reply.xlsx", "回答様式（呉市）.xlsx"),
        ("mail.txt", "照会メール（呉市）.txt"),
    ],
)
def test_rows_in_every_form_under_a_japanese_name(client: TestClient, form: str, name: str) -> None:
    answer = client.get(f"/takeaway/{form}", params={"entry": [KURE, ZAMA]})

    assert answer.status_code == 200
    assert name_of(answer.headers) == name
    assert answer.headers["cache-control"] == "no-store"


def test_a_basket_is_quoted_in_the_order_of_choice(client: TestClient) -> None:
    words = docx_words(client.get("/takeaway/table.docx", params={"entry": [ZAMA, KURE, ZAMA]}).content)
    assert [line for line in words if line in ("座間市", "呉市")] == ["座間市", "呉市"]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_towns_side_by_side(client: TestClient, suffix: str) -> None:
    answer = client.get(f"/takeaway/comparison.{suffix}", params={"town": ["142166", "342076"]})
    words = docx_words(answer.content) if suffix == "docx" else xlsx_words(answer.content)

    assert name_of(answer.headers) == f"他団体の取組の比較（参考資料）.{suffix}"
    assert {"座間市", "福山市"} <= set(words)


def test_a_letter_to_a_chosen_town(client: TestClient) -> None:
    answer = client.get("/takeaway/letter.docx", params={"entry": [KURE, ZAMA], "to": "142166"})
    assert "座間市 孤独・孤立対策ご担当課 御中" in docx_words(answer.content)


@pytest.mark.parametrize(
    "address",
    [
        "table.docx",
        "table.docx?entry=x",
        "table.docx?town=000000",
        "nope.docx?town=342025",
        "comparison.docx?town=342025",
        "comparison.docx?town=342025&town=342076&town=142166&town=232025&town=261009",
        f"letter.docx?entry={KURE}&to=142166",
    ],
)
def test_what_cannot_be_made_is_told(client: TestClient, address: str) -> None:
    answer = client.get(f"/takeaway/{address}")
    assert answer.status_code == 404
    assert answer.json()["error"]["message"].endswith("。")


def test_an_answer_is_asked_again_with_its_conversation_and_its_limits(client: TestClient) -> None:
    follow = post(client, "memo.docx", question="そこの連絡先は?", history=["市民意識調査をした市は?"])
    assert "[1] 呉市（全般）" in docx_words(follow.content)

    limited = post(client, "table.docx", question="何から始めた?", limited="1", region="四国", size="x", theme="x")
    grid = [line for line in docx_words(limited.content) if line.endswith(("市", "町", "区")) and len(line) < 6]
    assert set(grid) <= {"宇和島市", "市"}


def test_what_a_model_wrote_comes_along_and_is_checked(client: TestClient, words_only: Assistant) -> None:
    answer = words_only.ask("呉市は?").model_copy(update={"mode": "model"})
    assert post(client, "memo.docx", answer=answer.model_dump_json()).status_code == 200

    false = answer.citations[0].model_copy(update={"quote": "別の言葉"})
    forged = answer.model_copy(update={"citations": (false,)})
    assert post(client, "memo.docx", answer=forged.model_dump_json()).status_code == 400
    assert post(client, "memo.docx", answer="{").status_code == 400


@pytest.mark.parametrize("question", ["", " ", "あ" * 2001])
def test_a_question_that_cannot_be_asked(client: TestClient, question: str) -> None:
    assert post(client, "table.docx", question=question).status_code == 400


@pytest.mark.parametrize("body", [b"\xff", b"question=%ff", b"&".join([b"history=x"] * 300)])
def test_a_body_that_cannot_be_read(client: TestClient, body: bytes) -> None:
    assert client.post("/takeaway/table.docx", content=body, headers=FORM).status_code == 400


def test_an_abstention_has_no_table_of_towns_but_a_memo(client: TestClient) -> None:
    assert post(client, "letter.docx", question="横浜市は?").status_code == 404
    assert post(client, "memo.docx", question="横浜市は?").status_code == 200


def test_the_page_to_print(client: TestClient) -> None:
    page = post(client, "print", question="呉市は?").text
    assert "市民意識調査" in page
    assert "[1] 広島県 呉市（全般「まず始めたこと」）" in page
    assert "令和7年10月末日時点" in page


def test_the_page_to_print_says_what_the_source_misspells(client: TestClient) -> None:
    assert "※「抱僕」は原文ママ" in post(client, "print", question="鳥取市の養成研修は?").text


def test_a_question_on_the_page_to_print_is_text(client: TestClient) -> None:
    page = post(client, "print", question="<script>alert(1)</script>").text
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_answer_offers_what_it_can_become(words_only: Assistant, kodoku: Corpus) -> None:
    def page(answer: Answer) -> str:
        return conversation_html(Conversation((Turn(answer.question, answer=answer, whole=True),)), kodoku)

    cited, none = page(words_only.ask("呉市は?")), page(words_only.ask("横浜市は?"))
    assert 'formaction="/takeaway/table.docx"' in cited
    assert '<option value="342025">呉市</option>' in cited
    assert "/takeaway/table.docx" not in none
    assert "/takeaway/memo.docx" in none
