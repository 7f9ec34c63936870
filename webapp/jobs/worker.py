"""The process that carries out jobs: Huey's threads do the steps, woken by messages, or by the lookout.

Stopping it loses nothing: SIGTERM lets the present steps end, and a step that was killed is done again by whoever
looks next, once its lease is over.
"""

import logging
import math
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from flask import Flask
from huey.consumer import Consumer
from sqlalchemy.exc import SQLAlchemyError

from webapp.jobs.housekeeping import do_chores
from webapp.jobs.kinds import known_kinds
from webapp.jobs.queue import QUEUE_TROUBLES, Queue, queue_of
from webapp.jobs.stepping import take_step
from webapp.store import jobs

LOOKS_EVERY_SECONDS = 2.5
SHORTEST_PAUSE_SECONDS = 0.05
CHORES_EVERY_SECONDS = 60.0
LISTENS_EVERY_SECONDS = 0.25  # at a queue that is a file; Redis speaks up by itself
TALKATIVE_WITHOUT_QUEUE = ("huey.consumer.Worker", "huey.consumer.Scheduler", __name__)
SIGN_OF_LIFE_EVERY_SECONDS = 5.0
SAID_AGAIN_AFTER_SECONDS = 60.0
COUNTS_AS_ALIVE_FOR = timedelta(seconds=15)

_logger = logging.getLogger(__name__)


def run_worker(app: Flask, threads: int) -> None:
    """Carry out jobs until SIGTERM or SIGINT, as many steps side by side as there are threads."""
    for name in TALKATIVE_WITHOUT_QUEUE:
        logging.getLogger(name).addFilter(OnceAMinute())
    queue = queue_of(app)
    consumer = Consumer(
        queue.huey, workers=threads, periodic=False, max_delay=LISTENS_EVERY_SECONDS, graceful_signal="TERM"
    )
    queue.is_stopping = consumer.stop_flag.is_set
    lookout = _Lookout(app, queue)
    looking = threading.Thread(target=lookout.look_until_stopped, daemon=True)
    tidying = threading.Thread(target=_tidy_until_stopped, args=(app, consumer.stop_flag), daemon=True)
    looking.start()
    tidying.start()
    consumer.run()
    queue.rests.set()
    looking.join()


def a_worker_lives() -> bool:
    """Whether any worker has said within the last seconds that it lives."""
    return jobs.a_worker_was_seen(datetime.now(UTC) - COUNTS_AS_ALIVE_FOR)


class _Lookout:
    """Finds what no message announced, or what has come due, and wakes a thread for it."""

    def __init__(self, app: Flask, queue: Queue) -> None:
        self._app = app
        self._queue = queue
        self._worker_id = secrets.token_hex(16)
        self._next_sign_at = 0.0

    def look_until_stopped(self) -> None:
        while not self._queue.is_stopping():
            self._queue.rests.clear()
            seconds = LOOKS_EVERY_SECONDS
            with self._app.app_context(), _database_troubles_logged():
                self._give_a_sign_of_life()
                seconds = self._look()
            self._queue.rests.wait(seconds)
        with _database_troubles_logged():
            jobs.worker_ended(self._worker_id)

    def _look(self) -> float:
        """Return the seconds until the next look."""
        due_at = jobs.next_due_at(known_kinds())
        seconds = LOOKS_EVERY_SECONDS if due_at is None else (due_at - datetime.now(UTC)).total_seconds()
        if seconds > 0:
            return min(max(seconds, SHORTEST_PAUSE_SECONDS), LOOKS_EVERY_SECONDS)
        try:
            if self._queue.is_silent():
                self._queue.ring()
        except QUEUE_TROUBLES as error:
            _logger.warning("The queue does not answer: %s. Going on without it", type(error).__name__)
            return 0.0 if take_step() is not None else LOOKS_EVERY_SECONDS
        return LOOKS_EVERY_SECONDS

    def _give_a_sign_of_life(self) -> None:
        now = time.monotonic()
        if now >= self._next_sign_at:
            jobs.worker_lives(self._worker_id)
            self._next_sign_at = now + SIGN_OF_LIFE_EVERY_SECONDS


class OnceAMinute(logging.Filter):
    """Lets each message pass once a minute: threads that listen at a dead queue would say the same all the time."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at: dict[object, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        is_news = now - self._said_at.get(record.msg, -math.inf) >= SAID_AGAIN_AFTER_SECONDS
        if is_news:
            self._said_at[record.msg] = now
        return is_news


def _tidy_until_stopped(app: Flask, stopping: threading.Event) -> None:
    while not stopping.is_set():
        with app.app_context(), _database_troubles_logged():
            do_chores()
        stopping.wait(CHORES_EVERY_SECONDS)


@contextmanager
def _database_troubles_logged() -> Iterator[None]:
    """What did not work because the database does not answer is done at the next look."""
    try:
        yield
    except SQLAlchemyError:
        _logger.exception("The database does not answer")
