"""The record for everyone: all boards and all sheets, as tables that Word and Excel then draw."""

from collections.abc import Iterator
from datetime import date

from assistant.takeaway.phrases import closing, contact_of, quoted, reiwa
from assistant.takeaway.reference_table import sources_of
from assistant.takeaway.report import TownRow
from assistant.takeaway.table import Cell, Column, Line, Table
from assistant.texts import text
from assistant.wording import persons
from assistant.workshop.boards import GroupLine, lines_of
from assistant.workshop.deck import Card
from assistant.workshop.room import Group, Room
from assistant.workshop.workshop import Workshop
from corpus.library import Corpus

_BOARDS = {"card": 36, "quote": 101, "gaps": 45, "source": 65}
_SHEET = {"group": 18, "whom": 42, "when": 38, "words": 87, "town": 62}
"""Widths in millimetres: together what A4 across leaves between margins of 25 mm."""


def boards_table(room: Room, workshop: Workshop, made: date) -> Table:
    """Group by group the cards of its board, each with what the material lacks, its source and whom to ask."""
    rows: list[tuple[Cell, ...]] = []
    sections: list[int] = []
    for group in room.groups:
        sections.append(len(rows))
        rows.append(_group_row(group, workshop))
        rows += [_card_row(card, workshop.corpus) for card in workshop.deck.of(group.cards)]
    return Table(
        title=text("workshop.record_title"),
        above=(Line(text("workshop.record_held", day=reiwa(made))), Line(text("workshop.record_numbers"), "small")),
        columns=tuple(Column(text(f"workshop.record_{name}"), width) for name, width in _BOARDS.items()),
        rows=tuple(rows),
        below=(Line(text("takeaway.population"), "small"), *closing(workshop.corpus.manifest, made)),
        sections=tuple(sections),
    )


def monday_table(room: Room, workshop: Workshop) -> Table:
    """「来週の月曜の一歩」 of all groups."""
    return Table(
        title=text("workshop.monday"),
        above=(Line(text("workshop.no_names"), "small"),),
        columns=tuple(Column(text(f"workshop.line_{name}"), width) for name, width in _SHEET.items()),
        rows=tuple(_line_row(line, workshop.corpus) for line in lines_of(room)),
        below=() if lines_of(room) else (Line(text("workshop.no_lines")),),
    )


def _group_row(group: Group, workshop: Workshop) -> tuple[Cell, ...]:
    scenario = workshop.scenario_of(group)
    words = [Line(scenario.title, "strong"), Line(text("workshop.aim_is", aim=scenario.aim))] if scenario else []
    if not workshop.deck.of(group.cards):
        words.append(Line(text("workshop.board_empty"), "small"))
    return (Line(text("workshop.group", number=group.number), "strong"),), tuple(words), (), ()


def _card_row(card: Card, corpus: Corpus) -> tuple[Cell, ...]:
    town = card.entry.municipality
    row = TownRow(town, (card.quote,), (), card.told, card.entry.contact)
    return (
        (
            Line(text("takeaway.number", n=card.number, name=town.name), "strong"),
            Line(text("workshop.of_town", prefecture=town.prefecture, kind=town.kind), "small"),
            Line(persons(town.population), "small"),
            *([Line(text("workshop.topic_is", topic=card.topic), "small")] if card.topic else []),
        ),
        tuple(quoted(card.quote, card.quote.theme)),
        tuple(Line(told) for told in card.told) or (Line(text("takeaway.no_gap")),),
        tuple(sources_of(row, corpus.manifest)),
    )


def _line_row(placed: GroupLine, corpus: Corpus) -> tuple[Cell, ...]:
    line = placed.line
    return (
        (Line(text("workshop.group", number=placed.group), "strong"),),
        (Line(line.whom),),
        (Line(line.when),),
        (Line(line.words),),
        tuple(_town(line.town, corpus)),
    )


def _town(code: str, corpus: Corpus) -> Iterator[Line]:
    """The town to ask, and how; a dash for none."""
    town = corpus.municipalities.get(code)
    if town is None:
        yield Line(text("workshop.no_town"))
        return
    yield Line(town.name)
    contact = next(entry.contact for entry in corpus.entries if entry.municipality == town)
    if contact.status == "listed":
        yield Line(contact_of(contact), "small")
    else:
        yield Line(text("takeaway.contact_at_source"), "small")
        yield Line(corpus.manifest.source.url, "small")
