"""Questions that found nothing are counted by theme; their words are kept only where that is switched on."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.unanswered import Tally, Unanswered
from corpus.library import Corpus

FOUND_NOTHING = ["横浜市は何をしましたか", "明日の天気は?", "横浜市のプラットフォームは?"]
ASKED = [*FOUND_NOTHING, "市民意識調査をした市は?", "死にたい"]


def noted(kodoku: Corpus, file: Path, keep_words: bool) -> Unanswered:
    days = iter([date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 1)])
    unanswered = Unanswered(file, keep_words, lambda: next(days))
    assistant = Assistant(kodoku, None, missed=unanswered.note)
    for question in ASKED:
        assistant.ask(question)
    return unanswered


def test_what_found_nothing_is_counted_and_its_words_are_not_kept(kodoku: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "home" / "kodoku.jsonl"
    unanswered = noted(kodoku, file, keep_words=False)

    assert unanswered.tally() == Tally("2026-11-26", Counter({"": 2, "platform": 1}), ())
    kept = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [sorted(line) for line in kept] == [["day", "theme"]] * 3


def test_its_words_are_kept_where_the_administrator_says_so(kodoku: Corpus, tmp_path: Path) -> None:
    tally = noted(kodoku, tmp_path / "kodoku.jsonl", keep_words=True).tally()
    assert tally is not None
    assert tally.questions == tuple(reversed(FOUND_NOTHING))


BROKEN = {"空": "", "途中": "{", "別の形": "[]\n", "欠け": '{"day": 1}\n', "文字でない": "\udc80"}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_lines_that_cannot_be_read_are_passed_over(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "kodoku.jsonl"
    file.write_bytes(broken.encode("utf-8", "surrogateescape"))
    assert Unanswered(file, keep_words=False).tally() is None


def test_a_file_that_cannot_be_written_costs_no_answer(
    kodoku: Corpus, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    unanswered = Unanswered(tmp_path / "file" / "kodoku.jsonl", keep_words=True)

    assert Assistant(kodoku, None, missed=unanswered.note).ask("横浜市は何をしましたか").abstained
    assert unanswered.tally() is None
    assert "横浜" not in caplog.text
