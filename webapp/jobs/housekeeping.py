"""What is done once a day, by whichever worker comes first."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import current_app

from webapp.audit import writing
from webapp.store import jobs

ONCE_A_DAY = timedelta(days=1)
ENDED_JOBS_KEPT_FOR = timedelta(days=90)

_logger = logging.getLogger(__name__)
_chores: dict[str, Callable[[], None]] = {}


def every_day(name: str, function: Callable[[], None]) -> None:
    """Have a function called once a day in a worker, in an app context. Call this when the feature is imported.

    A day's call that fails is not repeated. Raise ValueError for a name that is taken.
    """
    if name in _chores:
        raise ValueError(f"a daily chore is called {name!r} already")
    _chores[name] = function


def do_chores() -> None:
    """Do the chores that are due, in an app context."""
    for name, function in _chores.items():
        if jobs.take_chore(name, ONCE_A_DAY):
            try:
                function()
            except Exception:
                _logger.exception("A daily chore failed", extra={"chore": name})


def _remove_old_jobs() -> None:
    jobs.remove_ended(datetime.now(UTC) - ENDED_JOBS_KEPT_FOR)


def _shorten_audit_trail() -> None:
    days = current_app.extensions["settings"].audit_retention_days
    if days:
        writing.shorten(datetime.now(UTC) - timedelta(days=days))


every_day("remove-old-jobs", _remove_old_jobs)
every_day("shorten-audit-trail", _shorten_audit_trail)
