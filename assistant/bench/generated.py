"""A made-up corpus over every municipality of Japan, of any size, with questions whose answer is known."""

import csv
import io
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

from corpus.entry import entry_id
from corpus.given import Given
from corpus.japan import load_towns, region_of
from corpus.places import Town

Filter = Literal["none", "town", "region", "theme"]
FILTERS: tuple[Filter, ...] = ("none", "town", "region", "theme")
SENTENCES = 4
"""Passages of an entry."""
_ROWS_OF_A_FILE = 5_000
_COLUMNS = ("都道府県", "市区町村", "テーマ", "欄", "本文", "出典", "出典のURL", "時点")
_ASPECT = "began"


@dataclass(frozen=True, slots=True)
class PlantedQuestion:
    """A question to which one entry is the answer, and by what it narrows the search."""

    question: str
    entry_id: str
    filter: Filter


@dataclass(frozen=True, slots=True)
class Row:
    """One made-up entry."""

    town: Town
    theme: dict[str, Any]
    sentences: tuple[str, ...]

    @property
    def entry_id(self) -> str:
        """As the corpus will name it."""
        return entry_id(self.town.code, self.town.name, self.theme["id"], _ASPECT)


@dataclass(frozen=True, slots=True)
class Generated:
    """A made-up corpus: the text of its manifest, its entries, and what is asked of it."""

    manifest: str
    rows: tuple[Row, ...]
    questions: tuple[PlantedQuestion, ...]

    def files(self) -> list[Given]:
        """The entries as CSV files such as people bring."""
        words = _words()
        parts = [self.rows[start : start + _ROWS_OF_A_FILE] for start in range(0, len(self.rows), _ROWS_OF_A_FILE)]
        found = []
        for number, part in enumerate(parts, start=1):
            table = io.StringIO()
            writer = csv.writer(table)
            writer.writerow(_COLUMNS)
            for row in part:
                source = (words["title"], words["url"], words["as_of"])
                text = "".join(row.sentences)
                writer.writerow(
                    (row.town.prefecture, row.town.name, row.theme["label"], words["aspect"], text, *source)
                )
            found.append(Given(f"{number}.csv", table.getvalue().encode()))
        return found


def generate(passages: int, planted: int = 240, seed: int = 1) -> Generated:
    """A corpus of about so many passages, the same for the same arguments.

    The towns are real; no sentence occurs twice. For each `planted` answer there is a question, asked in four ways:
    of all towns, and narrowed to a town, a region or a theme. Raises ValueError for more than there are cells for.
    """
    chance, words = random.Random(seed), _words()
    cells = list(product(load_towns(), words["themes"]))
    count = -(-passages // SENTENCES)
    if count > len(cells):
        raise ValueError(f"at most {len(cells) * SENTENCES} passages")
    chosen = chance.sample(cells, count)
    sentences = _sentences(chance)
    matters = chance.sample(list(product(*(words["planted"][slot] for slot in _SLOTS))), min(planted, count))
    rows, asked = [], []
    for number, (town, theme) in enumerate(chosen):
        own = [next(sentences) for _ in range(SENTENCES)] if number >= len(matters) else []
        if not own:
            written, said = (
                {slot: pair[n] for slot, pair in zip(_NAMES, matters[number], strict=True)} for n in (0, 1)
            )
            same = _NAMES[number % len(_NAMES)]
            said[same] = written[same]
            own = [next(sentences) for _ in range(SENTENCES - 1)]
            own.insert(chance.randrange(SENTENCES), words["planted"]["sentence"].format(**written))
            row, question = Row(town, theme, tuple(own)), words["planted"]["question"].format(**said)
            endings = words["planted"]["endings"]
            asked += [PlantedQuestion(_narrowing(by, row) + question + endings[by], row.entry_id, by) for by in FILTERS]
        rows.append(Row(town, theme, tuple(own)))
    chance.shuffle(rows)
    return Generated(_manifest(), tuple(rows), tuple(asked))


def write_corpus(generated: Generated, corpora: Path, name: str) -> None:
    """Makes the folder of a corpus without entries, into which they can be imported."""
    folder = corpora / name
    folder.mkdir(parents=True)
    (folder / "manifest.toml").write_text(f'name = "{name}"\n{generated.manifest}', encoding="utf-8")


_SLOTS = ("places", "people", "activities")
_NAMES = ("place", "people", "activity")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "generated.toml").read_text(encoding="utf-8"))


def _sentences(chance: random.Random) -> Iterator[str]:
    """Sentences without end, no two the same."""
    words, seen = _words(), set[str]()
    topics = [topic for theme in words["themes"] for topic in theme["topics"]]
    while True:
        result = chance.choice(words["results"]).format(n=chance.randrange(11, 990), m=chance.randrange(2, 30))
        sentence = chance.choice(words["forms"]).format(
            year=chance.choice(words["years"]),
            season=chance.choice(words["seasons"]),
            office=chance.choice(words["offices"]),
            partner=chance.choice(words["partners"]),
            way=chance.choice(words["ways"]),
            topic=chance.choice(topics),
            result=result,
        )
        if sentence not in seen:
            seen.add(sentence)
            yield sentence


def _narrowing(by: Filter, row: Row) -> str:
    return {
        "none": "",
        "town": f"{row.town.prefecture}{row.town.name}では、",
        "region": f"{region_of(row.town.prefecture)}地方では、",
        "theme": f"{row.theme['label']}の取組として、",
    }[by]


def _manifest() -> str:
    words = _words()
    lines = [f'{key} = "{words[key]}"' for key in ("subject", "publisher", "coverage")]
    lines += ["[source]", *(f'{key} = "{words[key]}"' for key in ("title", "url", "as_of"))]
    lines += ["[[aspects]]", f'id = "{_ASPECT}"', f'heading = "{words["aspect"]}"', "held = true"]
    lines += [f'url = "{words["url"]}"', f'names = ["{words["aspect"]}"]']
    for theme in words["themes"]:
        lines += ["[[themes]]", f'id = "{theme["id"]}"', f'heading = "【{theme["label"]}】"']
        lines += [f'label = "{theme["label"]}"', f"names = {_listed([theme['label']])}"]
    return "\n".join(lines) + "\n"


def _listed(names: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
