"""An administrator and a reader, whose passwords are hashed once."""

from pathlib import Path

import pytest

from assistant.access.accounts import Accounts
from tests.assistant.web.people import PASSWORDS, ROLES


@pytest.fixture(scope="session")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    accounts = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    for name, role in ROLES.items():
        accounts.add(name, role, PASSWORDS[name])  # type: ignore[arg-type]
    return accounts


@pytest.fixture
def nobody(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "no accounts.json")
