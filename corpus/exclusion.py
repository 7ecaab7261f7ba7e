"""Which places a question leaves out: 京都市以外, 政令市は参考にならない, 岡崎は知っているのでほかを, -福山市."""

import re

from corpus.places import Mention

_NOT_WANTED = (
    r"(?:いらな|要らな|いりま|要りま|不要|参考にな[らり]|対象外|興味|結構|いい(?:です|わ|$)|除[かい]な|除きま|外さ)"
)
_AFTER = re.compile(
    r"(?:など|とか|さん)?(?:(?:みたい|のよう)な[^。、?!]{0,8}?(?=[でじ]))?"
    rf"(?:以外(?!は?(?:[、にで])?{_NOT_WANTED})|(?:の(?:方|もの|ところ|とこ|話|こと))?(?:を|は)?(?:除[いきくけ]|のぞ[いきく]|省[いき]|外し|はずし|除外)"
    r"|抜き|ぬき|(?:では|で|じゃ)なく(?!ても)|(?:では|じゃ|で)ない(?=市|町|村|自治体|ところ|とこ|方|都市|$|、|。)"
    r"|に(?:は)?(?:当たらな|該当しな|なって(?:い)?な|属さな|入らな)"
    r"|の(?:ほか|他)(?:に|で|は)|とは別|は(?:抜き|いらない|要らない|いりません|不要|パス|結構|対象外)"
    r"|(?:の(?:話|例|やつ|もの?|方)?)?は(?:もう|とりあえず)(?:いい|ええ|よか|結構|けっこう|十分|じゅうぶん)"
    r"|(?:の(?:話|例|やつ|もの?|方)?)?(?:は|だと|では)[^。、?!]{0,12}参考にな(?:らな|らん|らへん|りま|りそうに?な|りにく))"
)
_BEFORE = re.compile(
    r"(?:\b(?:other than|except(?: for)?|excluding|besides|apart from|not)(?: the)?\s|(?:^|\s)-)$", re.IGNORECASE
)
# 岡崎は知っているので、ほかを: of what is known already, the others are wanted.
_KNOWN = re.compile(
    r"(?:さん|様)?(?:の[^。?!\n]{1,16}|から|に|へ)?(?:は|を|も|について|に?は)?[^。?!\n]{0,14}?"
    r"(?:知って|知っと|存じて|承知|わか(?:って|っと)|分か(?:って|っと)|聞いた|聞きました|伺いました|調べ(?:た|まし|済)"
    r"|読(?:んだ|みまし)|見(?:た|まし)(?!い)|済み|済んで|把握して|別の(?:者|人|担当)|担当が別|終わっ)"
)
_THE_OTHERS = re.compile(
    r"(?:それ|これ|そこ|そっち|その|こちら)?以外(?:の|で|に|を|は|$)|その他|(?:ほか|他)(?:の|を|に|で|は)|(?:よそ|別|残り)(?:の|を|に|で|は)"
)


def excluded_clause(text: str, mention: Mention) -> tuple[int, int] | None:
    """Start and end of a place with the words that leave it out; None where nothing does."""
    if after := _AFTER.match(text, mention.end):
        return mention.start, after.end()
    if (known := _KNOWN.match(text, mention.end)) and (others := _THE_OTHERS.search(text, known.end())):
        return mention.start, others.end()
    before = _BEFORE.search(text[max(0, mention.start - 20) : mention.start])
    return (mention.start - len(before[0]), mention.end) if before else None


def is_excluded(text: str, mention: Mention) -> bool:
    """True for the place of 京都市以外, 東京を除いて, 福山市じゃなくて, other than Kure City."""
    return excluded_clause(text, mention) is not None
