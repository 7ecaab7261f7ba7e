"""Days as Japanese offices write them: 令和7年10月末日, R7.10.31, 2025-10-31."""

import calendar
import re
from datetime import date

from corpus.words import fold

_ERAS = {"令和": 2018, "平成": 1988, "R": 2018, "H": 1988}
_DAY = re.compile(
    r"(?P<era>令和|平成|R|H)?(?P<year>元|\d{1,4})[年/.\-](?P<month>\d{1,2})(?:[月/.\-](?:(?P<day>\d{1,2})日?|(?P<last>末日?))?)?"
)
_FIRST_MONTH = 4
"""In which a fiscal year begins."""


def day_of(words: str) -> date | None:
    """The day that words name; of a month alone its last. None if they name none, or one that there is not."""
    found = _DAY.search("".join(fold(words).split()))
    if found is None:
        return None
    year = 1 if found["year"] == "元" else int(found["year"])
    if found["era"]:
        year += _ERAS[found["era"]]
    elif year < 1900:
        return None
    try:
        last = calendar.monthrange(year, int(found["month"]))[1]
        return date(year, int(found["month"]), int(found["day"] or last))
    except (ValueError, IndexError):  # a thirteenth month, a 32nd day
        return None


def in_era(day: date) -> str:
    """令和7年10月31日; of days before 令和 the year of the common era."""
    if day < date(2019, 5, 1):
        return f"{day.year}年{day.month}月{day.day}日"
    year = day.year - _ERAS["令和"]
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日"


def fiscal_year(day: date) -> int:
    """The fiscal year (from April) in which a day lies."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1
