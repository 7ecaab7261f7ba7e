"""What the corpus holds of whom, and what it does not."""

import pytest

from assistant.coverage import coverage_of, told_of
from corpus.library import Corpus


def test_every_town_and_theme(kodoku: Corpus) -> None:
    held = {one.town.name: tuple(cell.status for cell in one.cells) for one in coverage_of(kodoku).towns}

    assert held == {
        "京都市": ("complete", "complete"),
        "福岡市": ("complete", "complete"),
        "熊本市": ("complete", "complete"),
        "市原市": ("missing", "complete"),
        "中野区": ("missing", "no_row"),
        "座間市": ("partial", "no_row"),
        "岡崎市": ("partial", "partial"),
        "春日井市": ("partial", "complete"),
        "豊田市": ("missing", "missing"),
        "播磨町": ("missing", "complete"),
        "鳥取市": ("complete", "missing"),
        "呉市": ("complete", "no_row"),
        "福山市": ("complete", "partial"),
        "宇和島市": ("complete", "reference"),
    }


def test_counts_and_columns_not_held(kodoku: Corpus) -> None:
    coverage = coverage_of(kodoku)

    assert coverage.counts == {"complete": 13, "partial": 5, "reference": 1, "missing": 6, "no_row": 3}
    assert [(aspect.id, aspect.url.rsplit("/", 1)[1]) for aspect in coverage.not_held] == [
        ("reason", "advice1.html"),
        ("reflection", "advice3.html"),
    ]
    assert {"費用", "効果", "設問"} <= set(coverage.untold)
    assert "担当する職員の人数" not in coverage.untold  # 福山市 tells it
    assert not any(town.contact_listed for town in coverage.towns)


@pytest.mark.parametrize(
    ("entry_id", "told"),
    [
        pytest.param("342025-呉市-general-first_step", (), id="何も欠けていない"),
        pytest.param("122190-市原市-general-first_step", ("受け取った資料では本文がありません。",), id="本文なし"),
        pytest.param(
            "142166-座間市-general-first_step",
            ("文中で予告されている「2つの事業」の内容が、受け取った資料にはありません。",),
            id="確かに欠けている",
        ),
        pytest.param("342076-福山市-platform-first_step", ("本文は、続きがある可能性があります。",), id="続くかも"),
        pytest.param(
            "382035-宇和島市-platform-first_step",
            ("この欄には「【孤独・孤立対策全般】参照」とだけ書かれています。宇和島市（全般）の欄をご覧ください。",),
            id="参照だけ",
        ),
        pytest.param(
            "261009-京都市-platform-first_step",
            ("本文の「上述の実態調査」は、京都市（全般）の欄を指しています。",),
            id="別の欄を指す",
        ),
        pytest.param(
            "312011-鳥取市-general-first_step",
            (
                "本文の「左記で紹介した事象」が指す「取り組もうとした理由・きっかけ」の欄は、"
                "この資料には収録されていません。",
            ),
            id="収録されていない欄を指す",
        ),
        pytest.param(
            "232114-豊田市-platform-first_step",
            ("元の表では「愛媛県」（訂正済み）", "受け取った資料では本文がありません。"),
            id="訂正",
        ),
    ],
)
def test_what_is_told_of_a_row(kodoku: Corpus, entry_id: str, told: tuple[str, ...]) -> None:
    entry = kodoku.entry(entry_id)
    assert entry is not None

    assert told_of(entry, kodoku) == told
