"""How many people a town has, as questions put it: 人口5万人以上, 10万から30万, 3万人規模, 小さい町."""

import re
from collections.abc import Iterator

from corpus.places import Size

_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9}(?:\.[0-9]{1,4})?"
_KANJI = r"[〇一二三四五六七八九十百千]{1,12}"
_PART = rf"(?:{_DIGITS}|{_KANJI})"
_NUMBER = rf"(?<![0-9,.〇一二三四五六七八九十百千万数何]){_PART}(?:\s?万(?:{_PART}千?)?|千)?(?![0-9%億兆])"
_BOUNDS = {
    "from": r"以上",
    "above": r"超え?|を?(?:超|こ)え(?:てい?る|る|た|て|ま)|を上回る|より(?:多[いく]|大き[いなく]|上)",
    "to": r"以下|まで",
    "below": (
        r"未満|を下回る|を?(?:切|き)(?:ってい?る|って|る|った)|より(?:少な[いく]|小さ[いなく]|下)|もいない"
        r"|(?:に|まで)は?(?:届か|満た|達し)な[いく]|に満たぬ"
    ),
    "tens": r"台",
    "about": r"前後|程度|くらい|ぐらい|ほど|そこそこ|そこら|ちょっと|余り|弱|強|しか",
}
_BOUND = "|".join(f"(?P<{name}>{words})" for name, words in _BOUNDS.items())
_TOWN = (
    r"(?:自治体|市区?町村|都市|中核市|政令|指定都市|特別区|一般市|大きな街|街(?!頭|角|道)|団体(?!に|へ|の方)|市(?!民|場|販|街|内|役)|町(?!内|会|民|家|工|並|場|中)|村(?!民|祭|社|内)"
    r"|区(?!民|域|分|間)|まち(?!づくり|なか|かど)|ところ|規模)"
)
# A comma joins only what 5、6万 joins; 5万、3万 are two figures.
_RANGE = r"(?:から|~|〜|-|–|―|ー|(?<=[0-9一二三四五六七八九])[、,])"
_SECOND = rf"(?={_PART}\s?[万千人]|[0-9,]{{4}}){_NUMBER}"
_FIGURES = re.compile(
    rf"(?P<people>(?:人口(?:規模|数)?|住民数?)(?:が|は|の|も|で|、|:|\s){{0,2}})?(?:約|およそ|おおよそ|だいたい|ざっと|大体)?"
    rf"(?P<first>{_NUMBER})\s?(?P<unit>人)?"
    rf"(?:(?:(?P<first_bound>以上|超)(?:で|、)?|(?P<joint>{_RANGE}))\s?(?P<second>{_SECOND})\s?(?P<unit2>人)?)?"
    rf"(?:\s?の?(?:{_BOUND}))?(?P<scale>の?規模|クラス|級)?"
)
# What is counted instead of people, or counts people who are not a town's population.
_OTHER_THINGS_AFTER = re.compile(
    r"\s?(?:円|件|世帯|部|冊|回|歩|票|割|名|時間|日|年|月|つ|か所|箇所|ヶ所|ヵ所|団体|社|あたり|当たり|対|に(?:聞|対|配|アンケ)"
    r"|の(?:予算|費用|補助|給付|交付|謝|寄付|参加))"
)
_OTHER_THINGS_BEFORE = re.compile(
    r"(?:参加|利用|来場|会員|登録|予算|費用|経費|職員|対象|回答|高齢|視聴|再生|配布|部数|年間|延べ|のべ|累計|謝金|補助|交付"
    r"|フォロワー|売上|家賃|月額|年額|報酬)[^。、,?!]{0,6}$"
)
_OF_PEOPLE_AFTER = re.compile(r"の?人口|の住民(?:が|しか)")
_EDGE = r"\s*(?:$|[。、,.?!」)\n]|(?:だ|です|なの|なん|でも|では|だと|は|を?除|以外))"
_ENDS = re.compile(rf"{_EDGE}|\s")
_ENDS_WITHOUT_MONEY = re.compile(rf"{_EDGE}|\s|で(?![0-9])")
_MONEY = re.compile("予算|費用|経費|委託|謝金|財源|補助|円|金額|交付")
_OF_A_TOWN = re.compile(rf"\s?(?:の|いる|い?てる|ある)?\s?(?:大き[いな]|小さ[いな])?{_TOWN}")
_FEW = r"人口(?:が|の|も)?(?:少ない(?!順)|少なめの|小さい|小さな)"
_MANY = r"人口(?:が|の|も)?(?:多い(?!順)|多めの|大きい|大きな)"
_ADJECTIVES = re.compile(
    rf"(?P<small>{_FEW}|(?:小さ[いな]|小さめの|ちいさ[いな]|ちっちゃ[いな]|ちっぽけな|小規模[なの]?)(?={_TOWN})"
    r"|小規模(?=$|[。、?!]|でも|だと|です|なの|なん|じゃ)|(?i:\bsmall(?:er)?)(?=\s(?:town|cit|village|municipal)))"
    rf"|(?P<large>{_MANY}|(?:大き[いな]|大きめの|でかい|大規模[なの]?)(?={_TOWN})|大都市(?!圏)"
    r"|(?i:\b(?:large|big)(?:r|ger)?)(?=\s(?:town|cit|municipal)))"
    r"|(?<=うち)(?P<own>(?:は|も|が|みたいに|みたいな|のような|、)?)(?P<own_small>小さ[いな]|小規模)"
)
_ENGLISH = re.compile(
    r"\b(?:(?P<above>over|more than|above)|(?P<from>at least)|(?P<below>under|less than|fewer than|below)"
    r"|(?P<to>up to|at most)|(?P<about>about|around|population of|populations of))\s"
    r"(?P<first>[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{4,9})(?![0-9,])(?P<noun>\s(?:people|residents|inhabitants))?",
    re.IGNORECASE,
)
_VALUES = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_FEWEST = 100
"""No town of Japan has fewer people (青ヶ島村 has about 170): smaller figures count something else."""


