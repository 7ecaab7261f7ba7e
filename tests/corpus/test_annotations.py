"""A reviewer's notes, laid over one cell: what they say of it, and of no other."""

import pytest

from corpus.annotations import Annotations, CorrectionNote, PartialNote, ReferenceNote
from corpus.entry import Municipality, Reference

NOTES = Annotations(
    partials=(
        PartialNote(theme="t", municipality="甲市"),
        PartialNote(theme="t", municipality="乙市", loss="3つの例"),
    ),
    references=(
        ReferenceNote(theme="t", municipality="乙市", words="上述", to_theme="u", to_aspect="a"),
        ReferenceNote(theme="t", municipality="丙市", words="参照", to_theme="u", to_aspect="b", only=True),
    ),
    corrections=(CorrectionNote(theme="t", municipality="甲市", printed_prefecture="西県", reason="東県の市"),),
)


def town(name: str) -> Municipality:
    return Municipality(
        code="000000",
        name=name,
        prefecture="東県",
        region="東",
        kind="市",
        population=1,
        latitude=0,
        longitude=0,
        official_site="https://example.jp/",
        own_page=None,
    )


@pytest.mark.parametrize(
    ("theme", "name", "text", "status"),
    [
        pytest.param("t", "丁市", "話した", ("complete", None), id="注記なし"),
        pytest.param("t", "甲市", "話した", ("partial", None), id="続くかもしれない"),
        pytest.param("t", "乙市", "上述", ("partial", "3つの例"), id="続くはず"),
        pytest.param("t", "丙市", "参照", ("reference", None), id="参照だけ"),
        pytest.param("u", "甲市", "話した", ("complete", None), id="別の表"),
        pytest.param("t", "丁市", "", ("missing", None), id="本文なし"),
        pytest.param("t", "甲市", "", ("missing", None), id="本文がなければ注記より先"),
    ],
)
def test_the_status_of_a_text(theme, name, text, status):
    assert NOTES.status(theme, town(name), text) == status


@pytest.mark.parametrize(
    ("theme", "name", "reference"),
    [
        pytest.param("t", "乙市", Reference(words="上述", theme="u", aspect="a"), id="文中"),
        pytest.param("t", "丙市", Reference(words="参照", theme="u", aspect="b"), id="それだけ"),
        pytest.param("u", "乙市", None, id="別の表"),
        pytest.param("t", "甲市", None, id="別の市"),
    ],
)
def test_the_reference_in_a_cell(theme, name, reference):
    assert NOTES.reference_of(theme, town(name)) == reference


@pytest.mark.parametrize(
    ("theme", "name", "printed", "correction"),
    [
        pytest.param("t", "甲市", "西県", ("西県", "東県"), id="記録した誤り"),
        pytest.param("t", "甲市", "南県", None, id="別の誤り"),
        pytest.param("t", "甲市", None, None, id="県の記載なし"),
        pytest.param("t", "乙市", "西県", None, id="別の市"),
        pytest.param("u", "甲市", "西県", None, id="別の表"),
    ],
)
def test_only_the_recorded_mistake_is_corrected(theme, name, printed, correction):
    found = NOTES.correction(theme, town(name), printed)
    assert (found and (found.printed, found.corrected, found.reason)) == (correction and (*correction, "東県の市"))
