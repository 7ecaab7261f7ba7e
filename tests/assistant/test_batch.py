"""A batch: JSON Lines in, JSON Lines out, in order; a bad line never stops the run."""

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from assistant.batch import answer_lines, read_lines
from assistant.errors import FileNotUtf8Error, FileUnreadableError
from assistant.pipeline import Assistant


def results(assistant: Assistant, file: Path) -> list[dict[str, Any]]:
    return list(answer_lines(assistant, read_lines(str(file)), "extractive", explain=False))


@pytest.mark.parametrize(
    ("line", "identity", "error"),
    [
        pytest.param("{", 1, "この行は JSON として読めません", id="JSONでない"),
        pytest.param("[1]", 1, "この行は JSON として読めません", id="オブジェクトでない"),
        pytest.param("[" * 100_000, 1, "この行は JSON として読めません", id="深すぎる"),
        pytest.param('{"id": "a"}', "a", "「question」の型が違います", id="質問がない"),
        pytest.param('{"id": "a", "question": 5}', "a", "「question」の型が違います", id="質問が数"),
        pytest.param('{"question": "呉市", "history": "x"}', 1, "「history」の型が違います", id="履歴が文字列"),
        pytest.param('{"question": "呉市", "history": [1]}', 1, "「history」の型が違います", id="履歴に数"),
        pytest.param('{"id": null, "question": ""}', None, "質問が空です", id="空"),
        pytest.param('{"id": 7, "question": " \\u3000 "}', 7, "質問が空です", id="空白だけ"),
        pytest.param(
            json.dumps({"id": {"k": 1}, "question": "あ" * 2001}), {"k": 1}, "質問が長すぎます（2001文字）", id="長い"
        ),
        pytest.param('{"question": "\\ud800"}', 1, "文字として読めないデータ", id="文字の片割れ"),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_the_run_goes_on(
    words_only: Assistant, tmp_path: Path, line: str, identity: object, error: str
) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(f'{line}\n{{"id": "ok", "question": "呉市は?"}}\n', encoding="utf-8")

    bad, good = results(words_only, file)

    assert set(bad) == {"id", "error"}
    assert bad["id"] == identity
    assert error in bad["error"]
    assert (good["id"], good["abstained"]) == ("ok", False)


def test_byte_order_mark_crlf_and_blank_lines_are_accepted(words_only: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_bytes('\ufeff{"question": "呉市は?"}\r\n\r\n{"question": "福山市は?"}'.encode())

    assert [result["id"] for result in results(words_only, file)] == [1, 3]


def test_an_empty_file_has_no_lines(words_only: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_bytes(b"")

    assert results(words_only, file) == []


def test_utf_16_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"question": "呉市"}', encoding="utf-16")

    with pytest.raises(FileNotUtf8Error):
        list(read_lines(str(file)))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError) as caught:
        list(read_lines(str(tmp_path / "nowhere.jsonl")))

    assert caught.value.facts["file"] == str(tmp_path / "nowhere.jsonl")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO('{"question": "呉市"}\n'.encode())))

    assert list(read_lines("-")) == [(1, '{"question": "呉市"}')]


def test_history_completes_the_question(words_only: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"question": "そこの連絡先は?", "history": ["呉市は何をした?"]}', encoding="utf-8")

    (result,) = results(words_only, file)

    assert {citation["municipality"] for citation in result["citations"]} == {"呉市"}
