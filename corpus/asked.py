"""How people ask for a passage: reviewed questions to which it is a good answer, in other words than its own.

They only ever help to find the passage (expansion by expected questions, Nogueira and Lin 2019, "doc2query"). They are
never shown as what a town said.
"""

from collections.abc import Collection, Mapping

from pydantic import BaseModel, ConfigDict

from corpus.errors import CorpusError


class _AskedPassage(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    asked: tuple[str, ...]


class Asked(BaseModel):
    """The questions of a corpus, passage by passage."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    passage: tuple[_AskedPassage, ...] = ()

    def by_passage(self, known: Collection[str], file: str) -> Mapping[str, tuple[str, ...]]:
        """Passage id → questions. Raises CorpusError for an id that is not known, or there twice."""
        found: dict[str, tuple[str, ...]] = {}
        for passage in self.passage:
            if passage.id not in known:
                raise CorpusError(file=file, row=passage.id, field="id", reason="note_fits_no_row")
            if passage.id in found:
                raise CorpusError(file=file, row=passage.id, field="id", reason="row_twice")
            found[passage.id] = passage.asked
        return found
