"""`mazuippo account …`: who may log in to a server that others reach."""

import argparse
import getpass
import sys
from collections.abc import Callable

from assistant.access.accounts import LEAST, Accounts
from assistant.errors import PasswordsDifferError
from assistant.settings import read_settings
from assistant.texts import text


def run(options: argparse.Namespace) -> int:
    """Runs one part of the command; the exit status is the program's."""
    accounts = Accounts(read_settings().accounts)
    parts: dict[str, Callable[[argparse.Namespace, Accounts], None]] = {
        "add": _add,
        "password": _password,
        "remove": _remove,
        "list": _list,
    }
    parts[options.part](options, accounts)
    return 0


def _add(options: argparse.Namespace, accounts: Accounts) -> None:
    accounts.add(options.name, options.role, _asked())
    _say(text("account.added", name=options.name, role=text(f"account.{options.role}")))


def _password(options: argparse.Namespace, accounts: Accounts) -> None:
    accounts.change_password(options.name, _asked())
    _say(text("account.changed", name=options.name))


def _remove(options: argparse.Namespace, accounts: Accounts) -> None:
    accounts.remove(options.name)
    _say(text("account.removed", name=options.name))


def _list(_: argparse.Namespace, accounts: Accounts) -> None:
    for one in accounts.all():
        print(text("account.line", name=one.name, role=text(f"account.{one.role}"), since=one.since))
    if not accounts.all():
        _say(text("account.none"))


def _asked() -> str:
    """The password, typed twice without being seen; or the first line of what is piped in.

    Raises PasswordsDifferError.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(text("account.ask", least=LEAST))
    if getpass.getpass(text("account.ask_again")) != password:
        raise PasswordsDifferError
    return password


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
