"""The clock of the group work: it runs, is stopped, and is given more minutes. Times are seconds since the epoch."""

from pydantic import BaseModel, ConfigDict

MORE = 60.0
"""So many seconds +1 min adds."""


class Clock(BaseModel):
    """`ends` while it runs; `left`, in seconds, while it stands still."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    left: float
    ends: float | None = None

    def remaining(self, now: float) -> float:
        """The seconds that are left, 0 at least."""
        return max(0.0, self.left if self.ends is None else self.ends - now)

    def started(self, now: float) -> "Clock":
        """Running; one that runs goes on as it is."""
        return self if self.ends is not None else Clock(left=self.left, ends=now + self.left)

    def stopped(self, now: float) -> "Clock":
        """Standing still with what is left."""
        return Clock(left=self.remaining(now))

    def with_more(self, now: float) -> "Clock":
        """With a minute more than is left, running or not as before."""
        left = self.remaining(now) + MORE
        return Clock(left=left, ends=None if self.ends is None else now + left)
