"""Calls that do not need each other's answer go out together, so that a page waits for the slowest, not for the sum.

Each runs in a thread of its own with a copy of the caller's context, so its log lines carry the same request id.
A call may outlive the request that began it; such threads are daemons and never keep the process alive.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from dataclasses import dataclass
from threading import Thread
from typing import Any, TypeVar

from webapp.voucherify.errors import VoucherifyError

First = TypeVar("First")
Second = TypeVar("Second")


@dataclass(frozen=True)
class Answer:
    """What a call has brought: its value, the API's error, or (`is_late`) nothing yet."""

    value: Any = None
    error: VoucherifyError | None = None
    is_late: bool = False

    @property
    def is_there(self) -> bool:
        return self.error is None and not self.is_late


def begin(call: Callable[[], First]) -> "Future[First]":
    """Begin a call now."""
    future: Future[First] = Future()
    context = copy_context()

    def run() -> None:
        try:
            future.set_result(context.run(call))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            future.set_exception(error)

    Thread(target=run, name="side by side", daemon=True).start()
    return future


def answer_by(future: "Future[Any]", deadline: float | None = None) -> Answer:
    """What a call has brought by the deadline (of time.monotonic(); None waits for it to end).

    Errors that are not the API's are raised.
    """
    seconds_left = None if deadline is None else max(deadline - time.monotonic(), 0)
    try:
        return Answer(future.result(seconds_left))
    except VoucherifyError as error:
        return Answer(error=error)
    except TimeoutError:
        return Answer(is_late=True)


def side_by_side(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """Run two calls at once and return both results; when both fail, the first one's error is raised."""
    running = begin(second)
    return first(), running.result()
