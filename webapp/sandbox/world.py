"""The parts of one running sandbox, and the ways a route gets at its state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import current_app, g

from webapp.sandbox import moments
from webapp.sandbox.clock import Clock
from webapp.sandbox.database import Connection, Database
from webapp.sandbox.faults import Faults
from webapp.sandbox.jobs.queues import Queues
from webapp.sandbox.limits import Limits
from webapp.sandbox.requests_seen import RequestsSeen
from webapp.sandbox.rules.change import Change
from webapp.sandbox.settings import Settings


@dataclass(frozen=True)
class World:
    database: Database
    settings: Settings
    clock: Clock
    limits: Limits
    faults: Faults
    requests_seen: RequestsSeen
    queues: Queues


def world() -> World:
    here: World = current_app.extensions["sandbox"]
    return here


@contextmanager
def reading() -> Iterator[Connection]:
    """One consistent view of the state, for a route that only looks."""
    with world().database.read() as connection:
        yield connection


@contextmanager
def changing(source: dict[str, Any] | None = None) -> Iterator[Change]:
    """One change of the state: all of it happens, or nothing. Its events name the caller, or else the `source`."""
    here = world()
    with here.database.write() as connection:
        yield Change(
            connection,
            now=moments.written(here.clock.now()),
            request_id=g.request_id,
            source=source or g.caller.event_source(),
            merges=here.settings["merge"] == "merge",
        )


@contextmanager
def queueing() -> Iterator[Change]:
    """A change that queues asynchronous work; the queues are woken when it is committed."""
    with changing() as change:
        yield change
    queues = world().queues
    queues.wake()
    if queues.pace.is_immediate:
        queues.settle()
