"""来週の月曜の一歩: short lines without a name."""

import pytest

from assistant.errors import PersonNamedError, StepIncompleteError
from assistant.workshop.monday import LONGEST, Line, line_of


def test_blanks_are_made_one() -> None:
    line = line_of(" 福祉課の\n係長 ", "月曜　昼", "5分だけ\r\nお願いします", "342025")
    assert line == Line(whom="福祉課の 係長", when="月曜 昼", words="5分だけ お願いします", town="342025")


@pytest.mark.parametrize(
    ("whom", "when", "words", "field"),
    [
        ("", "月曜", "一言", "誰に"),
        ("係長", "　", "一言", "いつまでに"),
        ("係長", "月曜", "\n", "最初の一言"),
        ("係" * (LONGEST["whom"] + 1), "月曜", "一言", "誰に"),
        ("係長", "月曜", "言" * (LONGEST["words"] + 1), "最初の一言"),
    ],
)
def test_a_field_that_is_empty_or_too_long_is_told(whom: str, when: str, words: str, field: str) -> None:
    with pytest.raises(StepIncompleteError) as told:
        line_of(whom, when, words, "")
    assert told.value.facts["field"] == field


@pytest.mark.parametrize("whom", ["佐藤さん", "山田太郎", "係長 03-1234-5678", "a.suzuki@example.jp"])
def test_a_person_is_not_written_down(whom: str) -> None:
    with pytest.raises(PersonNamedError):
        line_of(whom, "月曜", "お話を聞かせてください", "")


@pytest.mark.parametrize("whom", ["地域福祉課の係長", "社協の地区担当", "副市長", "市民活動センター", "隣の課の方"])
def test_an_office_or_a_role_is(whom: str) -> None:
    assert line_of(whom, "月曜の昼まで", "5分だけ話をさせてください", "").whom == whom
