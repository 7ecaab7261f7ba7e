"""How people ask for passages: reviewed questions to which they are a good answer, in other words than their own.

They only ever help to find the passages (expansion by expected questions, Nogueira and Lin 2019, "doc2query"). They are
never shown as what a town said.
"""

from collections.abc import Collection, Iterator, Mapping

from pydantic import BaseModel, ConfigDict

from corpus.errors import CorpusError


class _AskedPassage(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    asked: tuple[str, ...]


class _AskedTogether(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    ids: tuple[str, ...]
    asked: tuple[str, ...]


class Asked(BaseModel):
    """The questions of a corpus: passage by passage, and those that several passages answer, each in its own way."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    passage: tuple[_AskedPassage, ...] = ()
    together: tuple[_AskedTogether, ...] = ()

    def by_passages(self, known: Collection[str], file: str) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """Ids of passages → the questions that all of these answer.

        Raises CorpusError for an id that is not known, or passages that are there twice.
        """
        found: dict[tuple[str, ...], tuple[str, ...]] = {}
        for ids, asked in self._all():
            for identity in ids:
                if identity not in known:
                    raise CorpusError(file=file, row=identity, field="id", reason="note_fits_no_row")
            if ids in found:
                raise CorpusError(file=file, row=ids[-1], field="id", reason="row_twice")
            found[ids] = asked
        return found

    def _all(self) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        yield from (((passage.id,), passage.asked) for passage in self.passage)
        yield from ((shared.ids, shared.asked) for shared in self.together)
