"""Towns and prefectures in a text: in full, bare, in kana and in Latin letters."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

from corpus.cut_text import THING_AFTER, CutText, place_at
from corpus.japan import prefectures, regions_by_name
from corpus.places import Mention, Town
from corpus.town_names import TownNames, kana_prefectures, latin, latin_prefectures
from corpus.words import Word

_LONGEST_NAME = 12
_PARTICLES = {"格助詞", "係助詞", "副助詞"}
# 福岡市|民, 呉市|役所: Sudachi cuts 福岡|市民, yet the town is named.
_GOES_ON = re.compile(r"[民内長役立議外営政職側](?!大学)")
_PERSON_AFTER = re.compile(
    r"\s?(?:さん|様|さま|氏(?!名)|君|くん|ちゃん|先生|先輩|課長|部長|係長|主任|主査|主事|次長|局長|室長|議員|教授|博士|選手|監督|と申|といいます)"
)
JOINS_PREFECTURE = re.compile(r"内?の?(?:[一-鿿ケ]{1,4}郡)?")
_PREFECTURE_SUFFIX = re.compile("[都道府県]|けん(?![ぁ-ゖ]{2})")
_STATION_AFTER = re.compile(r"駅|立大学|大学")
_WARD = re.compile(r"[一-鿿々ケヶ]{1,4}?区(?!域|分|間|民|別|役)|[一-鿿々ケヶ]{1,4}?区(?=民|役)")
_LATIN_NAME = re.compile(
    r"(?P<of>\b(?:City|Town|Village) of )?(?<![A-Za-z])(?!(?:the|an?|this|our|other|which|what|each)\s)"
    r"(?P<name>[A-Za-zÀ-ſ'’]{2,20})"
    r"(?:[-\s](?P<suffix>city|town|village|ward|shi|ku|cho|machi|mura|son|prefecture|pref|ken|fu|to)(?![A-Za-z])"
    r"|(?P<kanji>[市区町村]))?",
    re.IGNORECASE,
)
_LATIN_OF_KANJI = {"市": "city", "区": "ward", "町": "town", "村": "village"}
_LATIN_PREFECTURE = {"prefecture", "pref", "ken", "fu", "to"}
_LATIN_COMPANY = re.compile(r"\s(?:motor|corporation|corp|cars?|group|university|castle|station)\b", re.IGNORECASE)


class TownFinder:
    """Finds names of towns and prefectures; what it finds may overlap."""

    def __init__(self, names: TownNames) -> None:
        self._names = names

    def find(self, read: CutText) -> Iterator[Mention]:
        """Every town or prefecture that some words of the text may name, in no order."""
        yield from self._named_in_full(read)
        yield from self._bare(read)
        yield from self._kana(read)
        yield from self._latin(read)

    def _named_in_full(self, read: CutText) -> Iterator[Mention]:
        """福山市, 兵庫県, 横浜市港北区: the longest name that begins where a word begins."""
        for start in read.begins:
            if read.canonical[start : start + 2] not in self._names.openings:
                continue
            for end in range(min(start + _LONGEST_NAME, len(read.text)), start + 1, -1):
                name = read.canonical[start:end]
                towns = self._names.full.get(name, ())
                if not towns and name not in _prefectures():
                    continue
                if end not in read.ends and not _GOES_ON.match(read.text, end):
                    continue
                if _STATION_AFTER.match(read.text, end):
                    continue
                if len(name) == 2 and name[-1] == "村" and _PERSON_AFTER.match(read.text, end):
                    continue
                ward = _WARD.match(read.text, end) if towns and towns[0].kind == "政令指定都市" else None
                yield place_at(read.text, start, ward.end() if ward else end, towns or name)
                break

    def _bare(self, read: CutText) -> Iterator[Mention]:
        """福山, 兵庫: a whole word that Sudachi takes for a name, borne by no person and no thing."""
        for word, after in zip_longest(read.long, read.long[1:]):
            name = read.canonical[word.start : word.end]
            prefecture = _prefecture_stems().get(name, "")
            towns = () if prefecture else self._names.stems.get(name, ())
            # 横浜 alone is never the 横浜町 of 青森県.
            towns = tuple(town for town in towns if town.kind == "政令指定都市") or towns
            if not (prefecture or towns) or name in regions_by_name() or not self._is_place(read, word, after, towns):
                continue
            yield place_at(read.text, word.start, word.end, towns or prefecture)

    def _is_place(self, read: CutText, word: Word, after: Word | None, towns: tuple[Town, ...]) -> bool:
        joined = bool(towns) and _follows_prefecture(read, word.start)
        if word.part_of_speech[1] != "固有名詞" and not joined:
            return False
        if _PERSON_AFTER.match(read.text, word.end) or THING_AFTER.match(read.text, word.end):
            return False
        if after is not None and (after.part_of_speech[2] == "人名" or after.surface[0] in "市区町村県府"):
            return False
        if joined:
            return True
        # 福祉課の中野です is a colleague who gives a name.
        introduces = after is not None and after.surface in ("です", "だ", "でございます", "と申し")
        if introduces and towns and re.search(r"[課係部室局当]の?$", read.text[: word.start]):
            return False
        if towns and len(word.surface) == 1 and not self._names.is_well_known(towns):
            return False
        if word.is_place_name:
            return True
        # A surname too: 岡崎を参考に is the city, 岡崎です may be anyone.
        return not introduces and (not towns or self._names.is_well_known(towns))

    def _kana(self, read: CutText) -> Iterator[Mention]:
        """はりまちょう, うわじま市, ウワジマ: kana bounded by other letters or by particles."""
        for start, letter in enumerate(read.hiragana):
            if not ("ぁ" <= letter <= "ゖ") or read.hiragana[start : start + 3] not in self._names.openings:
                continue
            if not _kana_may_begin(read, start):
                continue
            for end in range(min(start + _LONGEST_NAME, len(read.text)), start + 2, -1):
                name = read.hiragana[start:end]
                suffix = _PREFECTURE_SUFFIX.match(read.hiragana, end)
                if suffix and name in _kana_prefectures():
                    yield place_at(read.text, start, suffix.end(), _kana_prefectures()[name])
                    break
                towns = self._names.kana.get(name) or self._own_kana(read, start, end)
                if towns and (_kana_may_end(read, end) or self._own_before_particle(towns, read, end)):
                    yield place_at(read.text, start, end, self._prefecture_or(towns, name))
                    break

    def _own_before_particle(self, towns: tuple[Town, ...], read: CutText, end: int) -> bool:
        # Sudachi cuts なか|の|くの: for the corpus's own towns a letter that may be a particle will do.
        return (
            self._names.is_own(towns[0])
            and end - 4 >= 0
            and read.text[end : end + 1] in tuple("はがをにのとでもへやっ")
        )

    def _own_kana(self, read: CutText, start: int, end: int) -> tuple[Town, ...]:
        # トヨタ is the company; なか|の is no 中野.
        last = read.ends.get(end)
        if read.text[start:end] == "トヨタ" or (last and last.start > start and last.part_of_speech[0] == "助詞"):
            return ()
        if _PERSON_AFTER.match(read.text, end):
            return ()
        return self._names.own_kana.get(read.hiragana[start:end], ())

    def _prefecture_or(self, towns: tuple[Town, ...], name: str) -> tuple[Town, ...] | str:
        suffixed = name[-1] in "市区町村" or name == towns[0].kana
        stem = _prefecture_stems().get(towns[0].name[:-1], "")
        return towns if suffixed or not stem else stem

    def _latin(self, read: CutText) -> Iterator[Mention]:
        """Kure City, kasugai-shi, City of Kure, Hyogo Prefecture, and the corpus's own towns bare."""
        for match in _LATIN_NAME.finditer(read.text):
            name, suffix = latin(match["name"]), (match["suffix"] or match["kanji"] or "").lower()
            suffix = _LATIN_OF_KANJI.get(suffix, suffix)
            end = match.end()
            towns = self._names.latin.get((name, suffix)) if suffix else None
            if towns is None and match["of"]:
                towns, end = self._names.latin.get((name, match["of"].split()[0].lower())), match.end("name")
            prefecture = _latin_prefectures().get(name, "")
            if towns is None and not (prefecture and suffix in _LATIN_PREFECTURE):
                towns, end = self._names.latin.get((name, "")), match.end("name")
            if towns is None and prefecture and (suffix in _LATIN_PREFECTURE or match["name"][0].isupper()):
                yield place_at(read.text, match.start(), end, prefecture)
            elif towns and not _LATIN_COMPANY.match(read.text, end):
                yield place_at(read.text, match.start(), end, towns)


