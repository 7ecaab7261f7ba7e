"""What a question's words tell of the asker: うちは村です, 豊橋市の職員です, 県内に例は, 同じくらいの規模."""

import re
from collections.abc import Iterator

from corpus.places import Likeness, Mention

# うち as in 中核市のうち and そのうち is no asker.
_OWN = r"(?:(?<![のそこ])うち|こちら|当方|当[市町村区県府]|本[市県]|わが|我が|我々|われわれ|私たち|私ども|弊[市町村])"
_OWN_KIND = re.compile(
    r"(?:(?<![のそこ])うち(?:は|も|が|、)?(?=\s?(?:小さ[いな]|ちっちゃ[いな])?\s?[市町村区](?:です|だ|な[のん]|。|$|でも|で、))"
    r"|(?<![のそこ])うち(?:の|みたいな|のような)|わが|我が|(?<![一-鿿])[当弊]|(?<![一-鿿])本(?=[市村]))"
    r"\s?(?:小さ[いな]|ちっちゃ[いな]|大き[いな])?\s?"
    r"(?P<kind>[市町村区])(?=役場|役所|で|は|も|が|の|に|を|と|、|。|な|だ|って|く|み|$|\s|[?!])"
)
_POST_OF_A_KIND = re.compile(
    r"(?:^|[。、\s(])(?P<kind>[市町村区])(?:役所|役場)?の(?:職員|福祉|担当|者|新任|[一-鿿]{2,4}[課係])[^。、?!\n]{0,8}?"
    r"(?:です|だ|や|じゃ|し|と申|として|でござ|をして)"
)
_OWN_BEFORE = re.compile(
    rf"{_OWN}(?P<about>の(?:人口|規模|自治体|まち|市|町|村|ところ|県))?"
    r"(?P<particle>は、?|が|も|って|、|\s|みたいな|みたいに|のような|くらいの|ぐらいの|の)?$"
)
_HEAD = r"(?:小さ[いな])?(?:市町村|市役所|役所|役場|自治体|都市|まち|ところ|市|町|村|区|県)?(?:職員)?"
_STATED = r"(?:なん|な|の)?(?:です(?!か)|である|だ(?=けど|が|から|し|よ|。|$)|なので|でして|しか|(?=[。、]|$))"
_OWN_AFTER = re.compile(rf"(?:の|規模の?|くらいの?|ほどの?|程度の?|前後の?)?{_HEAD}{_STATED}|で(?=[、。]|$)|でも")
_COPULA_AFTER = re.compile(
    rf"(?:の|規模の?|くらいの?|ほどの?|程度の?)?{_HEAD}(?:役所|役場)?"
    r"(?:なん|な|の)?(?:です(?!か)|だ(?=けど|が|から|し)|である|なので|でして)(?:が|けど|けれど|ので|から|し|。|、|\s|$)+"
)
_POST_AFTER = re.compile(
    r"[^。、?!\nはが]{0,24}?(?:職員|者|担当|もの|もん|人間|新任|新人|係|係長|課長|[^。、?!\nはが]{2}[課室部局])"
    r"(?:です(?!か)|でございます|だ(?:が|けど)|なの(?:です(?!か)|で(?!す))|なん(?:です(?!か)|だ)|と申|として|になりました|でして"
    r"|や(?=けど|が|ねん|で|し|、|。|$)|じゃ(?=が|けど|けん|けえ|、|。|$)|やっと(?:り|る))"
)
_WORK_AFTER = re.compile(
    rf"(?:の(?:とある|ある|某)?|くらいの|ほどの|規模の)?(?:県庁|{_HEAD})[でに][^。、?!\nが]{{0,18}}?"
    r"(?:(?:担当|勤務|仕事|働い|勤め|従事|住ん|配属|支援)[^。?!\n]{0,6}?"
    r"(?:[てで](?:い|お)?(?:り?ます(?!か)|る(?:者|職員|もの|んです|ので(?!す)|のです(?!か)))|(?:です|ました)(?!か)|(?:どる|とる|とり))"
    r"|お(?:り|る)(?:ます)?が|(?:勤務|在勤|在職|所属)(?=$|[)。、]))"
    r"|(?:役所|役場|県庁)?(?:に)?(?:勤務|在勤|在職|勤め)(?=$|[)。、])"
    r"|(?:に|へ)(?:移行|昇格)(?:し|された)|[^。?!\n]{0,16}(?<![一-鿿])(?:当|本|我が|わが)[市町村区県府](?![一-鿿])"
    r"|\s?[一-鿿]{0,6}[部課室局]\s?[^。?!\n]{0,20}(?:担当|係|課|室|[部局])\s*$"
    r"|(?:役所|役場)?から(?:来ました(?!か)|来た者|来ている者|参りました)"
)
_STATES_A_SIZE = re.compile(r"(?:です)?(?:。|、|$)|の(?:市|町|村|区|自治体)(?=[(。、]|$)")
_YARDSTICK_AFTER = re.compile(
    r"(?:と|に)(?:一番|最も)?(?:規模|人口)?(?:が|の)?(?:近い|同規模|並ぶ)"
    r"|[とに](?:同じ|似た)(?=県|くらい|ぐらい|程度|規模|人口|大きさ|地方|条件|自治体|ような(?:規模|自治体|条件|町|市))"
    r"|の(?:近く|近隣|周辺|隣)|(?:くらい|ぐらい)の(?:規模|大きさ)|(?:みたい|のよう)な(?=規模|大きさ|小さ)"
)
_CAN_IT_BE_DONE_AFTER = re.compile(r"(?:自治体|ところ|市|町|村)?でも(?:でき|出来|始め|やれ|可能|大丈夫|やって)")
_ENGLISH_BEFORE = re.compile(
    r"\b(?:I work (?:for|at|in)|I(?: a|')m (?:from|with|at|an? \w+ (?:of|at|in))|we(?: a|')re (?:from|in|a)"
    r"|our (?:town|city) is)(?: the| a)?\s$",
    re.IGNORECASE,
)
_ALIKE: tuple[tuple[Likeness, str], ...] = (
    (
        "size",
        r"(?:近い|似た|似通った|同じ|同)(?:よう(?:な|の)|くらい|ぐらい|程度|ほど)?の?(?:規模|人口|大きさ|サイズ)"
        r"|(?:規模|人口|大きさ|サイズ感?)(?:が|の|も)(?:うちに|うちと)?(?:近い|近そう|同じ|似た|似て|似通)|同じ(?:くらい|ぐらい|ほど)小さ"
        r"|(?i:similar(?:ly)?[- ](?:in )?(?:size|population))",
    ),
    (
        "prefecture",
        r"(?:(?<![一-鿿])|(?<=[当本]))県内|(?<![一-鿿])府内|同じ(?:県|都道府県|府)|同一県"
        r"|(?i:same prefecture)",
    ),
    (
        "region",
        r"(?<!ご)近隣(?!住民|の(?:方|人|住民|家))|近場|近くの(?:事?例)|周辺(?=自治体|市町村)|(?:近く|周辺|隣|となり|近所)の(?:[一-鿿]{0,2}[市町村県]|自治体|まち|ところ)|お隣|隣県"
        r"|同じ(?:地方|地域の(?:自治体|市|町|村)|ブロック)|(?i:nearby|neighbou?ring)",
    ),
    (
        "any",
        r"うち(?:に|と)(?:一番|いちばん|最も|よく)?(?:近い|似た|似て|同じような|近そう)(?!規模|人口|県|くらい)"
        r"|(?:似た|似ている|同じような|近い)(?:条件|境遇|状況|立場|環境)?の?(?:自治体|市町村|町|市(?!民)|村|まち|ところ)"
        r"|うち(?:みたい|のよう)な(?:自治体|ところ|市|町|村)|(?i:like (?:ours|us|my town)\b)",
    ),
)
_LIKENESS = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _ALIKE))


