"""Rate limits: counted and reported always, refusing only when a limit is set."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

UNLIMITED = 2_000  # calls a minute: what the headers report while no limit is set

_TYPES = {"minute": "api_calls", "hour": "api_calls", "bulk": "bulk_api_calls", "cycle": "api_calls_cycle"}


@dataclass(frozen=True)
class Verdict:
    """The tightest window after this call; `retry_at` is when it starts anew."""

    limit: int
    remaining: int
    retry_at: datetime
    exceeded: str | None = None  # the documented type of the limit that was hit

    def headers(self, now: datetime) -> dict[str, str]:
        """X-Rate-Limit-Retry is an epoch in seconds, Retry-After a delay in seconds."""
        headers = {
            "X-Rate-Limit-Limit": str(self.limit),
            "X-Rate-Limit-Remaining": str(self.remaining),
            "X-Rate-Limit-Retry": str(int(self.retry_at.timestamp())),
        }
        if self.exceeded:
            delay = max(1, int((self.retry_at - now).total_seconds()) + 1)
            headers |= {"Retry-After": str(delay), "X-Rate-Limit-Type": self.exceeded}
        return headers


class Limits:
    """Counts calls in fixed windows of a minute, an hour and a calendar month (the billing cycle).

    Bulk calls have an hourly window of their own, `bulk`, beside the others.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[datetime, int]] = {}

    def count(self, now: datetime, limits: Mapping[str, int], *, free: bool = False, bulk: bool = False) -> Verdict:
        """Counts one call, unless it is free or a limit is used up already: a refused call costs nothing."""
        limits = {window: limit for window, limit in limits.items() if bulk or window != "bulk"}
        if not limits:
            return Verdict(UNLIMITED, UNLIMITED, _window(now, "minute")[1])
        with self._lock:
            left = {window: max(0, limit - self._used(now, window)) for window, limit in limits.items()}
            tightest = min(left, key=lambda window: left[window])
            limit, remaining, retry_at = limits[tightest], left[tightest], _window(now, tightest)[1]
            if free:
                return Verdict(limit, remaining, retry_at)
            if not remaining:
                return Verdict(limit, 0, retry_at, _TYPES[tightest])
            for window in limits:
                self._counts[window] = (_window(now, window)[0], self._used(now, window) + 1)
            return Verdict(limit, remaining - 1, retry_at)

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()

    def _used(self, now: datetime, window: str) -> int:
        start, used = self._counts.get(window, (None, 0))
        return used if start == _window(now, window)[0] else 0


def _window(now: datetime, window: str) -> tuple[datetime, datetime]:
    """When the window around `now` started and when the next one starts."""
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    if window == "minute":
        return minute, minute + timedelta(minutes=1)
    if window in ("hour", "bulk"):
        hour = minute.replace(minute=0)
        return hour, hour + timedelta(hours=1)
    month = minute.replace(day=1, hour=0, minute=0)
    return month, (month + timedelta(days=31)).replace(day=1)
