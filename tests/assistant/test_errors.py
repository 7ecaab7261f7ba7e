"""One error tree; each of its leaves has a sentence that says what is wrong and what to do next."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import assistant.errors
import embeddings.errors  # noqa: F401 - its branch of the tree has to be there
from assistant.errors import HostUnusableError, SettingsError, sentence
from assistant.settings import read_settings
from assistant.texts import text
from corpus.errors import CorpusError, MazuippoError


def leaves(kind: type[MazuippoError]) -> Iterator[type[MazuippoError]]:
    branches = kind.__subclasses__()
    if not branches:
        yield kind
    for branch in branches:
        yield from leaves(branch)


@pytest.mark.parametrize("kind", sorted(set(leaves(MazuippoError)), key=lambda kind: kind.__name__))
def test_every_error_has_a_sentence(kind: type[MazuippoError]) -> None:
    template = assistant.texts._tables()["error"][kind.__name__]
    facts = dict.fromkeys(re.findall(r"\{(\w+)\}", template), "X")

    assert sentence(kind(**facts)).endswith(("。", "X"))


def test_a_reason_of_ours_is_said_in_japanese() -> None:
    error = CorpusError(file="advice2.txt", row="9", field="prefecture", reason="prefecture_differs")

    assert sentence(error) == (
        "資料のファイル「advice2.txt」の9行目、「prefecture」に誤りがあります（都道府県が一覧と違います）。"
        "ファイルを直すか、元のファイルに戻してください。"
    )


def test_a_reason_of_the_system_is_passed_on() -> None:
    error = HostUnusableError(host="x.y", reason="No such host. {braces} and all.")

    assert "No such host. {braces} and all." in sentence(error)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MAZUIPPO_CHROMA_URL", "http://127.0.0.1:99999"),
        ("MAZUIPPO_CHROMA_URL", "127.0.0.1:8000"),
        ("MAZUIPPO_CHAT_BASE_URL", "http://127.0.0.1:x/v1"),
        ("MAZUIPPO_CONTACT_MONTHS", "0"),
        ("MAZUIPPO_KEEP_UNANSWERED", "はい"),
        ("MAZUIPPO_METRICS", "2"),
    ],
)
def test_a_setting_of_the_wrong_form_is_told_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv("MAZUIPPO_HOME", str(tmp_path))
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    what_to_write = text(f"reason.setting_{variable.removeprefix('MAZUIPPO_').lower()}")
    assert sentence(caught.value) == f"設定「{variable}」の値が正しくありません。{what_to_write}"


def test_no_sentence_is_missing_or_spoilt() -> None:
    assert text("error.QuestionEmptyError") == "質問が空です。質問を入力してください。"
    with pytest.raises(KeyError):
        text("error.NoSuchError")