def own_kinds(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the 市, 町, 村 or 区 by which the asker names their own: わが村, うちは町です."""
    for pattern in (_OWN_KIND, _POST_OF_A_KIND):
        for match in pattern.finditer(text):
            yield match.span("kind")


def likeness_in(text: str, mentions: tuple[Mention, ...]) -> tuple[Likeness, ...]:
    """In what the asked-for should be like the asker's own, each once; 広島県内 is a place, no likeness."""
    taken = [(mention.start, mention.end) for mention in mentions]
    found: list[Likeness] = []
    for match in _LIKENESS.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        found += [name for name, _ in _ALIKE if match[name]]
    return tuple(dict.fromkeys(found))


def is_asker(text: str, mention: Mention, *, in_corpus: bool, compares: bool) -> bool:
    """True where the words round a mention tell of the asker's place, or of a place to measure by.

    `in_corpus`: a town that answers may come from, so that 呉市ですが is a topic.
    `compares`: the text asks for likeness, so that 呉市ですが tells whose.
    """
    before, end = text[max(0, mention.start - 20) : mention.start], mention.end
    if mention.what == "size" and compares and "規模" not in mention.surface and _STATES_A_SIZE.match(text, end):
        return True
    if _POST_AFTER.match(text, end) or _WORK_AFTER.match(text, end) or _ENGLISH_BEFORE.search(before):
        return True
    own = _OWN_BEFORE.search(before)
    if own and _tells_of_own(text, mention, own):
        return True
    if mention.what in ("town", "prefecture"):
        if _YARDSTICK_AFTER.match(text, end):
            return True
    elif _CAN_IT_BE_DONE_AFTER.match(text, end):
        return True
    copula = _COPULA_AFTER.match(text, end)
    if copula is None or (in_corpus and not compares):
        return False
    # 兵庫県です alone answers which one was meant.
    return mention.start > 0 or copula.end() < len(text)


def _tells_of_own(text: str, mention: Mention, own: re.Match[str]) -> bool:
    particle = own["particle"] or ""
    if particle.startswith(("みたい", "のよう", "くらい", "ぐらい")):
        return True
    if mention.what in ("size", "kind") and (particle in ("", "の", "、", " ") or own["about"]):
        return True
    return bool(_OWN_AFTER.match(text, mention.end)) or (mention.size is not None and "は" in particle)
