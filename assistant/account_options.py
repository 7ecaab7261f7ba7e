"""The options of `mazuippo account …`."""

import argparse

from assistant.corpus_options import NewCommand
from assistant.texts import text

_ROLES = ("administrator", "reader")


def add_account_command(commands: object, new_command: NewCommand) -> None:
    """Adds `account` and what it can do to the parser's commands."""
    account = new_command(commands, "account", None)
    parts = account.add_subparsers(title=text("cli.commands"), required=True, dest="part", parser_class=type(account))
    for name in ("add", "password", "remove", "list"):
        part = new_command(parts, f"account_{name}", _run, shown_as=name)
        if name != "list":
            part.add_argument("name", metavar="NAME", help=text("cli.account_name"))
        if name == "add":
            part.add_argument("--role", choices=_ROLES, default="reader", help=text("cli.account_role"))


def _run(options: argparse.Namespace) -> int:
    from assistant.account_command import run  # the hashing takes a while to import

    return run(options)
