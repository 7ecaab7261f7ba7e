"""Who is let in: nobody has to log in where only this machine reaches the server and no account was made."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from assistant.access.accounts import Account, Accounts, folded
from assistant.attempts import Attempts
from assistant.errors import AccountsMissingError, LockedOutError, LogInWrongError
from assistant.tokens import hashed, new_token

SECONDS_OF_A_LOG_IN, _SECONDS_IDLE = 12 * 3600, 3 * 3600
MOST_WRONG = 5
"""Wrong passwords for one name from one address in a quarter of an hour."""
_WINDOW = 15 * 60
_MOST_BY_ADDRESS, _MOST_BY_NAME = 30, 50
_MOST_LOG_INS = 10_000


@dataclass(slots=True)
class _LogIn:
    account: Account
    begun: float
    used: float


class Access:
    """The log-ins of one server, in memory only. `now`: seconds of a clock that nobody can set back."""

    def __init__(self, accounts: Accounts, only_this_machine: bool, now: Callable[[], float] = time.monotonic) -> None:
        """Raises AccountsMissingError where others reach the server and nobody could log in."""
        self._accounts, self._only_this_machine, self._now = accounts, only_this_machine, now
        self._log_ins: OrderedDict[str, _LogIn] = OrderedDict()
        self._wrong = (
            Attempts(MOST_WRONG, _WINDOW),
            Attempts(_MOST_BY_ADDRESS, _WINDOW),
            Attempts(_MOST_BY_NAME, _WINDOW),
        )
        self._lock, self._one_at_a_time = threading.Lock(), threading.Lock()
        if self.needs_log_in and not accounts.all():
            raise AccountsMissingError

    @property
    def needs_log_in(self) -> bool:
        """Whether everyone has to log in, who sits at this machine too. Raises AccountsUnreadableError."""
        return not self._only_this_machine or bool(self._accounts.all())

    def log_in(self, name: str, password: str, address: str) -> str:
        """The token of a new log-in. One password is tried at a time, so that guessing takes its time.

        Raises LockedOutError, LogInWrongError, AccountsUnreadableError.
        """
        counted = (f"{folded(name)}\n{address}", address, folded(name))
        with self._one_at_a_time:
            pairs = list(zip(self._wrong, counted, strict=True))
            if wait := max(attempts.seconds_to_wait(who, self._now()) for attempts, who in pairs):
                raise LockedOutError(minutes=-(-wait // 60))
            account = self._accounts.verified(name, password)
            if account is None:
                for attempts, who in pairs:
                    attempts.count(who, self._now())
                raise LogInWrongError
        token = new_token()
        with self._lock:
            self._log_ins[hashed(token)] = _LogIn(account, self._now(), self._now())
            while len(self._log_ins) > _MOST_LOG_INS:
                self._log_ins.popitem(last=False)
        return token

    def log_out(self, token: str) -> None:
        """Ends a log-in, if there is one."""
        with self._lock:
            self._log_ins.pop(hashed(token), None)

    def account(self, token: str) -> Account | None:
        """Whose log-in it is; None where it is over, or the account has changed. Raises AccountsUnreadableError."""
        now, accounts = self._now(), self._accounts.all()
        with self._lock:
            log_in = self._log_ins.get(hashed(token))
            if log_in is None:
                return None
            late = now - log_in.begun > SECONDS_OF_A_LOG_IN or now - log_in.used > _SECONDS_IDLE
            if late or log_in.account not in accounts:
                del self._log_ins[hashed(token)]
                return None
            log_in.used = now
            return log_in.account
