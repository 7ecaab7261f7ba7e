"""requirements.lock: one list for Linux, Windows and macOS that any package index can serve."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
PINS = [line for line in LINES if not line.startswith("#")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

SYSTEMS = {
    "Linux": {"sys_platform": "linux", "os_name": "posix", "platform_machine": "x86_64"},
    "Windows": {"sys_platform": "win32", "os_name": "nt", "platform_machine": "AMD64"},
    "Darwin": {"sys_platform": "darwin", "os_name": "posix", "platform_machine": "arm64"},
}


def wanted() -> Iterator[str]:
    project = PROJECT["project"]
    yield from PROJECT["build-system"]["requires"]
    yield from project["dependencies"]
    for extra in ("bench", "dev"):  # who wants a provider of chat models installs its extra
        yield from project["optional-dependencies"][extra]


def applying(lines: Iterable[str], system: str, python: str) -> list[Requirement]:
    machine = SYSTEMS[system] | {"platform_system": system, "python_version": python}
    machine |= {"python_full_version": f"{python}.0", "platform_python_implementation": "CPython"}
    requirements = map(Requirement, lines)
    return [one for one in requirements if one.marker is None or one.marker.evaluate(machine)]


def pinned(system: str, python: str) -> dict[str, str]:
    """What one system installs: name → version."""
    pins = applying(PINS, system, python)
    names = [canonicalize_name(pin.name) for pin in pins]
    assert len(names) == len(set(names)), "one version of each"
    return {name: str(pin.specifier).removeprefix("==") for name, pin in zip(names, pins, strict=True)}


def test_comments_stand_only_at_the_head():
    assert LINES[-len(PINS) :] == PINS


def test_a_line_is_a_name_a_version_and_perhaps_a_marker():
    pin = re.compile(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*( ; [^;#]+)?")
    assert not [line for line in PINS if not pin.fullmatch(line)]


def test_no_host_and_no_hash():
    assert not [line for line in LINES if re.search(r"://|\.(com|org|net|io)\b|sha256|--hash|--\w*index", line)]


def test_no_gpu_parts():
    assert not [line for line in LINES if re.search("nvidia|cuda|triton", line, re.IGNORECASE)]


@pytest.mark.parametrize(("system", "python"), list(product(SYSTEMS, ("3.11", "3.12", "3.13"))))
def test_every_requirement_is_pinned_within_its_bounds(system, python):
    pins = pinned(system, python)
    for requirement in applying(wanted(), system, python):
        version = pins.get(canonicalize_name(requirement.name), "nothing")
        assert version in requirement.specifier, f"{requirement}: {version}; `make lock` mends this"


def test_each_system_gets_its_own_parts():
    windows, linux = pinned("Windows", "3.11"), pinned("Linux", "3.11")
    assert "colorama" in windows.keys() - linux.keys()
    assert "uvloop" in linux.keys() - windows.keys()
    assert windows["torch"] == linux["torch"]
