"""The reviewed groups into which a corpus's ways to begin are sorted for an overview."""

from pydantic import BaseModel, ConfigDict


class Topic(BaseModel):
    """A group: its name, what it means, and the words by which a passage is known to belong to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    definition: str
    cues: tuple[str, ...]

    def weight(self, text: str) -> int:
        """How many of the group's cues stand in a text."""
        return sum(cue in text for cue in self.cues)


class Topics(BaseModel):
    """All groups of a corpus, in the order in which they are shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    topics: tuple[Topic, ...] = ()

    def of(self, text: str) -> Topic | None:
        """The group with the most cues in the text, the earlier one on a tie; None if no cue stands in it."""
        best = max(self.topics, key=lambda topic: topic.weight(text), default=None)
        return best if best and best.weight(text) else None

    def weight(self, text: str) -> int:
        """How many cues of its own group a text holds."""
        group = self.of(text)
        return group.weight(text) if group else 0
