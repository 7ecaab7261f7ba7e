"""`python -P -m assistant.kit OS PYTHON`: makes the zip of one system under dist/, from the source tree it lies in."""

import argparse
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from assistant.kit.folder import NAME, Contents, weights, write_folder, write_zip
from assistant.kit.systems import SYSTEMS
from assistant.kit.wheels import PIP, ROOT, Shelf, Wheel, WheelMissingError, collect, run_pip
from corpus.errors import MazuippoError
from embeddings.model import DEFAULT
from embeddings.weights import prepare, slim


class SetupFailedError(Exception):
    """Model or index could not be made; `mazuippo setup` has said why."""


def main() -> int:
    """Exit status 0: the zip lies there, its name and weights are printed; 1: something could not be had."""
    parser = argparse.ArgumentParser(prog="make kit")
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("python")
    parser.add_argument("--torch-index", required=True)
    options = parser.parse_args()
    try:
        archive = make(options.system, options.python, options.torch_index)
    except (WheelMissingError, SetupFailedError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    for part, size in weights(archive).items():
        print(f"{size / 1e6:8.1f} MB  {part}")
    print(f"{archive.stat().st_size / 1e6:8.1f} MB  {archive.relative_to(ROOT)}")
    return 0


def make(system: str, python: str, torch_index: str) -> Path:
    """The zip of one system, with everything in it made or fetched. Raises WheelMissingError or SetupFailedError."""
    build = ROOT / "build" / "kit"
    shelf = Shelf(build / "shelf" / f"{system}-{python}", SYSTEMS[system], python, torch_index)
    shelf.folder.mkdir(parents=True, exist_ok=True)
    shelf.fetch([PIP])
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    contents = Contents(
        shelf.system,
        python,
        version,
        (*collect(shelf), _own_wheel(_emptied(build / "own"))),
        shelf.find(*PIP.split("==")),
        _home(build / "home"),
    )
    folder = _emptied(build / "unpacked") / NAME
    write_folder(contents, folder)
    archive = ROOT / "dist" / f"{NAME}-kit-{version}-{system}-py{python.replace('.', '')}.zip"
    archive.parent.mkdir(exist_ok=True)
    write_zip(folder, archive)
    return archive


def _own_wheel(folder: Path) -> Wheel:
    run_pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    return Wheel(next(folder.glob("*.whl")))


def _home(home: Path) -> Path:
    """A home of nobody's, with the slim model and an index that fits it and the corpus. Raises SetupFailedError."""
    try:
        slim(prepare(home / "models" / DEFAULT))
    except MazuippoError as error:
        raise SetupFailedError(str(error)) from error
    nobodys = {name: value for name, value in os.environ.items() if not name.startswith("MAZUIPPO_")}
    command = [sys.executable, "-P", "-m", "assistant", "setup"]
    if subprocess.run(command, env=nobodys | {"MAZUIPPO_HOME": str(home)}, check=False).returncode:
        raise SetupFailedError
    return home


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
