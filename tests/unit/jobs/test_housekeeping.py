"""What workers do once a day, and how they keep quiet about a queue that is gone."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from webapp import jobs
from webapp.jobs.housekeeping import do_chores, every_day
from webapp.jobs.worker import OnceAMinute
from webapp.store import jobs as store
from webapp.store.database import session_scope
from webapp.store.job_models import ChoreRecord, JobRecord

done: list[str] = []


def fail() -> None:
    done.append("failing")
    raise KeyError("anna@example.org")


every_day("test-failing", fail)
every_day("test-counting", lambda: done.append("counting"))


@pytest.fixture(autouse=True)
def fresh(app: object) -> None:  # noqa: ARG001 - for its database
    done.clear()
    with session_scope() as session:
        session.execute(delete(ChoreRecord))


def test_chores_are_done_once_a_day_and_one_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture):
    do_chores()
    do_chores()
    assert sorted(done) == ["counting", "failing"]
    assert "A daily chore failed" in caplog.text
    with session_scope() as session:
        for record in session.scalars(select(ChoreRecord)):
            record.done_at -= timedelta(days=1, seconds=1)
    do_chores()
    assert sorted(done) == ["counting"] * 2 + ["failing"] * 2


def test_a_chore_has_one_name():
    with pytest.raises(ValueError, match="test-counting"):
        every_day("test-counting", fail)


def test_jobs_that_ended_long_ago_are_removed():
    now = datetime.now(UTC)
    common = {"kind": "x", "lane": "x", "subject_id": "1", "title": "A test", "owner_id": None}
    with session_scope() as session:
        old = store.add(session, **common, finished_at=now - timedelta(days=91)).id
        fresh = store.add(session, **common, finished_at=now - timedelta(days=89)).id
        going_on = store.add(session, **common).id
    do_chores()
    with session_scope() as session:
        assert set(session.scalars(select(JobRecord.id))) == {fresh, going_on}
    assert jobs.find(old) is None


def test_the_same_complaint_is_heard_once_a_minute(caplog: pytest.LogCaptureFixture):
    logger = logging.getLogger("test-complaints")
    logger.addFilter(OnceAMinute())
    for _ in range(3):
        logger.warning("Error reading from queue")
    logger.warning("Something else")
    assert [record.message for record in caplog.records] == ["Error reading from queue", "Something else"]
