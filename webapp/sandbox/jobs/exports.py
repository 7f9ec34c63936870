"""Working off the queue of exports: each becomes a file, written piece by piece from one view of the world."""

import logging

from webapp.sandbox import moments
from webapp.sandbox.clock import Clock
from webapp.sandbox.database import Database
from webapp.sandbox.jobs.pace import VISIBLE_START, Pace
from webapp.sandbox.rules import exports, files
from webapp.sandbox.rules.exports import Export

logger = logging.getLogger(__name__)


class ExportQueue:
    def __init__(self, database: Database, clock: Clock, pace: Pace) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace

    def step(self) -> float | None:
        """Makes the oldest export that is still to be made, if its time has come: see `Worker`."""
        with self._database.read() as connection:
            export = exports.head(connection)
        if export is None:
            return None
        if self._pace.position(export["id"], export["created_at"]) < 1:
            return 1.0
        try:
            self._make(export)
        except Exception:
            logger.exception("The export %s failed", export["id"])
            with self._database.write() as connection:
                exports.fail(connection, export)
        return 0

    def as_seen(self, export: Export) -> Export:
        """The export as the pace lets it be seen."""
        if self._pace.is_immediate or export["status"] not in ("SCHEDULED", "IN_PROGRESS"):
            return export
        started = self._pace.position(export["id"], export["created_at"]) >= VISIBLE_START
        return export | {"status": "IN_PROGRESS" if started else "SCHEDULED"}

    def _make(self, export: Export) -> None:
        with self._database.write() as connection:
            address = exports.begin(connection, export, moments.written(self._clock.now()))
        if address is None:
            return
        with self._database.read() as view:
            for number, piece in enumerate(exports.pieces(view, export)):
                with self._database.write() as connection:
                    if exports.find(connection, export["id"]) is None:
                        return
                    files.add(connection, export["id"], number, piece)
        with self._database.write() as connection:
            exports.finish(connection, export, address)