def number(text: str) -> int:
    """The whole number written in digits, kanji or both: 5万3千 → 53000, 五十万 → 500000, 1.5万 → 15000."""
    myriads, found, rest = re.sub(r"[,\s]", "", text).rpartition("万")
    return round((_below_myriad(myriads) if found else 0) * 10_000 + _below_myriad(rest))


def _below_myriad(text: str) -> float:
    if text[:1].isascii():
        digits = text.removesuffix("千")
        return (float(digits) if digits else 0) * (1000 if text.endswith("千") else 1)
    if not any(character in _SCALES for character in text):
        return int("0" + "".join(str(_VALUES[character]) for character in text))
    total, last = 0, 0
    for character in text:
        if character in _SCALES:
            total, last = total + (last or 1) * _SCALES[character], 0
        else:
            last = _VALUES[character]
    return total + last


def sizes_in(text: str) -> Iterator[tuple[int, int, Size]]:
    """Start, end and size of every population phrase in folded text; what counts money or guests is none."""
    for match in _FIGURES.finditer(text):
        if _counts_a_population(text, match):
            yield match.start(), match.end(), _size(match)
    for match in _ENGLISH.finditer(text):
        if match["noun"] or "population" in (text[: match.start()] + match[0]).lower():
            yield match.start(), match.end(), _bounded(match, number(match["first"]))
    for match in _ADJECTIVES.finditer(text):
        start = match.start("own_small") if match["own_small"] else match.start()
        yield start, match.end(), Size(degree="large" if match["large"] else "small")


def _counts_a_population(text: str, match: re.Match[str]) -> bool:
    figures = match["first"] + (match["second"] or "")
    largest = max(number(match["first"]), number(match["second"] or "0"))
    if largest < _FEWEST or _OTHER_THINGS_AFTER.match(text, match.end()):
        return False
    if match["people"] or _OF_PEOPLE_AFTER.match(text, match.end()):
        return True
    if _OTHER_THINGS_BEFORE.search(text, 0, match.start()):
        return False
    if largest >= 1000 and (match["scale"] or _OF_A_TOWN.match(text, match.end())):
        return bool(match["unit"] or match["unit2"] or "万" in figures or match["scale"])
    bounded = any(match[name] for name in _BOUNDS) or (match["second"])
    after = bool((_ENDS if match["unit"] or _MONEY.search(text) else _ENDS_WITHOUT_MONEY).match(text, match.end()))
    return "万" in figures and after and bool(match["unit"] or match["unit2"] or bounded)


def _size(match: re.Match[str]) -> Size:
    first = number(match["first"])
    if not match["second"]:
        return _bounded(match, first)
    second = number(match["second"])
    if first < _FEWEST and "万" in match["second"]:  # 10~30万, 5、6万
        first *= 10_000
    lower, upper = sorted((first, second))
    if match["first_bound"] == "超":
        lower += 1
    return Size(lower=lower, upper=upper - 1 if match["below"] else upper)


def _bounded(match: re.Match[str], value: int) -> Size:
    groups = match.groupdict()
    if groups.get("from") or groups.get("above"):
        return Size(lower=value + (1 if groups.get("above") else 0))
    if groups.get("to") or groups.get("below"):
        return Size(upper=value - (1 if groups.get("below") else 0))
    if groups.get("tens"):
        step = 10 ** (len(str(value)) - len(str(value).rstrip("0")))
        return Size(lower=value, upper=value + step - 1)
    return Size(about=value)
