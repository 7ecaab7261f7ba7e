"""The fields that forms send."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request

from assistant.errors import BadRequestError
from assistant.web.api import whole_body

_MOST_FIELDS = 50


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a form, the last of each name."""
    try:
        found = parse_qs((await whole_body(request)).decode(), max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise BadRequestError(field="form") from error
    return {name: values[-1] for name, values in found.items()}


Fields = Annotated[dict[str, str], Depends(_fields)]
