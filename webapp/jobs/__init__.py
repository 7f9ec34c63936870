"""Work in the background: what is to be done is in the database, the queue only wakes workers."""

from flask import Flask
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from webapp.jobs.commands import init_worker_command
from webapp.jobs.housekeeping import every_day
from webapp.jobs.kinds import Again, Finished, Step, register_kind
from webapp.jobs.records import Job, Outcome, State, Wants
from webapp.jobs.steering import cancel, find, latest_of, pause, resume, running_count, start
from webapp.jobs.stepping import LeaseLostError, Work, run_due
from webapp.jobs.worker import a_worker_lives

__all__ = [
    "Again",
    "Finished",
    "Job",
    "LeaseLostError",
    "Outcome",
    "State",
    "Step",
    "Wants",
    "Work",
    "cancel",
    "every_day",
    "find",
    "init_jobs",
    "latest_of",
    "pause",
    "register_kind",
    "resume",
    "run_due",
    "running_count",
    "start",
]


def init_jobs(app: Flask) -> None:
    """Add the worker's command, and to every template `running_jobs()`, a person's own for the menu, and
    `a_worker_lives()`.
    """
    init_worker_command(app)
    app.add_template_global(a_worker_lives, "a_worker_lives")
    app.add_template_global(_running_jobs, "running_jobs")


def _running_jobs() -> int:
    try:
        return running_count(current_user.id) if current_user.is_authenticated else 0
    except SQLAlchemyError:  # the page around this menu may be the one that says so
        return 0
