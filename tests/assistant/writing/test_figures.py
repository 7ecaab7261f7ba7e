"""Numbers and dates, in whatever way they are written."""

import pytest

from assistant.writing.figures import figures_held, figures_in


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        pytest.param("令和3年度より", {("date", 2021)}, id="元号"),
        pytest.param("2021年度から", {("date", 2021)}, id="西暦"),
        pytest.param("令和元年", {("date", 2019)}, id="元年"),
        pytest.param("令和7年2月に", {("date", 2025), ("月", 2)}, id="年と月"),
        pytest.param("2つの事業", {("count", 2)}, id="数字"),
        pytest.param("二つの事業", {("count", 2)}, id="漢数字"),
        pytest.param("１３課", {("count", 13)}, id="全角"),
        pytest.param("目的の一つで、一緒に一度", set(), id="数ではない一"),
    ],
)
def test_figures(text: str, figures: set[tuple[str, int]]) -> None:
    assert figures_in(text) == figures


def test_a_figure_belongs_to_the_noun_at_its_side() -> None:
    assert figures_held("2名(次長級1名・担当者1名)") == {"次長級": frozenset({"1"}), "担当者": frozenset({"1"})}
    assert figures_held("2名(次長級1名)の連携担当職員を置く")["連携担当職員"] == frozenset({"2"})
