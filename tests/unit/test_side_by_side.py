"""Calls at once."""

import time
from contextvars import ContextVar
from threading import Barrier, Event

import pytest

from webapp.side_by_side import answer_by, begin, side_by_side
from webapp.voucherify.errors import NotFound

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


def test_an_answer_that_is_there_failed_or_is_late() -> None:
    gate = Event()
    late = begin(lambda: gate.wait(PATIENCE_SECONDS))
    assert answer_by(late, time.monotonic()).is_late
    gate.set()
    assert answer_by(late).value is True

    def refuse() -> None:
        raise NotFound("GET /v1/customers/{customerId}")

    failed = answer_by(begin(refuse))
    assert isinstance(failed.error, NotFound)
    assert not failed.is_there
    assert answer_by(begin(lambda: None)).is_there


def test_an_error_that_is_not_the_apis_is_raised() -> None:
    with pytest.raises(LookupError):
        answer_by(begin(fail))
