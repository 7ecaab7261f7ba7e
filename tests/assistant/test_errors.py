"""One error tree; each of its leaves has a sentence that says what is wrong and what to do next."""

import re
from collections.abc import Iterator

import pytest

import assistant.errors
import embeddings.errors  # noqa: F401 - its branch of the tree has to be there
from assistant.errors import HostUnusableError, sentence
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


def test_no_sentence_is_missing_or_spoilt() -> None:
    assert text("error.QuestionEmptyError") == "質問が空です。質問を入力してください。"
    with pytest.raises(KeyError):
        text("error.NoSuchError")
