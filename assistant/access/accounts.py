"""The accounts of one home: one file, passwords as hashes only, read anew whenever it has changed."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from assistant.errors import (
    AccountExistsError,
    AccountNameError,
    AccountsBusyError,
    AccountsUnreadableError,
    AccountUnknownError,
    PasswordWeakError,
)
from corpus.whole_files import replace_file
from embeddings.errors import HomeUnwritableError

LEAST, _MOST = 12, 200
"""Characters of a password. The most keeps hashing short."""
_NAME = re.compile(r"[\w.@-]{1,40}")
SECONDS_TO_WAIT = 10
Role = Literal["administrator", "reader"]


class Account(BaseModel):
    """Who may use the server, and as what; `password` is a hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    role: Role
    password: str
    since: str


_FILE = TypeAdapter(tuple[Account, ...])


class Accounts:
    """The accounts in a file that need not be there."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read: tuple[tuple[int, int, int], tuple[Account, ...]] | None = None

    def all(self) -> tuple[Account, ...]:
        """Those that there are, in the order of their making. Raises AccountsUnreadableError."""
        try:
            state = self._file.stat()
            stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
            known = self._read
            if known is None or known[0] != stamp:
                known = self._read = stamp, _FILE.validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return ()
        except (OSError, ValidationError) as error:
            raise AccountsUnreadableError(file=self._file) from error
        return known[1]

    def verified(self, name: str, password: str) -> Account | None:
        """The account of this name and password; None takes as long where there is no such name.

        About a tenth of a second, and 64 MiB meanwhile. Raises AccountsUnreadableError.
        """
        account = next((one for one in self.all() if one.name == folded(name)), None)
        return account if _fits(account.password if account else _nobodys(), password) and account else None

    def add(self, name: str, role: Role, password: str) -> None:
        """Keeps a new account.

        Raises AccountNameError, PasswordWeakError, AccountExistsError, AccountsBusyError, HomeUnwritableError.
        """
        name = folded(name)
        if not _NAME.fullmatch(name):
            raise AccountNameError
        made = Account(name=name, role=role, password=_hashed(password), since=_now())
        with self._writing():
            if any(one.name == name for one in self.all()):
                raise AccountExistsError(name=name)
            self._write((*self.all(), made))

    def change_password(self, name: str, password: str) -> None:
        """Gives an account another password, which ends its log-ins. Raises AccountUnknownError, and as `add` does."""
        hashed = _hashed(password)
        with self._writing():
            changed = self._known(name).model_copy(update={"password": hashed})
            self._write(tuple(changed if one.name == changed.name else one for one in self.all()))

    def remove(self, name: str) -> None:
        """Takes an account away, which ends its log-ins. Raises AccountUnknownError, and as `add` does."""
        with self._writing():
            removed = self._known(name)
            self._write(tuple(one for one in self.all() if one != removed))

    def _known(self, name: str) -> Account:
        for one in self.all():
            if one.name == folded(name):
                return one
        raise AccountUnknownError(name=folded(name), known="、".join(one.name for one in self.all()) or "-")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One process at a time changes the file."""
        folder = self._file.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._file.with_suffix(".lock"), timeout=SECONDS_TO_WAIT):
                yield
        except Timeout as error:
            raise AccountsBusyError(seconds=SECONDS_TO_WAIT) from error
        except OSError as error:
            raise HomeUnwritableError(folder=folder, reason=error.strerror or str(error)) from error

    def _write(self, accounts: tuple[Account, ...]) -> None:
        replace_file(self._file, _FILE.dump_json(accounts, indent=2).decode() + "\n", mode=0o600)
        self._read = None


def folded(name: str) -> str:
    """A name as it is kept: full width or half, capitals or not, it is the same one."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    """A hash that fits no password, to be tried where there is no account."""
    return _hasher().hash("\0")


def _hashed(password: str) -> str:
    password = _typed(password)
    if not LEAST <= len(password) <= _MOST or len(set(password)) < 5:
        raise PasswordWeakError(least=LEAST, most=_MOST)
    return _hasher().hash(password)


def _fits(hashed: str, password: str) -> bool:
    try:
        return _hasher().verify(hashed, _typed(password)[: _MOST + 1])
    except (VerificationError, InvalidHashError):
        return False


def _typed(password: str) -> str:
    """As a keyboard in either width gives it."""
    return unicodedata.normalize("NFKC", password)


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")
