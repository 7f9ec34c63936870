"""Working off the queue of async actions."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.clock import Clock
from webapp.sandbox.database import Connection, Database
from webapp.sandbox.jobs.job import Job
from webapp.sandbox.jobs.pace import VISIBLE_START, Pace
from webapp.sandbox.jobs.registry import JOBS
from webapp.sandbox.rules import async_actions
from webapp.sandbox.rules.async_actions import Work
from webapp.sandbox.rules.change import Change
from webapp.sandbox.settings import Settings

BREATH = 0.001  # seconds between two transactions, in which others who want to write get their turn
REST = 0.5  # seconds without work after which the WAL is moved into the file: work often comes in several parts

Action = dict[str, Any]

logger = logging.getLogger(__name__)


class _GoneError(Exception):
    """The action is no longer there: the world was reset."""


class ActionQueue:
    def __init__(self, database: Database, settings: Settings, clock: Clock, pace: Pace) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._pace = pace
        self._moves_at: float | None = None  # when the WAL is to be moved, unless more work comes
        self._at_hand: dict[str, Job] = {}

    def keep_at_hand(self, action_id: str, job: Job) -> None:
        """Spares building the job again from what was sent. Only the last one is kept, as they can be large."""
        self._at_hand = {action_id: job}

    def step(self) -> float | None:
        """Runs the head of the queue, if its time has come: see `Worker`."""
        with self._database.read() as connection:
            action = async_actions.head(connection)
            if action is None:
                return self._rest()
            if self._pace.position(action["id"], async_actions.head_since(connection, action)) < 1:
                return 1.0
            work = async_actions.work_of(connection, action)
        try:
            self._run(work)
        except _GoneError:
            pass
        except Exception:
            logger.exception("The async action %s failed", work.action_id)
            with self._changing(work) as change:
                async_actions.finish(change, work.action_id, "FAILED", {"message": "Internal error"})
        self._moves_at = time.monotonic() + REST
        return 0

    def _rest(self) -> float | None:
        """Nothing is queued: the seconds after which to look again, None when all is done."""
        if self._moves_at is None:
            return None
        if (early := self._moves_at - time.monotonic()) > 0:
            return early
        self._moves_at = None
        self._database.checkpoint()
        return None

    def note_read(self, connection: Connection, action: Action) -> None:
        """Somebody asked for this action; it counts once the action is the first in the queue."""
        first = async_actions.head(connection)
        if first is not None and first["id"] == action["id"]:
            self._pace.note_read(action["id"])

    def as_seen(self, connection: Connection, action: Action) -> Action:
        """The action as the pace lets it be seen."""
        if self._pace.is_immediate or action["status"] in ("DONE", "FAILED"):
            return action
        first = async_actions.head(connection)
        if first is None or first["id"] != action["id"]:
            return action
        position = self._pace.position(action["id"], async_actions.head_since(connection, action))
        status = "IN_PROGRESS" if position >= VISIBLE_START else "ENQUEUED"
        return action | {"status": status, "progress": min(99, int(100 * position))}

    def _run(self, work: Work) -> None:
        job = self._at_hand.pop(work.action_id, None) or self._read(work)
        for start in range(work.position, job.total, job.chunk):
            stop = min(start + job.chunk, job.total)
            with self._changing(work) as change:
                failures = job.apply(change, work.action_id, start, stop)
                if not async_actions.advance(change, work, stop, job.total, failures):
                    raise _GoneError
            time.sleep(BREATH)
        with self._changing(work) as change:
            async_actions.finish(change, work.action_id, "DONE", job.result(change, work.action_id))

    def _read(self, work: Work) -> Job:
        with self._database.read() as connection:
            content = async_actions.content_of(connection, work)
        if content is None:
            raise _GoneError
        return JOBS[work.type](content)

    @contextmanager
    def _changing(self, work: Work) -> Iterator[Change]:
        with self._database.write() as connection:
            yield Change(
                connection,
                now=moments.written(self._clock.now()),
                request_id=work.request_id,
                source=work.source,
                merges=self._settings["merge"] == "merge",
            )