def _follows_prefecture(read: CutText, start: int) -> bool:
    before = read.text[max(0, start - 8) : start]
    return bool(re.search(rf"[都道府県]{JOINS_PREFECTURE.pattern}$", before)) and any(
        name in before for name in _prefectures()
    )


def _kana_may_begin(read: CutText, start: int) -> bool:
    if start == 0 or not ("ぁ" <= read.hiragana[start - 1] <= "ゖ" or read.text[start - 1] == "ー"):
        return True
    if read.text[start - 1] < "ァ" <= read.text[start]:
        return True  # katakana after hiragana
    before = read.ends.get(start)
    return before is not None and before.part_of_speech[1] in _PARTICLES


def _kana_may_end(read: CutText, end: int) -> bool:
    if end == len(read.text) or not ("ぁ" <= read.hiragana[end] <= "ゖ" or read.text[end] == "ー"):
        return (
            end in read.ends
            or end not in range(len(read.text))
            or read.text[end - 1] not in "市区町村"
            or bool(_GOES_ON.match(read.text, end))
        )
    if read.text[end] < "ァ" <= read.text[end - 1]:
        return True  # hiragana after katakana
    after = read.begins.get(end)
    return after is not None and (after.part_of_speech[1] in _PARTICLES or after.surface in ("です", "だ", "なら"))


@cache
def _prefectures() -> frozenset[str]:
    return frozenset(prefectures())


@cache
def _prefecture_stems() -> dict[str, str]:
    return {re.sub("[都府県]$", "", name): name for name in prefectures()}


@cache
def _kana_prefectures() -> dict[str, str]:
    return kana_prefectures()


@cache
def _latin_prefectures() -> dict[str, str]:
    return latin_prefectures()
