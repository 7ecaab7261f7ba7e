"""Who asks, as far as a request tells."""

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

from assistant.access.access import Access
from assistant.access.accounts import Role
from assistant.web.cookies import LOG_IN, cookie_of
from assistant.web.origin import from_this_machine, host_of, is_plain


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who may use the app. `name` is empty for whoever sits at the machine where nobody has to log in."""

    name: str
    role: Role


def visitor_of(scope: Scope, access: Access) -> Visitor | None:
    """Who asks; None for a stranger. Raises AccountsUnreadableError.

    Where nobody has to log in, this machine is told by its address, and by a host that no other page could have
    pointed here.
    """
    headers = Headers(scope=scope)
    if access.needs_log_in:
        account = access.account(cookie_of(headers, LOG_IN))
        return Visitor(account.name, account.role) if account else None
    here = from_this_machine(scope) and is_plain(host_of(headers))
    return Visitor("", "administrator") if here else None
