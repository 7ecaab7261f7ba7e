"""Everything in this folder takes minutes: `make prove` runs it. Figures are written to build/prove.json."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.serving import served

ROOT = Path(__file__).parents[2]
Note = Callable[[str, object], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what lies here."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.prove)


@pytest.fixture(scope="session")
def note() -> Iterator[Note]:
    """Keeps a figure, to be read after the run."""
    figures: dict[str, object] = {}
    yield figures.__setitem__
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "prove.json").write_text(json.dumps(figures, ensure_ascii=False, indent=2), encoding="utf-8")


@pytest.fixture(scope="module")
def server(
    model_folder: Path, with_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, int]]:
    """A server of its own for the tests of one file: address and process id."""
    home = with_index(tmp_path_factory.mktemp("home"))
    with served({"MAZUIPPO_HOME": str(home), "MAZUIPPO_EMBEDDING_MODEL": str(model_folder)}) as one:
        yield one
