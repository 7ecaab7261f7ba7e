"""Regions and kinds of towns in a text: 中国地方, 首都圏; 政令市, 町村, 町の例."""

import re
from collections.abc import Iterator
from functools import cache

from corpus.asker import own_kinds
from corpus.cut_text import THING_AFTER, CutText, place_at
from corpus.japan import region_suffixes, regions, regions_by_name
from corpus.places import Mention

_KINDS = (
    (
        r"政令指定都市|政令指定市|政令市|指定都市|セイレイシ(?:テイトシ)?|せいれいし(?:ていとし)?"
        r"|(?i:\bdesignated cit(?:y|ies))",
        ("政令指定都市",),
    ),
    (r"中核市(?!民)|中核都市|チュウカクシ|ちゅうかくし|(?i:\bcore cit(?:y|ies))", ("中核市",)),
    (
        r"特別区(?!域)|(?:東京都?の?)?(?<![0-9十])(?:23|二十三)区(?![間分域])|東京都?の区(?![間分域別])|都区部"
        r"|(?i:\bspecial wards?)",
        ("特別区",),
    ),
    (r"一般市(?!民)|(?:普通|ふつう)の市(?![民内場])", ("市",)),
    (
        r"(?<![市区一-鿿])町村(?!合併|会|議|さん|氏)|[町村](?:や|と|か|・)[町村](?=の?(?:例|事例|取り?組|自治体)|だけ|では)",
        ("町", "村"),
    ),
)
_TOWNS_AS_A_KIND = re.compile(
    r"(?P<kind>[町村])(?=」?の?(?:例|事例|取り?組み?|自治体|役場|レベル|規模|クラス)|だけ|に限)|(?P<topic>[町村])(?=では|って(?:どこ|どっか|どれ|ど[んの]|あ)|は(?:[?]|$|ど|何|あ|載|入))|(?P<office>[町村])(?=役場|(?:では|じゃ|で)な[いく](?:とこ|自治体)|のやつ|\s)"
)
_BEFORE_A_KIND = re.compile(
    r"(?:^|[。、,.?!\s・「(で]|なくて?|(?:その|この)(?:中|うち)[でのに]は?、?|[^い]や|中核市と|市と)$"
)
_OWN_KINDS = {"市": ("政令指定都市", "中核市", "市"), "町": ("町",), "村": ("村",), "区": ("特別区",)}
_INSIDE = {"都内": "東京都", "道内": "北海道"}


def regions_in(read: CutText) -> Iterator[Mention]:
    """中国地方, 首都圏 and, for 都内 and 道内, the prefecture; 東北大学 and the country 中国 are none."""
    for match in _region_pattern().finditer(read.text):
        name = match["name"]
        if name[0].isascii():
            region = regions_by_name()[name.lower()]
        elif (
            match.start() in read.begins and match.end() in read.ends and not THING_AFTER.match(read.text, match.end())
        ):
            region = regions_by_name()[name]
        else:
            continue
        beside = re.match(r"[・、/と]四国", read.text[match.end() :]) or re.search(
            r"四国[・、/と]$", read.text[: match.start()]
        )
        if (region.needs_suffix and not match["suffix"] and not beside) or read.text[
            match.start() - 1 : match.start()
        ] == "県":
            continue
        yield Mention(
            match.start(),
            match.end(),
            match[0],
            "region",
            name=region.names[0].removesuffix("地方"),
            prefectures=region.prefectures,
        )
    for word in read.long:
        if word.surface in _INSIDE:
            yield place_at(read.text, word.start, word.end, _INSIDE[word.surface])


def kinds_in(read: CutText) -> Iterator[Mention]:
    """政令市, 23区, 町村, and the 町 of わが町; 市町村 and 特別区域 are none."""
    for pattern, kinds in _KINDS:
        for match in re.finditer(pattern, read.text):
            yield Mention(match.start(), match.end(), match[0], "kind", name="・".join(kinds), kinds=kinds)
    for start, end in own_kinds(read.text):
        kind = read.text[start:end]
        yield Mention(start, end, kind, "kind", name=kind, kinds=_OWN_KINDS[kind], role="asker")


def towns_as_a_kind(read: CutText, found: list[Mention]) -> Iterator[Mention]:
    """町 in 町の例 and 兵庫県の町だけ; in 調べた町の例 and 他の町の例 it means any town, which is no kind."""
    ends = {mention.end: mention for mention in found}
    for match in _TOWNS_AS_A_KIND.finditer(read.text):
        start = match.start()
        place = ends.get(start) or (ends.get(start - 1) if read.text[start - 1 : start] == "の" else None)
        described = place is not None and place.what != "town"
        if described or _BEFORE_A_KIND.search(read.text[max(0, start - 6) : start]):
            yield Mention(start, start + 1, match[0], "kind", name=match[0], kinds=(match[0],))


@cache
def _region_pattern() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted((n for r in regions() for n in r.names), key=len, reverse=True)))
    suffixes = "|".join(map(re.escape, region_suffixes()))
    return re.compile(
        rf"(?<![A-Za-z])(?P<name>{names})(?![A-Za-z])(?P<suffix>{suffixes}|\s(?:region|area))?", re.IGNORECASE
    )
