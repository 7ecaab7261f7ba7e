"""Every way to write a town's name, with the towns meant: 福山市, 福山, ふくやま市, Fukuyama City."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import TypeVar

import jaconv

from corpus.japan import load_towns, prefectures
from corpus.places import Town
from corpus.words import fold

_Name = TypeVar("_Name", str, tuple[str, str])

# Old and new forms of one character: 龍ヶ崎 and 竜ケ崎 are one city.
_FORMS = str.maketrans(
    "ヶヵ條龍竈檮髙﨑澤邊邉嶋瀧國廣濱櫻眞冨藪舘惠諫鯵籠曾",
    "ケカ条竜釜梼高崎沢辺辺島滝国広浜桜真富薮館恵諌鰺篭曽",
)
_LATIN_SUFFIXES = {"市": ("shi", "city"), "区": ("ku", "ward", "city"), "町": ("cho", "machi", "town")}
_LATIN_SUFFIXES["村"] = ("mura", "son", "village")


def canonical(text: str) -> str:
    """Folded text with each old form of a character in its new one; same length, so offsets hold."""
    return text.translate(_FORMS)


def hiragana(text: str) -> str:
    """Katakana as hiragana, character for character, so that offsets hold."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def latin(text: str) -> str:
    """A romanised name in the form in which names are compared: Kōbe, Koube and KOBE are kobe."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if c.isascii() and c.isalpha())
    bare = re.sub(r"o[uo]|oh(?![aiueo])", "o", bare)
    return re.sub(r"m(?=[bpm])", "n", bare.replace("uu", "u").replace("ii", "i"))


def _romanised(kana: str) -> str:
    return latin(jaconv.kana2alphabet(kana))


class TownNames:
    """Names → the towns they may mean; the corpus's own towns come first."""

    def __init__(self, corpus_codes: Collection[str]) -> None:
        self.corpus_codes = frozenset(corpus_codes)

    @cached_property
    def towns(self) -> tuple[Town, ...]:
        """All towns, those of the corpus first."""
        return tuple(sorted(load_towns(), key=lambda town: town.code not in self.corpus_codes))

    @cached_property
    def full(self) -> dict[str, tuple[Town, ...]]:
        """福山市; 関ケ原町 also as 関が原町."""
        names: dict[str, list[Town]] = defaultdict(list)
        for town in self.towns:
            name = canonical(fold(town.name))
            names[name].append(town)
            if "ケ" in name:
                names[name.replace("ケ", "が")].append(town)
        return _frozen(names)

    @cached_property
    def stems(self) -> dict[str, tuple[Town, ...]]:
        """福山: names without 市, 区, 町, 村."""
        names: dict[str, list[Town]] = defaultdict(list)
        for name, towns in self.full.items():
            names[name[:-1]].extend(towns)
        return {name: tuple(sorted(towns, key=lambda town: not self.is_own(town))) for name, towns in names.items()}

    @cached_property
    def kana(self) -> dict[str, tuple[Town, ...]]:
        """ふくやま市 for every town it may mean, ふくやまし where it means one or one of the corpus's own."""
        mixed: dict[str, list[Town]] = defaultdict(list)
        pure: dict[str, list[Town]] = defaultdict(list)
        for town in self.towns:
            mixed[kana_stem(town) + town.name[-1]].append(town)
            if len(town.kana) > 3 or town.code in self.corpus_codes:
                pure[town.kana].append(town)
        sure = {k: towns for k, towns in pure.items() if len(towns) == 1 or self.is_own(towns[0])}
        return _frozen(mixed | sure)

    @cached_property
    def own_kana(self) -> dict[str, tuple[Town, ...]]:
        """はりま: the corpus's own towns without suffix; two kana (くれ) are too common in other words."""
        own = {kana_stem(town): (town,) for town in self.towns if self.is_own(town)}
        return {kana: towns for kana, towns in own.items() if len(kana) > 2}

    @cached_property
    def latin(self) -> dict[tuple[str, str], tuple[Town, ...]]:
        """(kure, city), (kure, shi): every town; (kure, ""): the corpus's own."""
        names: dict[tuple[str, str], list[Town]] = defaultdict(list)
        for town in self.towns:
            stem = _romanised(kana_stem(town))
            for suffix in _LATIN_SUFFIXES[town.name[-1]]:
                names[stem, suffix].append(town)
            if self.is_own(town):
                names[stem, ""].append(town)
        return _frozen(names)

    @cached_property
    def openings(self) -> frozenset[str]:
        """The first two characters of all full names, also of prefectures, and the first three of those in kana."""
        in_kana = (*self.kana, *self.own_kana, *kana_prefectures())
        return frozenset(name[:2] for name in (*self.full, *prefectures())) | {name[:3] for name in in_kana}

    def is_own(self, town: Town) -> bool:
        """True for a town of the corpus."""
        return town.code in self.corpus_codes

    def is_well_known(self, towns: tuple[Town, ...]) -> bool:
        """True where a bare name may be taken for a town although it is also a surname: 呉, 堺."""
        return any(self.is_own(town) or town.kind == "政令指定都市" for town in towns)


def kana_stem(town: Town) -> str:
    """The reading without its し, く, まち, ちょう, むら, そん."""
    return re.sub(r"(?:し|く|まち|ちょう|むら|そん)$", "", town.kana)


def latin_prefectures() -> dict[str, str]:
    """The 47 prefectures by their romanised names as `latin` writes them: hyogo → 兵庫県."""
    return dict(zip(map(latin, _PREFECTURES_IN_LATIN.split()), prefectures(), strict=True))


def kana_prefectures() -> dict[str, str]:
    """The 47 prefectures by their names in hiragana, without けん, ふ, と: ひろしま → 広島県."""
    return dict(zip(_PREFECTURES_IN_KANA.split(), prefectures(), strict=True))


_PREFECTURES_IN_KANA = """
    ほっかいどう あおもり いわて みやぎ あきた やまがた ふくしま いばらき とちぎ ぐんま さいたま ちば とうきょう
    かながわ にいがた とやま いしかわ ふくい やまなし ながの ぎふ しずおか あいち みえ しが きょうと
    おおさか ひょうご なら わかやま とっとり しまね おかやま ひろしま やまぐち とくしま かがわ えひめ
    こうち ふくおか さが ながさき くまもと おおいた みやざき かごしま おきなわ
"""
_PREFECTURES_IN_LATIN = """
    hokkaido aomori iwate miyagi akita yamagata fukushima ibaraki tochigi gunma saitama chiba tokyo
    kanagawa niigata toyama ishikawa fukui yamanashi nagano gifu shizuoka aichi mie shiga kyoto
    osaka hyogo nara wakayama tottori shimane okayama hiroshima yamaguchi tokushima kagawa ehime
    kochi fukuoka saga nagasaki kumamoto oita miyazaki kagoshima okinawa
"""


def _frozen(names: dict[_Name, list[Town]]) -> dict[_Name, tuple[Town, ...]]:
    return {name: tuple(towns) for name, towns in names.items()}
