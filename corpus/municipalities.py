"""The table of a corpus's towns."""

from pathlib import Path

from pydantic import ValidationError

from corpus.contacts import csv_records, wrong_record
from corpus.entry import Municipality
from corpus.errors import CorpusError
from corpus.manifest import read_text


def read_municipalities(path: Path) -> dict[str, Municipality]:
    """The towns of a CSV file by their codes. Raises CorpusError at the first row that is wrong or there twice."""
    towns: dict[str, Municipality] = {}
    for line, record in csv_records(read_text(path), path.name):
        try:
            town = Municipality.model_validate({**record, "own_page": record.get("own_page") or None})
        except ValidationError as error:
            raise wrong_record(path.name, line, error) from error
        if town.code in towns:
            raise CorpusError(file=path.name, row=str(line), field="code", reason="row_twice")
        if town.name in {other.name for other in towns.values()}:  # the source tells towns apart by name alone
            raise CorpusError(file=path.name, row=str(line), field="name", reason="row_twice")
        towns[town.code] = town
    return towns
