"""Two calls at once."""

from contextvars import ContextVar
from threading import Barrier

import pytest

from webapp.customers.side_by_side import side_by_side

WHO = ContextVar("WHO", default="nobody")
PATIENCE_SECONDS = 5


def test_both_run_at_once() -> None:
    meeting = Barrier(2, timeout=PATIENCE_SECONDS)
    results = side_by_side(lambda: ("first", meeting.wait())[0], lambda: ("second", meeting.wait())[0])
    assert results == ("first", "second")


def test_both_see_the_callers_context() -> None:
    token = WHO.set("the caller")
    try:
        assert side_by_side(WHO.get, WHO.get) == ("the caller", "the caller")
    finally:
        WHO.reset(token)


def fail() -> None:
    raise LookupError("second")


def test_a_failure_of_either_is_raised() -> None:
    with pytest.raises(LookupError):
        side_by_side(fail, int)
    with pytest.raises(LookupError):
        side_by_side(int, fail)
