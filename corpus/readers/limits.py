"""How large a file may be, and what an archive (Excel, Word) may hold: checked before anything of it is unpacked."""

import io
import zipfile

from corpus.errors import IntakeError

LARGEST_FILE = 20_000_000
"""In bytes."""
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_PAGES = 500
_LARGEST_UNPACKED = 200_000_000
_MOST_PARTS = 5_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How an .xls begins, and an .xlsx that is encrypted."""
_READ_AT_ONCE = 1 << 20


def check_file(data: bytes, name: str) -> None:
    """Raises IntakeError for a file that is too large, or empty."""
    if len(data) > LARGEST_FILE:
        raise IntakeError(file=name, reason="file_too_large", limit=LARGEST_FILE // 1_000_000)
    if not data.strip():
        raise IntakeError(file=name, reason="file_empty")


def check_archive(data: bytes, name: str) -> None:
    """Raises IntakeError for an Office file that is encrypted, broken, blows up when unpacked, or defines entities."""
    if data.startswith(_OLD_OFFICE):
        raise IntakeError(file=name, reason="file_encrypted")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
                raise IntakeError(file=name, reason="file_blows_up")
            if any(part.flag_bits & 1 for part in parts):
                raise IntakeError(file=name, reason="file_encrypted")
            unpacked = 0
            for part in parts:
                unpacked += _check_part(archive, part, name, _LARGEST_UNPACKED - unpacked)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zipfile.LargeZipFile) as error:
        raise IntakeError(file=name, reason="archive_broken") from error
    except Exception as error:
        if type(error).__module__ == "zlib":  # zlib.error is no OSError
            raise IntakeError(file=name, reason="archive_broken") from error
        raise


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, most: int) -> int:
    """How large a part really is: what the archive says of it may be a lie."""
    size, kept = 0, b""
    with archive.open(part) as file:
        while piece := file.read(_READ_AT_ONCE):
            size += len(piece)
            if size > most:
                raise IntakeError(file=name, reason="file_blows_up")
            if part.filename.endswith((".xml", ".rels", ".vml")):
                if b"<!DOCTYPE" in kept + piece or b"<!ENTITY" in kept + piece or "<!".encode("utf-16-le") in piece:
                    raise IntakeError(file=name, reason="file_defines_entities")
                kept = piece[-16:]
    return size
