"""Waiting for work that the API does in the background."""

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from webapp.voucherify.errors import (
    InvalidAnswer,
    RateLimited,
    ServerFailure,
    TimedOut,
    Unreachable,
    VoucherifyError,
)
from webapp.voucherify.records import Record

Kind = TypeVar("Kind", bound=Record)

FIRST_DELAY = 0.5
GROWTH = 1.6
LONGEST_DELAY = 20.0


class NotFinished(Exception):  # noqa: N818 -- it is no error of anybody's
    """The work goes on after the time given to it. `latest` is what was last known of it."""

    def __init__(self, latest: Record) -> None:
        super().__init__("the work goes on")
        self.latest = latest


class Clock(Protocol):
    """What is needed of the module `time`."""

    def monotonic(self) -> float: ...
    def sleep(self, seconds: float, /) -> None: ...


def wait_for(
    look: Callable[[], Kind], is_finished: Callable[[Kind], bool], seconds: float, clock: Clock = time
) -> Kind:
    """Look again and again, ever more seldom, until the work has finished, and return how it ended.

    Passing troubles (no connection, 5xx, 429) do not end the wait. When the time is over, raise the trouble that
    still lasts, or NotFinished.
    """
    deadline = clock.monotonic() + seconds
    delay = FIRST_DELAY
    while True:
        trouble: VoucherifyError | None = None
        pause = delay
        try:
            latest = look()
        except RateLimited as error:
            trouble, pause = error, max(delay, error.retry_after or 0)
        except (Unreachable, TimedOut, InvalidAnswer, ServerFailure) as error:
            trouble = error
        else:
            if is_finished(latest):
                return latest
        left = deadline - clock.monotonic()
        if left <= 0:
            raise trouble or NotFinished(latest)
        clock.sleep(min(pause, left))
        delay = min(delay * GROWTH, LONGEST_DELAY)
