"""A running server takes over what is imported and taken back, without a restart."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.answer import Answer
from assistant.settings import Settings
from assistant.web.api import add_error_responses, api_routes
from assistant.web.conversation import Conversation, conversation_html
from assistant.web.pages import page_routes
from assistant.web.readiness import Readiness
from corpus.errors import CorpusError
from corpus.given import Given
from corpus.librarian import Librarian

HEAD = "市区町村,テーマ,欄,本文\n"
TOYOHASHI = "図書館の職員とともに、ひとりで来る高校生の居場所づくりの話し合いから始めました。"
QUESTION = "豊橋市は何をしましたか"
PAGES = ("/api/entries", "/towns/232017", "/material")


@pytest.fixture(scope="module")
def settings(
    model_folder: Path, with_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    return Settings(home=with_index(tmp_path_factory.mktemp("home")), embedding_model=str(model_folder))


@pytest.fixture(scope="module")
def readiness(settings: Settings) -> Iterator[Readiness]:
    readiness = Readiness(settings)
    readiness.begin()
    readiness.page_opened()
    readiness.assistant(timeout=120)
    yield readiness
    readiness.close()


@pytest.fixture
def librarian(settings: Settings, readiness: Readiness) -> Iterator[Librarian]:
    """Who imports; what a test leaves standing is taken back."""
    librarian = settings.librarian()
    yield librarian
    for one in librarian.imports():
        if one.stands:
            librarian.undo(one.number)
    readiness.follow()


@pytest.fixture
def client(readiness: Readiness) -> TestClient:
    app = FastAPI()
    add_error_responses(app)
    app.include_router(api_routes(readiness))
    app.include_router(page_routes(readiness))
    return TestClient(app)


def add(librarian: Librarian, *rows: str) -> int:
    given = Given("own.csv", (HEAD + "".join(f"{row}\n" for row in rows)).encode())
    return librarian.accept(librarian.propose([given]))


def ask(client: TestClient, question: str) -> dict[str, object]:
    answer = client.post("/api/ask", json={"question": question}).json()
    assert isinstance(answer, dict)
    return answer


def quotes(answer: dict[str, object]) -> list[str]:
    assert isinstance(answer["citations"], list)
    return [citation["quote"] for citation in answer["citations"]]


def holding(client: TestClient, words: str) -> list[str]:
    """The pages that hold some words."""
    return [page for page in PAGES if words in client.get(page).text]


def test_what_is_imported_is_answered_and_shown_and_taken_back_again(
    client: TestClient, readiness: Readiness, librarian: Librarian
) -> None:
    before = readiness.assistant(0)
    assert (quotes(ask(client, QUESTION)), holding(client, "豊橋市")) == ([], [])

    number = add(librarian, f"豊橋市,general,first_step,{TOYOHASHI}")
    readiness.follow()

    assert quotes(ask(client, QUESTION)) == [TOYOHASHI]
    assert holding(client, "豊橋市") == list(PAGES)
    assert quotes(before.ask(QUESTION).as_json()) == []  # who began with the old state ends with it

    librarian.undo(number)
    readiness.follow()

    assert (quotes(ask(client, QUESTION)), holding(client, "豊橋市")) == ([], [])


def test_what_is_imported_is_found_by_meaning_too(readiness: Readiness, librarian: Librarian) -> None:
    add(librarian, f"豊橋市,general,first_step,{TOYOHASHI}")
    readiness.follow()

    assistant = readiness.assistant(0)
    _, hits = assistant.searched("若者がひとりで過ごせる場")
    own = next(hit for hit in hits.passages if hit.passage.entry.municipality.name == "豊橋市")
    assert own.similarity is not None
    assert own.similarity == max(hit.similarity or 0 for hit in hits.passages)


LAY = [
    (
        "札幌市,general,first_step",
        "冬に外出が減る高齢者の家を、除雪のボランティアが訪ねて声をかける活動から始めました。",
        "雪かきのついでに年寄りの様子を見に行った例は?",
    ),
    (
        "豊橋市,general,first_step",
        "日本語教室に通う外国人住民が気軽に話せる茶話会を、国際交流協会と開きました。",
        "海外から来た人がひとりぼっちにならないようにした市",
    ),
    (
        "長崎市,general,first_step",
        "離島の診療所の看護師と、船で通院する人の困りごとを聞き取りました。",
        "島に住む病気の人の声をどう集めたか知りたい",
    ),
]


def test_what_is_imported_is_cited_for_questions_in_other_words(
    client: TestClient, readiness: Readiness, librarian: Librarian
) -> None:
    add(librarian, *(f"{cell},{words}" for cell, words, _ in LAY))
    readiness.follow()

    missed = [question for _, words, question in LAY if words not in quotes(ask(client, question))]
    assert missed == []


def test_a_change_is_taken_over_by_itself(client: TestClient, librarian: Librarian) -> None:
    add(librarian, f"豊橋市,general,first_step,{TOYOHASHI}")

    deadline = time.monotonic() + 60
    while quotes(ask(client, QUESTION)) != [TOYOHASHI]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_broken_corpus_is_not_taken_over_and_the_next_change_is(
    client: TestClient, readiness: Readiness, librarian: Librarian, settings: Settings
) -> None:
    number = add(librarian, f"豊橋市,general,first_step,{TOYOHASHI}")
    note = settings.library / "imports" / f"{number:04}" / "import.json"
    whole = note.read_text(encoding="utf-8")
    note.write_text("{", encoding="utf-8")

    with pytest.raises(CorpusError):
        readiness.follow()
    readiness.follow()  # it is not tried again until something changes
    assert quotes(ask(client, "市民意識調査をした市は?"))

    note.write_text(f"{whole}\n", encoding="utf-8")
    readiness.follow()
    assert quotes(ask(client, QUESTION)) == [TOYOHASHI]


def test_an_answer_of_before_is_shown_without_marks_in_a_text_that_has_changed(
    client: TestClient, readiness: Readiness, librarian: Librarian
) -> None:
    answer = Answer.model_validate(ask(client, "呉市は何をしましたか"))
    talk = Conversation().asked(answer.question, None).answered(answer).completed()
    assert "<mark" in conversation_html(talk, readiness.corpus)

    add(librarian, "呉市,general,first_step,市民の声を聞く会を開きました。")
    readiness.follow()

    shown = conversation_html(talk, readiness.corpus)
    assert "市民の声を聞く会を開きました。" in shown
    assert "<mark" not in shown
