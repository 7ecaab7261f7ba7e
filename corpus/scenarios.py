"""The reviewed scenarios for a workshop on a corpus: made-up situations, with a question that the corpus answers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Scenario(_Table):
    """A situation to work on in a group: what to reach, in how many minutes, and the question to begin with."""

    id: str
    title: str
    situation: str
    aim: str
    minutes: Annotated[int, Field(gt=0)]
    opening: str
    discuss: tuple[str, ...] = ()


class Demonstration(_Table):
    """A question that is asked in front of everyone; `blank`: it leads to a row without text."""

    question: str
    blank: bool = False


class Scenarios(_Table):
    """All scenarios of a corpus, in the order in which groups get them, and what is shown to everyone before."""

    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1)]
    demonstrations: tuple[Demonstration, ...] = ()

    def scenario(self, wanted: str) -> Scenario:
        """The scenario with this id; the first one where there is none any more."""
        return next((one for one in self.scenarios if one.id == wanted), self.scenarios[0])
