"""The numbers and dates of a text, so that 令和3年度, 2021年度 and 三つ can be compared with what a quote says."""

import re
from collections.abc import Iterator

from corpus.sizes import number
from corpus.words import fold

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_ERA_YEAR = re.compile(r"(令和|平成|昭和)(元|\d{1,2})年")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?")
_PART_OF_A_DATE = re.compile(r"(\d{1,2})\s*(月|日|年)")
_DIGITS = re.compile(r"\d+")
_COUNTED = re.compile(
    r"(?<![万第])([一二三四五六七八九十]+)(つ|名|人|種類|件|課|団体|か所|箇所|回|段階|事業|点|者|市|町|地区|割|部|年)"
)
_NO_FIGURES = re.compile(r"(?:の|もう)(?:一つ|ひとつ|1つ)|一(?:緒|度|般|体|部|方|貫|環|定|人ひとり)")
_PARTS = re.compile(
    r"(?<![\d一二三四五六七八九十])([2-5二三四五])(?:つ(?:に|を|から)|つの(?:例|動き|こと|取組|方法|姿勢|流れ|柱|面|点)|点|通り|段階|本立て)"
)
_HELD_BY = re.compile(r"([一-龥ァ-ヶー]{2,6}?)(?:は|が|を)?(\d+)(?:名|人|課|件|つ|回|者|団体|種類)")

_HELD_BEFORE = re.compile(
    r"(?<![\d一-龥ァ-ヶー])(\d+)(?:名|人|課|件|つ|回|者|団体|種類)(?:\([^()]*\))?の([一-龥ァ-ヶー]{2,6})"
)

Figure = tuple[str, int]
"""What sort of number it is (date, 月, 日, 年 or count), and its value; years of the common era."""


def counts_of_parts(text: str) -> frozenset[Figure]:
    """The numbers by which a writer counts up what is told: 2点, 二つの動き."""
    return frozenset(
        ("count", int(value) if value.isdecimal() else number(value)) for value in _PARTS.findall(fold(text))
    )


def figures_in(text: str) -> frozenset[Figure]:
    """Every number of a text."""
    return frozenset(_figures(_NO_FIGURES.sub("", fold(text))))


def figures_held(text: str) -> dict[str, frozenset[str]]:
    """What figure each noun has at its side: 次長級1名 → 次長級: 1; 2名の職員 → 職員: 2."""
    held: dict[str, frozenset[str]] = {}
    before = [(noun, figure) for figure, noun in _HELD_BEFORE.findall(fold(text))]
    for noun, figure in [*_HELD_BY.findall(fold(text)), *before]:
        held[noun] = held.get(noun, frozenset()) | {figure}
    return held


def _figures(text: str) -> Iterator[Figure]:
    for era, year in _ERA_YEAR.findall(text):
        yield "date", _ERAS[era] + (1 if year == "元" else int(year))
    text = _ERA_YEAR.sub(" ", text)
    for year in _YEAR.findall(text):
        yield "date", int(year)
    text = _YEAR.sub(" ", text)
    for value, unit in _PART_OF_A_DATE.findall(text):
        yield unit, int(value)
    for value in _DIGITS.findall(_PART_OF_A_DATE.sub(" ", text)):
        yield "count", int(value)
    for value, unit in _COUNTED.findall(text):
        yield ("年" if unit == "年" else "count"), number(value)
