"""JSON Lines, one cell a line: what `export` writes, or as much of it as there is."""

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.entry import Reference, TextStatus
from corpus.errors import IntakeError
from corpus.manifest import Manifest
from corpus.readers.limits import MOST_ROWS
from corpus.readers.rows import Rows
from corpus.readers.table import Draft, Rejection


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    code: str = ""
    prefecture: str = ""
    municipality: str = ""
    theme: str = ""
    aspect: str = ""
    text: str
    text_status: TextStatus | None = None
    loss: str | None = None
    reference: Reference | None = None
    printed_prefecture: str | None = None
    title: str = ""
    url: str = ""
    as_of: str = ""


def read_records(text: str, name: str, manifest: Manifest) -> Rows:
    """The drafts of a file of JSON Lines; a line that is none is rejected with the field that is wrong."""
    rows = Rows()
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(lines) > MOST_ROWS:
        raise IntakeError(file=name, reason="too_many_rows", limit=MOST_ROWS)
    for number, words in lines:
        try:
            line = _Line.model_validate_json(words)
        except ValidationError as error:
            first = error.errors()[0]
            reason = "not_json" if first["type"] == "json_invalid" else first["type"]
            rows.rejections.append(Rejection(name, number, str((*first["loc"], "-")[0]), reason))
            continue
        fault = _fault(line, manifest)
        if fault is not None:
            rows.rejections.append(Rejection(name, number, *fault, line.municipality))
        else:
            rows.drafts.append(_draft(line, number, manifest))
    return rows


def _fault(line: _Line, manifest: Manifest) -> tuple[str, str] | None:
    if not (line.code or line.municipality):
        return "municipality", "row_without_town"
    if line.theme not in {theme.id for theme in manifest.themes} and (line.theme or len(manifest.themes) > 1):
        return "theme", "theme_unknown"
    if line.aspect not in ("", *(aspect.id for aspect in manifest.aspects)):
        return "aspect", "aspect_unknown"
    if not line.text and line.text_status != "missing":
        return "text", "text_missing"
    if line.text and line.text_status == "missing":
        return "text_status", "status_differs"
    return None


def _draft(line: _Line, number: int, manifest: Manifest) -> Draft:
    values = line.model_dump(exclude={"theme", "aspect", "reference"})
    return Draft(
        row=number,
        column="text",
        theme=line.theme or manifest.themes[0].id,
        aspect=line.aspect or manifest.held_aspect.id,
        reference=line.reference,
        **values,
    )
