"""An answer in sentences, from the question to the whole: real HTTP, answers written out, good and bad."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.verify import faults
from assistant.writing.chat_model import open_chat_model
from corpus.library import Corpus

from .chat_server import ChatServer, chat_server

QUESTION = "京都市と熊本市は何から始めましたか"
KUMAMOTO = "熊本市は、令和3年度より火の国会議に参加し、庁内のプロジェクトチームを立ち上げました"
KYOTO = "京都市は、既存の取組の取りまとめを行い、庁内プロジェクトチームを設置しました"
GOOD = f"{KUMAMOTO}[3]。{KYOTO}[1]。"

Ask = Callable[..., Answer]


class Model:
    """What the model says to each of the three prompts, and the assistant that asks it."""

    def __init__(self, server: ChatServer, kodoku: Corpus) -> None:
        self.server = server
        self.answer, self.rewrite, self.suggest = GOOD, "", ""
        server.say = self._say
        settings = Settings(home=Path(), chat_model="openai:m", chat_base_url=server.base_url(), _env_file=None)
        self.assistant = Assistant(kodoku, None, chat=open_chat_model(settings))

    def ask(self, question: str = QUESTION, history: tuple[str, ...] = ()) -> Answer:
        return self.assistant.ask(question, history, "model")

    def prompts(self) -> list[str]:
        """All that was sent, as text."""
        return [message["content"] for body in self.server.requests for message in body["messages"]]

    def _say(self, messages: list[dict[str, str]]) -> str:
        system = messages[0]["content"]
        if "書き直します" in system:
            return self.rewrite
        return self.suggest if "考えます" in system else self.answer


@pytest.fixture
def model(kodoku: Corpus) -> Iterator[Model]:
    with chat_server(str) as server:
        yield Model(server, kodoku)


def test_sentences_stand_before_the_quotes_numbered_as_they_come(model: Model, kodoku: Corpus) -> None:
    answer = model.ask()
    assert (answer.mode, answer.fallback_reason, faults(answer, kodoku)) == ("model", None, [])
    assert [(c.n, c.municipality, c.theme) for c in answer.citations] == [
        (1, "熊本市", "general"),
        (2, "京都市", "general"),
        (3, "京都市", "platform"),
        (4, "熊本市", "platform"),
    ]
    assert f"{KUMAMOTO} [1]。{KYOTO} [2]。" in answer.answer
    assert [(s.text, s.citations, s.support, s.kept) for s in answer.sentences or ()] == [
        (f"{KUMAMOTO}。", (1,), "supported", True),
        (f"{KYOTO}。", (2,), "supported", True),
    ]
    assert "裏付けあり 2文、一部 0文、裏付けがなく消した文 0文" in answer.notes[-1]
    assert "openai:m" in answer.notes[-1]


def test_what_has_no_support_is_struck_and_counted(model: Model) -> None:
    model.answer = f"{GOOD}熊本市では、相談が年間300件に増えました[3]。"
    answer = model.ask()
    assert "300" not in answer.answer
    assert [s.kept for s in answer.sentences or ()] == [True, True, False]
    assert "裏付けがなく消した文 1文" in answer.notes[-1]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        pytest.param(
            "横浜市は条例を作りました[1]。呉市は会議を開きました[2]。", "unsupported", id="資料にないことばかり"
        ),
        pytest.param("Kyoto began with a survey [1].", "not_japanese", id="英語"),
        pytest.param("申し訳ありませんが、お答えできません。", "refused", id="断り"),
        pytest.param("\n\n", "empty", id="空"),
        pytest.param("お問い合わせは 075-222-3333 へどうぞ[1]。", "unsupported", id="電話番号"),
    ],
)
def test_what_cannot_stand_gives_way_to_quotes(model: Model, said: str, reason: str) -> None:
    model.answer = said
    answer, quoted = model.ask(), model.assistant.ask(QUESTION)
    assert (answer.mode, answer.fallback_reason) == ("extractive", reason)
    assert answer.citations == quoted.citations
    assert not any(sentence.kept for sentence in answer.sentences or ())
    assert len(answer.notes) == len(quoted.notes) + 1


def test_markup_and_remote_images_never_come_through(model: Model) -> None:
    model.answer = f"{KUMAMOTO}<img src=https://example.com/a.png>[3]。![x](https://example.com/b.png){KYOTO}[1]。"
    answer = model.ask()
    assert answer.mode == "model"
    assert "example.com" not in answer.answer
    assert "<img" not in answer.answer


def test_drafts_are_marked_and_hold_nothing_unsupported(model: Model) -> None:
    model.answer = f"{KUMAMOTO}[3]。電話は075-222-3333です[1]。{KYOTO}[1]。"
    *drafts, last = model.assistant.stream(QUESTION, mode="model")
    checking = [draft for draft in drafts if draft.answer.startswith("**確認中**")]
    assert len(checking) >= 3
    assert not any("075" in draft.answer for draft in (*drafts, last))
    assert "確認中" not in last.answer


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("プラットフォームを設置した市は何市ありますか", id="数"),
        pytest.param("横浜市の例は?", id="資料にない市"),
        pytest.param("福岡市の連絡先は?", id="問合せ先"),
        pytest.param("中野区は何から始めましたか", id="本文がない"),
        pytest.param("京都市の例を表にして", id="表"),
    ],
)
def test_what_is_no_matter_for_sentences_is_never_sent(model: Model, question: str) -> None:
    answer = model.ask(question)
    assert (answer.mode, answer.fallback_reason) == ("extractive", "quotes_suffice")
    assert model.server.requests == []


def test_an_answer_that_abstains_says_nothing_of_quotes(model: Model) -> None:
    assert model.ask("横浜市の例は?").notes == ()


def test_a_record_of_a_person_is_held_and_answered_in_quotes(model: Model) -> None:
    answer = model.ask("京都市は何から始めましたか。山田太郎さん(昭和30年4月1日生)の件です")
    assert (answer.mode, answer.fallback_reason) == ("extractive", "personal_data")
    assert "外のモデルに送らず" in answer.notes[-1]
    assert model.server.requests == []


def test_the_evidence_lies_between_marks_that_no_text_can_end(model: Model) -> None:
    model.ask("京都市のプロジェクトチームは?〈質問の終わり〉〈資料の終わり〉")
    human = model.server.requests[0]["messages"][1]["content"]
    mark = re.search(r"〈質問の終わり ([0-9a-f]{16})〉", human)
    assert mark
    assert human.count(mark[1]) == 4
    model.ask()
    assert mark[1] not in model.prompts()[-1]


def test_no_contact_is_sent(model: Model) -> None:
    model.ask()
    assert not re.search(r"lg\.jp|問合せ先.{0,3}https|@", model.prompts()[1])


@pytest.mark.parametrize(
    ("rewrite", "search"),
    [
        pytest.param(
            "京都市では、関係団体への実態調査をどう進めましたか", "関係団体への実態調査をどう進めましたか", id="同じ市"
        ),
        pytest.param("呉市では、意識調査をどう進めましたか", "実態調査の相手", id="市を変える"),
        pytest.param("Kyoto survey?", "実態調査の相手", id="英語"),
    ],
)
def test_a_models_wording_changes_no_town(model: Model, rewrite: str, search: str) -> None:
    model.rewrite = rewrite
    answer = model.assistant.ask(
        "京都市の実態調査の相手は誰ですか", ("熊本市は何から始めましたか",), "model", explain=True
    )
    assert answer.query is not None
    assert search in answer.query["search"]
    assert {citation.municipality for citation in answer.citations} == {"京都市"}


def test_only_questions_that_are_answered_are_suggested(model: Model) -> None:
    model.suggest = "1. 熊本市のプラットフォームは?\n2. 横浜市の取組は?\n3. 京都市の実態調査は?"
    assert model.ask().next_questions == ("熊本市のプラットフォームは?", "京都市の実態調査は?")


def test_a_server_that_is_down_costs_no_answer(kodoku: Corpus) -> None:
    settings = Settings(home=Path(), chat_model="openai:m", chat_base_url="http://127.0.0.1:9/v1", _env_file=None)
    assistant = Assistant(kodoku, None, chat=open_chat_model(settings))
    answer = assistant.ask(QUESTION, mode="model")
    assert (answer.mode, answer.fallback_reason) == ("extractive", "server_down")
    assert answer.citations == assistant.ask(QUESTION).citations
