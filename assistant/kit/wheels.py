"""The wheels of a kit: what the product needs on one system, at the versions of the lock."""

import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from assistant.kit.systems import System

ROOT = Path(__file__).parents[2]
PIP = "pip==26.3"
"""Goes into the kit as a wheel, and runs from it: no Python need have one."""
LEFT_OUT: dict[str, str] = tomllib.loads(Path(__file__).with_name("left_out.toml").read_text(encoding="utf-8"))


_CPU = "+cpu"
_IMPATIENT = ("--retries", "1", "--timeout", "15")
"""An index that cannot be reached costs seconds; pip goes on to the next place."""


class WheelMissingError(Exception):
    """pip could not bring a wheel; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel on disk."""

    path: Path

    @property
    def name(self) -> str:
        """As package indexes spell it."""
        return str(parse_wheel_filename(self.path.name)[0])

    @property
    def version(self) -> str:
        """Such as "2.13.0+cpu"."""
        return str(parse_wheel_filename(self.path.name)[1])

    @property
    def members(self) -> list[str]:
        """The paths of what it holds."""
        with zipfile.ZipFile(self.path) as archive:
            return archive.namelist()

    @property
    def metadata(self) -> Message:
        """The METADATA of its dist-info folder."""
        with zipfile.ZipFile(self.path) as archive:
            (name,) = (n for n in archive.namelist() if n.count("/") == 1 and n.endswith(".dist-info/METADATA"))
            return BytesParser().parsebytes(archive.read(name))


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder that keeps the wheels of one system and Python, so that each is fetched once."""

    folder: Path
    system: System
    python: str
    torch_index: str

    def fetch(self, pins: Iterable[str]) -> None:
        """Brings `name==version` pins. Raises WheelMissingError."""
        every = list(pins)
        cpu_builds = [pin for pin in every if pin.endswith(_CPU)]
        others = [pin for pin in every if not pin.endswith(_CPU)]
        if others:
            run_pip("download", *self._like_the_target(), *others)
        if cpu_builds:
            run_pip(
                "download", *self._like_the_target(), "--extra-index-url", self.torch_index, *_IMPATIENT, *cpu_builds
            )

    def _like_the_target(self) -> list[str]:
        options = ["--no-deps", "--only-binary=:all:", "--implementation", "cp", "--python-version", self.python]
        for platform in self.system.platforms:
            options += ["--platform", platform]
        return [*options, "--find-links", str(self.folder), "--dest", str(self.folder)]

    def find(self, name: str, version: str) -> Wheel:
        """The wheel of a pin. Raises WheelMissingError."""
        for path in self.folder.glob("*.whl"):
            if (wheel := Wheel(path)).name == name and wheel.version == version:
                return wheel
        raise WheelMissingError(f"{name}=={version}")


def run_pip(*arguments: str) -> None:
    """Pip with these arguments. Raises WheelMissingError with what it said."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WheelMissingError(done.stderr.strip())


def pinned(system: System, python: str) -> dict[str, str]:
    """The lock as one system reads it: name → version; torch is the build for the CPU."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = dict(_applying((line for line in lines if not line.startswith("#")), system.environment(python)))
    if system.name == "linux":
        pins["torch"] += _CPU
    return pins


def _applying(lines: Iterable[str], environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    for requirement in map(Requirement, lines):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            yield canonicalize_name(requirement.name), str(requirement.specifier).removeprefix("==")


def collect(shelf: Shelf) -> list[Wheel]:
    """What the product needs, and what that needs in turn, less what is left out. Raises WheelMissingError."""
    environment, pins = shelf.system.environment(shelf.python), pinned(shelf.system, shelf.python)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wheels: dict[str, Wheel] = {}
    asked: set[tuple[str, str]] = set()
    found = _needed(project["dependencies"], environment)
    while found := {(name, extra) for name, extra in found if name not in LEFT_OUT} - asked:
        asked |= found
        names = {name for name, _ in found} - wheels.keys()
        shelf.fetch(f"{name}=={pins[name]}" for name in sorted(names))
        wheels |= {name: shelf.find(name, pins[name]) for name in names}
        found = {
            need
            for name, extra in found
            for need in _needed(wheels[name].metadata.get_all("Requires-Dist", []), environment | {"extra": extra})
        }
    shelf.fetch(shelf.system.also)
    wheels |= {name: shelf.find(name, version) for name, version in (pin.split("==") for pin in shelf.system.also)}
    return [wheels[name] for name in sorted(wheels)]


def _needed(lines: Iterable[str], environment: dict[str, str]) -> set[tuple[str, str]]:
    """The (name, extra) pairs of the requirements that apply; extra is "" for the bare package."""
    return {
        (canonicalize_name(requirement.name), extra)
        for requirement in map(Requirement, lines)
        if requirement.marker is None or requirement.marker.evaluate(environment)
        for extra in ("", *requirement.extras)
    }
