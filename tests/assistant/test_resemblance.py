"""Which towns resemble one's own, and what is said of it."""

import pytest

from assistant.resemblance import Alike, Own, own_town, resembling, towns_named
from assistant.wording import persons
from corpus.library import Corpus


def told(alike: tuple[Alike, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.town.name, one.reasons) for one in alike]


def test_a_town_whose_population_is_not_held(kodoku: Corpus) -> None:
    toyohashi = own_town("232017", kodoku)
    assert toyohashi == Own("232017", "豊橋市", "愛知県", "中核市")

    assert told(resembling(toyohashi, kodoku))[:5] == [
        ("岡崎市", ("同じ愛知県", "どちらも中核市")),
        ("豊田市", ("同じ愛知県", "どちらも中核市")),
        ("春日井市", ("同じ愛知県",)),
        ("鳥取市", ("どちらも中核市",)),
        ("呉市", ("どちらも中核市",)),
    ]


def test_a_band_chosen_by_hand(kodoku: Corpus) -> None:
    toyohashi = own_town("232017", kodoku, "under_500k")
    assert toyohashi is not None

    assert told(resembling(toyohashi, kodoku))[:3] == [
        ("岡崎市", ("同じ愛知県", "どちらも中核市", "人口が選んだ規模（38万4,805人）")),
        ("豊田市", ("同じ愛知県", "どちらも中核市", "人口が選んだ規模（42万2,511人）")),
        ("春日井市", ("同じ愛知県", "人口が選んだ規模（30万8,832人）")),
    ]


def test_a_town_of_the_corpus_comes_first_and_is_measured_by_its_population(kodoku: Corpus) -> None:
    okazaki = own_town("232025", kodoku, "from_500k")
    assert okazaki == Own("232025", "岡崎市", "愛知県", "中核市", 384805)

    assert told(resembling(okazaki, kodoku))[:4] == [
        ("岡崎市", ("選んだ市区町村です",)),
        ("豊田市", ("同じ愛知県", "どちらも中核市", "人口が近い（42万2,511人）")),
        ("春日井市", ("同じ愛知県", "人口が近い（30万8,832人）")),
        ("福山市", ("どちらも中核市", "人口が近い（46万1,268人）")),
    ]


def test_a_neighbouring_prefecture_is_of_the_region(kodoku: Corpus) -> None:
    matsuyama = own_town("382019", kodoku)
    kochi = own_town("392014", kodoku)
    assert matsuyama is not None
    assert kochi is not None

    assert told(resembling(matsuyama, kodoku))[0] == ("宇和島市", ("同じ愛媛県",))
    assert ("宇和島市", ("同じ四国地方",)) in told(resembling(kochi, kodoku))


def test_what_shares_nothing_says_nothing(kodoku: Corpus) -> None:
    village = own_town("011011", kodoku) or own_town("016977", kodoku)
    sapporo = own_town("011002", kodoku)
    assert village is None
    assert sapporo is not None

    assert told(resembling(sapporo, kodoku))[:4] == [
        ("京都市", ("どちらも政令指定都市",)),
        ("福岡市", ("どちらも政令指定都市",)),
        ("熊本市", ("どちらも政令指定都市",)),
        ("市原市", ()),
    ]


def test_a_place_told_by_hand(kodoku: Corpus) -> None:
    alike = resembling(Own(prefecture="岡山県", kind="町", size="under_100k"), kodoku)

    assert told(alike)[0] == ("播磨町", ("どちらも町", "人口が選んだ規模（3万3,561人）"))
    assert len(alike) == 14


@pytest.mark.parametrize(
    ("words", "prefecture", "names"),
    [
        pytest.param("豊橋", "", ["豊橋市"], id="漢字"),
        pytest.param("とよはし", "", ["豊橋市"], id="ひらがな"),
        pytest.param("ﾄﾖﾊｼ", "", ["豊橋市"], id="半角カタカナ"),
        pytest.param("　豊橋市 ", "", ["豊橋市"], id="空白"),
        pytest.param("府中", "", ["府中市", "府中市", "府中町"], id="同じ名前"),
        pytest.param("府中", "広島県", ["府中市", "府中町"], id="都道府県の中だけ"),
        pytest.param("久留米", "", ["久留米市", "東久留米市"], id="始まりが合うものから"),
        pytest.param("", "", [], id="何もなければ出さない"),
        pytest.param("存在しない", "", [], id="ない名前"),
    ],
)
def test_towns_by_a_part_of_their_name(words: str, prefecture: str, names: list[str]) -> None:
    assert [town.name for town in towns_named(words, prefecture)] == names


def test_all_towns_of_a_prefecture() -> None:
    assert len(towns_named("", "愛知県")) == 54


@pytest.mark.parametrize(
    ("population", "words"),
    [(170, "170人"), (9_999, "9,999人"), (10_000, "1万人"), (33_561, "3万3,561人"), (1_464_890, "146万4,890人")],
)
def test_populations_in_words(population: int, words: str) -> None:
    assert persons(population) == words
