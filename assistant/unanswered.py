"""Questions that found nothing: how many, by theme and day; their words only where the administrator says so."""

import json
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.query import Query

_log = logging.getLogger(__name__)
_LARGEST = 5_000_000
"""In bytes; so many days' questions are enough to see what is missing."""


@dataclass(frozen=True, slots=True)
class Tally:
    """`since`: the first day, ISO; `themes`: how many by theme id, "" for none; `questions`: newest first."""

    since: str
    themes: Counter[str]
    questions: tuple[str, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return self.themes.total()


class Unanswered:
    """A file with a line for each question; `keep_words`: whether the question stands in it."""

    def __init__(self, file: Path, keep_words: bool, today: Callable[[], date] = date.today) -> None:
        self._file, self._today = file, today
        self.keep_words = keep_words

    def note(self, query: Query) -> None:
        """Counts a question. Where the file cannot be written, that costs no answer."""
        line = {"day": self._today().isoformat(), "theme": query.theme or ""}
        if self.keep_words:
            line["question"] = query.question
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:  # a line at a time, so that no lock is needed
                if file.tell() < _LARGEST:
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            _log.error("a question that found nothing was not counted: %s", error.strerror)

    def tally(self) -> Tally | None:
        """What was counted so far; None if nothing was. Lines that cannot be read are passed over."""
        try:
            lines = self._file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return None
        noted = [found for line in lines if (found := _read(line))]
        if not noted:
            return None
        questions = [str(one["question"]) for one in noted if "question" in one]
        return Tally(
            since=min(str(one["day"]) for one in noted),
            themes=Counter(str(one["theme"]) for one in noted),
            questions=tuple(dict.fromkeys(reversed(questions))),
        )


def _read(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and {"day", "theme"} <= found.keys() else None
