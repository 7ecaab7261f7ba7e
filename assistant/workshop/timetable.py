"""The sixty minutes of a workshop, step by step."""

from dataclasses import dataclass
from typing import Literal

StepName = Literal["opening", "near", "demonstration", "work", "boards", "topics", "monday", "home"]


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the workshop and its minutes. Its name in Japanese: `workshop.step_<name>` in texts.toml."""

    name: StepName
    minutes: int


STEPS = (
    Step("opening", 5),
    Step("near", 4),
    Step("demonstration", 4),
    Step("work", 25),
    Step("boards", 12),
    Step("topics", 3),
    Step("monday", 5),
    Step("home", 2),
)
"""In their order; sixty minutes in all."""
