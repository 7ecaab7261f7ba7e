"""A workshop as people go through it: entering, boards, the screens, the kit, the record."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from assistant.errors import (
    CardUnknownError,
    CodeWrongError,
    NotSeatedError,
    NoWorkshopError,
    OwnTownUnclearError,
    TooManyTriesError,
)
from assistant.pipeline import Assistant
from assistant.takeaway.forms import File
from assistant.texts import text
from assistant.workshop.code import as_read
from assistant.workshop.kit import kit_of
from assistant.workshop.near import near, town_meant
from assistant.workshop.record_files import record_file
from assistant.workshop.room import SECONDS_VALID, put
from assistant.workshop.slides import Near, OnBoard, Shown, Topics, slides_of
from assistant.workshop.workshop import MOST_WRONG_CODES, Workshop
from corpus.given import Given
from corpus.librarian import Librarian
from corpus.library import Corpus, corpus_folder
from tests.assistant.takeaway.reading import docx_words
from tests.assistant.workshop.conftest import Time

MADE = date(2026, 11, 25)
CAO = "https://www.cao.go.jp/kodoku_koritsu/torikumi/localplatform/r06_advice/advice2.html"
CONTACT = "問合せ先：受け取った資料では空欄です。"
HERE = "192.168.1.20"


def board(workshop: Workshop, number: int, *cards: int) -> str:
    """A device that sits in a group and has put cards on its board."""
    token = workshop.sit(workshop.running().code, HERE, number)
    for card in cards:
        workshop.put_numbered(token, str(card))
    return token


def test_who_knows_the_code_sits_in_one_group(workshop: Workshop) -> None:
    code = workshop.begin(6).code
    token = workshop.sit(as_read(code).lower(), HERE, 4)
    assert workshop.seat(token)[1].number == 4
    assert workshop.is_seated(token)
    workshop.leave(token)
    assert not workshop.is_seated(token)


def test_who_does_not_is_kept_out_and_soon_not_heard(workshop: Workshop, time: Time) -> None:
    code = workshop.begin(6).code
    for _ in range(MOST_WRONG_CODES):
        with pytest.raises(CodeWrongError):
            workshop.enter("AAAA-AAAA", HERE)
    with pytest.raises(TooManyTriesError):
        workshop.enter(code, HERE)
    workshop.enter(code, "192.168.1.21")
    time.now += 15 * 60 + 1
    workshop.enter(code, HERE)


def test_after_the_end_the_code_and_the_seats_open_nothing(workshop: Workshop, time: Time) -> None:
    code = workshop.begin(6).code
    token = board(workshop, 1, 24)
    workshop.end()
    assert not workshop.is_seated(token)
    for act in (lambda: workshop.enter(code, HERE), lambda: workshop.seat(token), lambda: board(workshop, 1)):
        with pytest.raises(NoWorkshopError):
            act()
    again = workshop.with_new_code()
    assert again.code != code
    assert len(workshop.seat(token)[1].cards) == 1
    time.now += SECONDS_VALID
    with pytest.raises(NoWorkshopError):
        workshop.seat(token)


def test_a_device_changes_its_own_group_only(workshop: Workshop) -> None:
    workshop.begin(6)
    first, second = board(workshop, 1, 24), board(workshop, 2, 38, 15)
    assert [len(group.cards) for group in workshop.room().groups] == [1, 2, 0, 0, 0, 0]
    workshop.change_group(first, lambda group: put(group, workshop.deck.cards[0].id))
    assert len(workshop.seat(second)[1].cards) == 2
    with pytest.raises(NotSeatedError):
        workshop.change_group("someone's", lambda group: group)


@pytest.mark.parametrize("typed", ["0", "999", "-1", "", "abc", "1.5", "9" * 40])
def test_a_number_without_a_card_is_told(workshop: Workshop, typed: str) -> None:
    workshop.begin(6)
    token = board(workshop, 1)
    with pytest.raises(CardUnknownError) as told:
        workshop.put_numbered(token, typed)
    assert told.value.facts["last"] == len(workshop.deck.cards)


@pytest.mark.parametrize(
    ("words", "code"),
    [("愛知県 豊橋市", "232017"), ("豊橋市", "232017"), ("とよはし", "232017"), ("", ""), (" 呉市 ", "342025")],
)
def test_the_own_town_by_its_name(words: str, code: str) -> None:
    assert town_meant(words) == code


@pytest.mark.parametrize("words", ["府中市", "そんな市", "市"])
def test_a_name_of_several_or_of_none_is_told(words: str) -> None:
    with pytest.raises(OwnTownUnclearError):
        town_meant(words)


def test_near_towns_share_something_with_ones_own(kodoku: Corpus) -> None:
    own, alike = near("232017", None, kodoku)
    assert own is not None
    assert own.name == "豊橋市"
    assert [(one.town.name, one.shared) for one in alike][:2] == [("岡崎市", 3), ("豊田市", 3)]
    assert all(one.reasons for one in alike)
    assert near("", None, kodoku) == (None, ())


def test_the_screens_in_their_order(workshop: Workshop, words_only: Assistant) -> None:
    workshop.begin(3, "232017")
    board(workshop, 1, 24, 37)
    token = board(workshop, 3, 24)
    workshop.add_line(token, "福祉課の係長", "月曜", "5分だけお願いします", "342025")
    slides = slides_of(workshop.room(), workshop, words_only)
    assert [slide.id for slide in slides] == [
        "opening",
        "join",
        "near",
        "demonstration-1",
        "demonstration-2",
        "work",
        "board-1-24",
        "board-1-37",
        "board-2",
        "board-3-24",
        "topics-1",
        "monday-1",
        "home",
    ]
    shown = {slide.id: slide.content for slide in slides}
    assert isinstance(near_towns := shown["near"], Near)
    assert near_towns.alike[0].town.name == "岡崎市"
    assert isinstance(blank := shown["demonstration-2"], Shown)
    assert blank.asked is not None
    assert [found.card.quote.words for found in blank.asked.found] == [None]
    assert isinstance(card := shown["board-1-37"], OnBoard)
    assert (card.at, card.of, card.size) == (2, 2, 1)
    assert isinstance(topics := shown["topics-1"], Topics)
    assert [(topic, [one.groups for one in placed]) for topic, placed in topics.topics] == [
        ("今あるものを生かす", [(1, 3)]),
        (None, [(1,)]),
    ]


def test_the_screens_do_not_wait_for_the_assistant(workshop: Workshop) -> None:
    workshop.begin(1)
    shown = [slide.content for slide in slides_of(workshop.room(), workshop, None) if slide.kind == "demonstration"]
    assert all(isinstance(content, Shown) and content.asked is None for content in shown)


def test_all_cards_of_all_boards_stand_under_their_topics_screen_by_screen(
    workshop: Workshop, words_only: Assistant
) -> None:
    workshop.begin(2)
    numbers = [card.number for card in workshop.deck.cards]
    board(workshop, 1, *numbers[:24])
    board(workshop, 2, *numbers[20:])
    screens = [s.content for s in slides_of(workshop.room(), workshop, words_only) if isinstance(s.content, Topics)]
    assert sorted(one.card.number for screen in screens for _, placed in screen.topics for one in placed) == numbers
    assert all(sum(len(placed) + 1 for _, placed in screen.topics) <= 12 for screen in screens)


def test_the_kit_holds_every_card_four_to_a_sheet_and_what_answers_each_first_question(
    workshop: Workshop, words_only: Assistant
) -> None:
    kit = kit_of(workshop.planned(6), workshop, words_only, 99)
    assert [card for sheet in kit.sheets for card in sheet] == list(workshop.deck.cards)
    assert {len(sheet) for sheet in kit.sheets[:-1]} == {4}
    assert kit.sets == 6
    assert kit.no_rows == (("プラットフォーム", "中野区・座間市・呉市"),)
    assert all(sheet.scenario and sheet.first for sheet in kit.groups)


@pytest.fixture
def record(workshop: Workshop) -> tuple[Workshop, File, File]:
    workshop.begin(2)
    board(workshop, 1, *range(1, 25))
    token = board(workshop, 2, *range(25, len(workshop.deck.cards) + 1))
    workshop.add_line(token, "福祉課の係長", "月曜", "=1+1 お願いします", "342025")
    room = workshop.room()
    return workshop, record_file("docx", room, workshop, MADE), record_file("xlsx", room, workshop, MADE)


def test_the_word_record_quotes_to_the_letter_with_source_and_contact(record: tuple[Workshop, File, File]) -> None:
    workshop, word, _ = record
    assert word.name == "ワークショップの記録.docx"
    grid = Document(io.BytesIO(word.content)).tables[0]
    rows = [[cell.text for cell in row.cells] for row in grid.rows[1:]]
    cards = [row for row in rows if row[0].startswith("[")]
    assert len(cards) == len(workshop.deck.cards)
    for row, card in zip(cards, workshop.deck.cards, strict=True):
        town = card.entry.municipality
        assert row[0].startswith(f"[{card.number}] {town.name}\n{town.prefecture}")
        assert f"[{card.number}]" in row[1]
        assert (card.quote.words or "（受け取った資料では本文がありません）") in row[1]
        assert all(told in row[2] for told in card.told)
        assert CAO in row[3]
        assert CONTACT in row[3]
        assert all(f"※「{printed}」は原文ママ" in row[1] for printed in card.quote.misprints)
    assert [row[0] for row in rows if not row[0].startswith("[")] == ["1班", "2班"]
    words = docx_words(word.content)
    assert "令和8年11月25日のワークショップ" in words
    assert "来週の月曜の一歩" in words


def test_the_excel_record_has_the_boards_and_the_sheet(record: tuple[Workshop, File, File]) -> None:
    workshop, _, excel = record
    book = load_workbook(io.BytesIO(excel.content))
    assert book.sheetnames == ["ボード", "来週の月曜の一歩"]
    boards = [[str(value or "") for value in row] for row in book["ボード"].iter_rows(values_only=True)]
    cards = [row for row in boards if re.match(r"\[\d+\] ", row[0])]
    assert len(cards) == len(workshop.deck.cards)
    for row, card in zip(cards, workshop.deck.cards, strict=True):
        assert (card.quote.words or "（受け取った資料では本文がありません）") in row[1]
        assert CAO in row[3]
        assert CONTACT in row[3]
    (line,) = [row for row in book["来週の月曜の一歩"].iter_rows() if row[0].value == "2班"]
    assert [str(cell.value).split("\n")[0] for cell in line] == [
        "2班",
        "福祉課の係長",
        "月曜",
        "=1+1 お願いします",
        "呉市",
    ]
    assert line[3].data_type == "s"
    assert CONTACT in str(line[4].value)


def test_a_corpus_without_scenarios_is_asked_freely(kodoku: Corpus, tmp_path: Path, words_only: Assistant) -> None:
    workshop = Workshop(replace(kodoku, scenarios=None), tmp_path)
    workshop.begin(2)
    slides = slides_of(workshop.room(), workshop, words_only)
    assert [slide.kind for slide in slides] == [
        "opening",
        "join",
        "near",
        "work",
        "empty",
        "empty",
        "topics",
        "monday",
        "home",
    ]
    assert [sheet.scenario for sheet in kit_of(workshop.room(), workshop, words_only, 1).groups] == [None, None]
    assert "1班" in docx_words(record_file("docx", workshop.room(), workshop, MADE).content)


def test_an_empty_record_says_so(workshop: Workshop) -> None:
    workshop.begin(1)
    words = docx_words(record_file("docx", workshop.room(), workshop, MADE).content)
    assert "ボードに、カードはまだありません。" in words
    assert "書かれた一歩は、まだありません。" in words


# ---- while the corpus changes ---------------------------------------------------------------------------------------


@pytest.fixture
def grown(tmp_path: Path) -> Corpus:
    """The corpus with one more town."""
    librarian = Librarian(corpus_folder("kodoku", Path()), tmp_path / "library")
    own = "市区町村,テーマ,欄,本文\n豊橋市,general,first_step,図書館の職員と話し合いを始めました。\n"
    librarian.accept(librarian.propose([Given("own.csv", own.encode())]))
    return librarian.corpus()


def test_a_workshop_that_runs_keeps_its_cards_and_says_which_it_lacks(workshop: Workshop, grown: Corpus) -> None:
    cards = workshop.deck.cards
    workshop.begin(2)
    workshop.follow(grown)

    asked = workshop.ask(Assistant(grown, None), "豊橋市は何をしましたか")

    assert workshop.deck.cards == cards
    assert (asked.found, asked.notes) == ((), (text("workshop.newer_material"),))


def test_the_next_workshop_has_cards_of_what_has_come_in(workshop: Workshop, grown: Corpus) -> None:
    workshop.begin(2)
    workshop.follow(grown)
    workshop.end()
    workshop.store.erase()
    workshop.begin(2)

    asked = workshop.ask(Assistant(grown, None), "豊橋市は何をしましたか")

    assert workshop.deck.cards[-1].entry.municipality.name == "豊橋市"
    assert [found.card for found in asked.found] == [workshop.deck.cards[-1]]
    assert asked.notes == ()
