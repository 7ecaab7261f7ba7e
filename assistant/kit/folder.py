"""A kit's folder, and the zip made of it.

まず一歩/            what is unpacked, also over an older kit
  起動.bat …          the start script of one system
  はじめに.html        the page of instructions
  SHA256SUMS          of every file but itself
  parts/              what came: never written to
    wheels/ model/ index/ start.py texts.toml manifest.json requirements.txt ライセンス一覧.csv docs/
  data/               what is made and remembered: not in the zip
"""

import hashlib
import json
import shutil
import stat
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

from assistant.kit.licences import licence_list, licence_of
from assistant.kit.papers import write_papers
from assistant.kit.systems import System
from assistant.kit.wheels import Wheel

NAME = "mazuippo"
SUMS = "SHA256SUMS"
_STARTER = Path(__file__).with_name("starter")
_COMPRESSED = frozenset({".whl", ".png"})
"""Kinds of files that no zip makes smaller."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a kit is made of; `home` is a home that `mazuippo setup` has filled."""

    system: System
    python: str
    version: str
    wheels: tuple[Wheel, ...]
    installer: Wheel
    home: Path


def write_folder(contents: Contents, folder: Path) -> None:
    """Writes the kit into an empty folder."""
    parts = folder / "parts"
    (parts / "wheels").mkdir(parents=True)
    for wheel in (*contents.wheels, contents.installer):
        shutil.copy(wheel.path, parts / "wheels")
    shutil.copytree(contents.home / "models", parts / "model", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(contents.home / "index", parts / "index", ignore=shutil.ignore_patterns("*.lock", "*.opening"))
    for name in ("start.py", "texts.toml"):
        shutil.copy(_STARTER / name, parts)
    (parts / "requirements.txt").write_bytes(
        "".join(f"{wheel.name}=={wheel.version}\n" for wheel in contents.wheels).encode()
    )
    (parts / "ライセンス一覧.csv").write_bytes(licence_list((*contents.wheels, contents.installer)))
    write_papers(parts / "docs")
    _write_start(contents, folder)
    manifest = json.dumps(_manifest(contents, parts), ensure_ascii=False, indent=1)
    (parts / "manifest.json").write_bytes(manifest.encode())
    (folder / SUMS).write_bytes(_sums(folder).encode())


def _write_start(contents: Contents, folder: Path) -> None:
    """The start script, what it shows where there is no Python, and the page of instructions."""
    windows = contents.system.name == "windows"
    console = ("cp932", "\r\n") if windows else ("utf-8", "\n")
    script = folder / contents.system.start
    for written, template, (encoding, end) in (
        (script, "start.bat" if windows else "start.sh", console),
        (folder / "parts" / "no-python.txt", "no-python.txt", console),
        (folder / "はじめに.html", "instructions.html", ("utf-8", "\n")),
    ):
        filled = (_STARTER / template).read_text(encoding="utf-8")
        filled = filled.replace("@PYTHON@", contents.python).replace("@START@", contents.system.start)
        written.write_bytes("".join(line + end for line in filled.splitlines()).encode(encoding))
    script.chmod(0o755)


def _manifest(contents: Contents, parts: Path) -> dict[str, object]:
    """The versions of everything, and what each part weighs in bytes."""
    return {
        "name": NAME,
        "version": contents.version,
        "system": contents.system.name,
        "python": contents.python,
        "model": json.loads(next((parts / "model").rglob("mazuippo.json")).read_text(encoding="utf-8"))["source"],
        "longest_path": longest_path(contents.wheels),
        "wheels": [
            {
                "name": wheel.name,
                "version": wheel.version,
                "licence": licence_of(wheel),
                "file": wheel.path.name,
                "bytes": wheel.path.stat().st_size,
            }
            for wheel in (*contents.wheels, contents.installer)
        ],
    }


def longest_path(wheels: Iterable[Wheel]) -> int:
    """Of all the paths that the wheels install within site-packages, compiled files too: the most characters."""
    names = [name for wheel in wheels for name in wheel.members]
    return max(len(cache_from_source(name) if name.endswith(".py") else name) for name in names)


def _sums(folder: Path) -> str:
    """As `sha256sum` writes and reads them."""
    lines = []
    for path in _files(folder):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.relative_to(folder).as_posix()}\n")
    return "".join(lines)


def write_zip(folder: Path, archive: Path) -> None:
    """Packs the folder, under its name; scripts can be run once unpacked."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path in _files(folder):
            stored = zipfile.ZIP_STORED if path.suffix in _COMPRESSED else zipfile.ZIP_DEFLATED
            packed.write(path, f"{NAME}/{path.relative_to(folder).as_posix()}", compress_type=stored)


def weights(archive: Path) -> dict[str, int]:
    """What each part weighs within the zip, in bytes, the heaviest first; small wheels are summed up."""
    parts: dict[str, int] = {}
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            name = _part_of(member)
            parts[name] = parts.get(name, 0) + member.compress_size
    return dict(sorted(parts.items(), key=lambda part: -part[1]))


def _part_of(member: zipfile.ZipInfo) -> str:
    _, _, inside = member.filename.partition("/")
    kind, _, rest = inside.removeprefix("parts/").partition("/")
    if kind == "wheels":
        return rest.partition("-")[0] if member.compress_size > _HEAVY else "the other wheels"
    return kind if kind in ("model", "index") else "scripts, papers, lists"


_HEAVY = 5_000_000


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and stat.S_ISREG(path.lstat().st_mode))
