"""The queue that wakes workers. Nothing depends on its messages: what is to be done is in the database.

A message says only "look". One that is lost costs the seconds until a worker looks by itself.
"""

import json
import logging
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from huey import RedisHuey, SqliteHuey
from huey.api import Huey
from huey.registry import Message
from huey.serializer import Serializer
from redis import ConnectionPool
from redis.exceptions import RedisError
from sqlalchemy.engine import make_url

from webapp.jobs.stepping import take_step
from webapp.settings import VAR, Settings

NAME = "frontdesk"
FILE = "queue.sqlite3"
CONNECT_TIMEOUT_SECONDS = 0.5
ANSWER_TIMEOUT_SECONDS = 3.0  # workers wait a second for a message, within this
QUEUE_TROUBLES = (RedisError, sqlite3.Error, OSError)

_logger = logging.getLogger(__name__)


class Queue:
    """The queue of one process: `ring` wakes a worker, `huey` is what a worker's consumer reads.

    `rests` is set whenever something that was at work here rests, and is worth another look later.
    """

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.huey = _open(settings)
        self.is_stopping: Callable[[], bool] = lambda: False
        self.rests = threading.Event()
        self._app = app
        self._wake = self.huey.task()(self.work_off)

    def ring(self) -> None:
        """Wake a worker. Raise one of QUEUE_TROUBLES."""
        self._wake()

    def is_silent(self) -> bool:
        """Whether no message is waiting. Raise one of QUEUE_TROUBLES."""
        return not self.huey.pending_count()

    def work_off(self) -> None:
        """Do what is due, step by step, until nothing is or the worker is told to stop."""
        try:
            with self._app.app_context():
                while not self.is_stopping() and (seconds := take_step()) is not None:
                    if seconds:
                        self.rests.set()
        finally:
            self.rests.set()


class JsonMessages(Serializer):  # type: ignore[misc]  # Huey ships no types
    """Messages as JSON: whoever can write to the queue can wake workers, and nothing worse."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data._asdict()).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(**json.loads(data))


def queue_of(app: Flask) -> Queue:
    """The queue of this process, opened when it is first needed. Raise one of QUEUE_TROUBLES."""
    with _opening:
        if "jobs_queue" not in app.extensions:
            app.extensions["jobs_queue"] = Queue(app, app.extensions["settings"])
        found: Queue = app.extensions["jobs_queue"]
        return found


def wake_a_worker(app: Flask) -> None:
    """Let a worker look for work now. Where the queue does not answer one finds it by itself, a little later."""
    try:
        queue_of(app).ring()
    except QUEUE_TROUBLES as error:
        _logger.warning("The queue does not answer: %s", type(error).__name__)


_opening = threading.Lock()


def _open(settings: Settings) -> Huey:
    common = {"name": NAME, "results": False, "serializer": JsonMessages()}
    if settings.redis_url:
        timeouts = {"socket_connect_timeout": CONNECT_TIMEOUT_SECONDS, "socket_timeout": ANSWER_TIMEOUT_SECONDS}
        return RedisHuey(connection_pool=ConnectionPool.from_url(settings.redis_url, **timeouts), **common)
    path = _file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(filename=str(path), timeout=CONNECT_TIMEOUT_SECONDS, **common)


def _file(settings: Settings) -> Path:
    """Beside the database where that is a file."""
    address = make_url(settings.database_url)
    if address.get_backend_name() == "sqlite" and address.database:
        return Path(address.database).parent / FILE
    return VAR / FILE
