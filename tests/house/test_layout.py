"""The house: which rooms it has, how large a file may grow, and what no file may name."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = {"assistant", "corpus", "embeddings", "prompts"}
TOP = PACKAGES | {"tests", "pyproject.toml"}
PAPERS = {"README.md", "CHANGELOG.md", "LICENSE"}
TOOLS = {"Makefile", "requirements.lock", ".ci", ".gitignore"}

SOMEONES_FOLDER = r"(?<![\w.])/(?:root|work|home|Users)/\w"
PACKAGE_INDEX = r"(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org)"


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [Path(name) for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_top_level_is_as_agreed():
    names = {path.parts[0] for path in tracked()}
    assert names - {"docs"} == TOP | PAPERS | TOOLS


def test_no_file_names_a_machine_or_a_package_index():
    forbidden = re.compile(f"{SOMEONES_FOLDER}|{PACKAGE_INDEX}".encode())
    assert not [str(path) for path in tracked() if forbidden.search((ROOT / path).read_bytes())]


def test_a_file_that_grows_past_400_lines_lacks_a_noun():
    code = [path for path in tracked() if path.parts[0] in PACKAGES and path.suffix in {".py", ".css", ".js"}]
    lengths = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in code}
    assert not {path: length for path, length in lengths.items() if length > 400}
