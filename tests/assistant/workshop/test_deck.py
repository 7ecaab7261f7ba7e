"""The cards: every word of every row to the letter, each row's gaps with it, one number everywhere."""

import re

import pytest

from assistant.pipeline import Assistant
from assistant.workshop.asked import told_by_cards
from assistant.workshop.deck import LONGEST, Deck
from corpus.library import Corpus
from corpus.passages import passages_of


def test_every_passage_stands_on_one_card_to_the_letter(deck: Deck, kodoku: Corpus) -> None:
    for passage in kodoku.passages:
        (card,) = [c for c in deck.cards if c.entry == passage.entry and c.start <= passage.start < c.end]
        assert passage.end <= card.end
        assert passage.text in (card.quote.words or "")
        assert card.quote.words == card.entry.text[card.start : card.end]


def test_a_card_fits_where_it_is_shown(deck: Deck) -> None:
    single = {(p.entry.id, p.start, p.end) for card in deck.cards for p in passages_of(card.entry)}
    too_long = [card for card in deck.cards if card.end - card.start > LONGEST]
    assert all((card.entry.id, card.start, card.end) in single for card in too_long)


def test_numbers_run_from_one_and_lead_back(deck: Deck) -> None:
    assert [card.number for card in deck.cards] == list(range(1, len(deck.cards) + 1))
    assert all(deck.numbered(card.number) is card and deck.card(card.id) is card for card in deck.cards)
    assert [deck.numbered(n) for n in (0, -1, len(deck.cards) + 1)] == [None, None, None]


def test_blank_rows_are_cards_that_say_so(deck: Deck) -> None:
    blank = [(c.entry.municipality.name, c.entry.theme, c.told[-1]) for c in deck.cards if c.quote.words is None]
    told = "受け取った資料では本文がありません。"
    assert blank == [
        ("市原市", "general", told),
        ("中野区", "general", told),
        ("豊田市", "general", told),
        ("播磨町", "general", told),
        ("豊田市", "platform", told),
        ("鳥取市", "platform", told),
    ]


def test_what_is_cut_short_or_misprinted_is_told_on_the_card(deck: Deck) -> None:
    zama = next(card for card in deck.cards if card.entry.municipality.name == "座間市")
    assert zama.told == ("文中で予告されている「2つの事業」の内容が、受け取った資料にはありません。",)
    assert {card.quote.misprints for card in deck.cards} == {(), ("ポットキャスト",), ("抱僕",)}


def test_a_title_begins_a_card(deck: Deck) -> None:
    titled = [card.quote.words for card in deck.cards if card.quote.words and "〔庁内連携の工夫〕" in card.quote.words]
    assert [words[:9] for words in titled] == ["〔庁内連携の工夫〕"]


def test_cards_by_topic_are_all_cards_once(deck: Deck) -> None:
    sorted_by_topic = deck.by_topic(deck.cards)
    assert [topic for topic, _ in sorted_by_topic] == list(deck.topics)
    assert sorted(card.number for _, cards in sorted_by_topic for card in cards) == [c.number for c in deck.cards]


def test_ids_that_fit_nothing_are_passed_over(deck: Deck) -> None:
    first = deck.cards[0]
    assert deck.of(["x#0-1", first.id, "342025-呉市-general-first_step#0-5"]) == (first,)


@pytest.mark.parametrize(
    ("question", "numbers", "gaps"),
    [
        pytest.param("孤独・孤立の実態を市民意識調査で調べた市はどこですか", [18], 0, id="カードの全部"),
        pytest.param("豊田市のプラットフォームはどう立ち上げましたか", [37], 1, id="本文のない欄"),
        pytest.param("横浜市は何をしましたか", [], 1, id="資料にない市"),
    ],
)
def test_an_answer_leads_to_cards(
    question: str, numbers: list[int], gaps: int, words_only: Assistant, deck: Deck, kodoku: Corpus
) -> None:
    asked = told_by_cards(words_only.ask(question), deck, kodoku)
    assert [(found.card.number, found.marked) for found in asked.found] == [(number, ()) for number in numbers]
    assert len(asked.gaps) == gaps


def test_every_quote_of_an_answer_is_marked_on_its_cards(words_only: Assistant, deck: Deck, kodoku: Corpus) -> None:
    """Word by word: what the answer quotes, and nothing else; the arrows between two cards stand on neither."""
    answer = words_only.ask("今ある会議を使った例は?")
    asked = told_by_cards(answer, deck, kodoku)
    assert answer.citations
    for entry_id in {citation.entry_id for citation in answer.citations}:
        quoted = "".join(c.quote or "" for c in answer.citations if c.entry_id == entry_id)
        cards = [found for found in asked.found if found.card.entry.id == entry_id]
        marked = [(f.card.quote.words or "")[start:end] for f in cards for start, end in f.marked or ((0, None),)]
        assert re.sub(r"[\s➡→]", "", "".join(marked)) == re.sub(r"[\s➡→]", "", quoted)


def test_the_numbers_in_an_answers_words_are_those_of_the_cards(
    words_only: Assistant, deck: Deck, kodoku: Corpus
) -> None:
    said = told_by_cards(words_only.ask("PFを設置した市は何市ですか"), deck, kodoku).said
    fukuyama = next(c for c in deck.cards if c.quote.words == "本市では、地方版PFは未設置です。")
    assert f"未設置と書いている：福山市 [{fukuyama.number}]" in said
