"""What a form sends that carries files: its fields and the files' bytes, no more of them than is allowed."""

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from pathlib import PureWindowsPath

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from assistant.errors import BadRequestError
from corpus.errors import IntakeError
from corpus.given import Given

_LARGEST = 100_000_000
"""In bytes, of all files of one form."""
_MOST_FILES = 100
_MOST_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields, the last of each name, and the files, in their order."""

    fields: dict[str, str]
    files: list[Given]


async def sent(request: Request) -> Sent:
    """What a form sent. Raises IntakeError for too much, BadRequestError for what is no such form."""
    parser = MultiPartParser(
        request.headers, _counted(request.stream()), max_files=_MOST_FILES, max_fields=_MOST_FIELDS
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise BadRequestError(field="form") from error
    fields: dict[str, str] = {}
    files: list[Given] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:  # a field for files that was left empty is sent too
                files.append(Given(PureWindowsPath(value.filename).name, await value.read()))
        else:
            fields[name] = value
    await form.close()
    return Sent(fields, files)


async def _counted(stream: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    size = 0
    async for piece in stream:
        size += len(piece)
        if size > _LARGEST:
            raise IntakeError(file="-", reason="upload_too_large", limit=_LARGEST // 1_000_000)
        yield piece
