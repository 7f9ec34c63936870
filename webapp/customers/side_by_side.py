"""Calls that do not need each other's answer go out together, so that a page waits for the slowest, not for the sum."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

First = TypeVar("First")
Second = TypeVar("Second")


def side_by_side(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """Run two calls at once and return both results.

    The second runs in a thread with a copy of the caller's context, so its log lines carry the same request id.
    When both fail, the first one's error is raised.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(copy_context().run, second)
        result = first()
        return result, running.result()
