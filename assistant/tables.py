"""Evidence as a Markdown table: towns side by side, or rows by how far they say that they have come."""

from collections.abc import Sequence

from assistant.answer import Citation
from assistant.texts import text
from corpus.library import Corpus


def side_by_side(
    citations: Sequence[Citation], codes: Sequence[str], plain_quotes: Sequence[str], corpus: Corpus
) -> str:
    """A column a town, a row a theme; in the cells the quotes with their numbers."""
    towns = [corpus.municipalities[code].name for code in codes]
    themes = list(dict.fromkeys(citation.theme for citation in citations))
    cells = {
        (citation.theme, citation.municipality): f"{quote or text('section.blank_quote')} [{citation.n}]"
        for citation, quote in zip(citations, plain_quotes, strict=True)
    }
    rows = [
        [corpus.manifest.theme(theme).label, *(cells.get((theme, town), text("table.no_row")) for town in towns)]
        for theme in themes
    ]
    return _table([text("limit.theme"), *towns], rows)


def by_town(citations: Sequence[Citation], plain_quotes: Sequence[str], corpus: Corpus) -> str:
    """A row a citation: the town, the theme, the quote with its number."""
    rows = [
        [
            citation.municipality,
            corpus.manifest.theme(citation.theme).label,
            f"{quote or text('section.blank_quote')} [{citation.n}]",
        ]
        for citation, quote in zip(citations, plain_quotes, strict=True)
    ]
    return _table([text("table.town"), text("table.cell"), text("table.quote")], rows)


def by_heading(groups: Sequence[tuple[str, Citation]]) -> str:
    """A row a group, with the towns in it and the numbers of their citations."""
    of_group: dict[str, list[str]] = {}
    for heading, citation in groups:
        of_group.setdefault(heading, []).append(f"{citation.municipality} [{citation.n}]")
    return _table(
        [text("table.state"), text("table.towns")],
        [[heading, "・".join(towns)] for heading, towns in of_group.items()],
    )


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(" ".join(cell.split()) for cell in line) + " |" for line in lines)
