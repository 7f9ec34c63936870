import pytest

from webapp.voucherify import NotFinished, errors
from webapp.voucherify.waiting import wait_for

RUNNING = {"id": "aa_1", "status": "IN_PROGRESS", "progress": 40, "result": None}
DONE = {"id": "aa_1", "status": "DONE", "progress": 100, "result": {"done_count": 2}}


class Clock:
    """A clock that jumps instead of waiting, and keeps the seconds slept."""

    def __init__(self):
        self.naps = []

    def monotonic(self):
        return sum(self.naps)

    def sleep(self, seconds):
        self.naps.append(seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def wait(client, clock):
    """Wait for the async action aa_1, under the clock that jumps."""
    look = client.async_actions.get
    return lambda seconds: wait_for(lambda: look("aa_1"), lambda action: action.is_finished, seconds, clock)


def test_it_looks_ever_more_seldom_until_the_work_has_ended(wire, wait, clock):
    for _ in range(12):
        wire.answers(RUNNING)
    wire.answers(DONE)

    action = wait(600)

    assert (action.status, action.result.done_count) == ("DONE", 2)
    assert clock.naps == sorted(clock.naps)
    assert clock.naps[0] == 0.5
    assert clock.naps[-1] == 20


def test_failed_work_has_ended_too(wire, client):
    wire.answers({"id": "aa_1", "status": "FAILED"})
    assert client.async_actions.wait("aa_1").status == "FAILED"
    wire.answers({"id": "exp_1", "status": "ERROR"})
    assert client.exports.wait("exp_1").status == "ERROR"


def test_no_time_at_all_is_one_look(wire, client):
    wire.answers({"id": "exp_1", "status": "SCHEDULED"})

    with pytest.raises(NotFinished):
        client.exports.wait("exp_1", seconds=0)

    assert len(wire.requests) == 1


def test_after_the_time_given_it_tells_how_far_it_was(wire, wait, clock):
    wire.answers(RUNNING)

    with pytest.raises(NotFinished) as caught:
        wait(10)

    assert caught.value.latest.progress == 40
    assert sum(clock.naps) == 10


@pytest.mark.parametrize("trouble", [{"status": 503}, {"drop": True}, {"body": b"<html>"}, {"status": 429}])
def test_passing_trouble_does_not_end_the_wait(wire, wait, clock, trouble):
    wire.replies(**trouble)
    wire.answers(DONE)

    assert wait(60).status == "DONE"
    assert len(clock.naps) == 1


def test_a_rate_limit_says_how_long_to_wait(wire, wait, clock):
    wire.answers(status=429, headers={"Retry-After": "30"})
    wire.answers(DONE)

    wait(60)

    assert clock.naps == [30]


def test_trouble_that_lasts_is_what_is_raised(wire, wait):
    wire.answers(RUNNING)
    wire.answers(status=503)

    with pytest.raises(errors.ServerFailure):
        wait(10)


def test_other_errors_end_the_wait_at_once(wire, wait, clock):
    wire.answers(status=404)

    with pytest.raises(errors.NotFound):
        wait(60)

    assert clock.naps == []
