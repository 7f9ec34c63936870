"""Workers as real processes: killed, told to stop, without their queue; the work gets done, each time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from flask import Flask
from sqlalchemy import select, update

from tests.support.app import SECRET_KEY, app_for_tests
from tests.support.databases import postgresql_url
from tests.unit.jobs.counting import KIND
from webapp import jobs
from webapp.jobs import Job, Outcome, State, run_due
from webapp.jobs.worker import a_worker_lives
from webapp.store.database import engine, session_scope
from webapp.store.job_models import JobRecord, WorkerRecord

ROOT = Path(__file__).resolve().parents[3]
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
DEAD_REDIS = "redis://127.0.0.1:9/0"
PATIENCE_SECONDS = 20
COMMAND = [sys.executable, "-m", "flask", "--app", "tests.unit.jobs.counting:make_app", "worker", "--threads", "2"]


@contextmanager
def worker(app: Flask) -> Iterator[subprocess.Popen[bytes]]:
    settings = app.extensions["settings"]
    environment = os.environ | {
        "FRONTDESK_ENV": "demo",
        "SECRET_KEY": SECRET_KEY,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
    }
    with subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def start(folder: Path) -> Job:
    return jobs.start(KIND, str(folder), title="Counting", owner_id=None)


def now(job: Job) -> Job:
    found = jobs.find(job.id)
    assert found is not None
    return found


def steps(folder: Path) -> list[int]:
    log = folder / "log"
    return [int(line) for line in log.read_text().split()] if log.exists() else []


@pytest.fixture
def redis_url() -> str:
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.ConnectionError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no Redis answers at 127.0.0.1:6379 (or TEST_REDIS_URL)")
    return REDIS


def killed_in_the_middle(app: Flask, folder: Path) -> Job:
    """A job whose worker was killed with -9 in its third step, and whose lease is over."""
    job = start(folder)
    with worker(app) as process:
        until(lambda: steps(folder) == [1, 2, 3])
        assert a_worker_lives()
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (now(job).state, now(job).done) == (State.WORKING, 2)
    with session_scope() as session:
        session.execute(update(JobRecord).values(held_until=datetime.now(UTC) - timedelta(seconds=1)))
    return job


def test_a_killed_worker_costs_nothing(tmp_path: Path, redis_url: str):
    with postgresql_url() as url:
        app = app_for_tests(tmp_path, database_url=url, redis_url=redis_url)
        with app.app_context():
            job = killed_in_the_middle(app, tmp_path)
            (tmp_path / "go").touch()
            with worker(app):
                until(lambda: now(job).state.has_ended)
        assert now(job).outcome is Outcome.SUCCEEDED
        assert steps(tmp_path) == [1, 2, 3, 3, 4, 5, 6]
        engine().dispose()


def test_neither_does_a_lost_queue_and_sigterm_lets_the_step_end(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    app = app_for_tests(tmp_path)
    with app.app_context():
        job = killed_in_the_middle(app, tmp_path)
    (tmp_path / "queue.sqlite3").unlink()
    app = app_for_tests(tmp_path, redis_url=DEAD_REDIS)
    with app.app_context():
        other = start(tmp_path / "not there")
        assert "The queue does not answer: ConnectionError" in caplog.text
        jobs.cancel(other.id)
        with worker(app) as process:
            until(lambda: steps(tmp_path) == [1, 2, 3, 3])
            process.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.3)
            (tmp_path / "go").touch()
            assert process.wait(PATIENCE_SECONDS) == 0
        assert (now(job).state, now(job).done) == (State.WORKING, 3)
        assert now(other).state is State.CANCELED
        assert len(workers()) == 1  # the one that was killed said no farewell
        run_due(app)
        assert now(job).outcome is Outcome.SUCCEEDED
    assert steps(tmp_path) == [1, 2, 3, 3, 4, 5, 6]


def workers() -> list[WorkerRecord]:
    with session_scope() as session:
        return list(session.scalars(select(WorkerRecord)))
