"""The background work of change sets, made known to the jobs room."""

from flask import url_for

from webapp import jobs
from webapp.changesets import dry_run, running
from webapp.changesets.erasing import erase_old_values
from webapp.changesets.memory import old_objects_spared
from webapp.changesets.starting import DRY_RUN, RUN
from webapp.jobs import Again, Finished, Job, Work
from webapp.service import voucherify
from webapp.store import change_sets


def _page_of(job: Job) -> str:
    return url_for("changesets.page", change_set_id=int(job.subject_id))


def _stop_looking(job: Job) -> None:
    change_sets.not_seen(int(job.subject_id))


def _look(work: Work) -> Again | Finished:
    with old_objects_spared():
        return dry_run.step(work, voucherify())


def _run(work: Work) -> Again | Finished:
    with old_objects_spared():
        return running.step(work, voucherify())


jobs.register_kind(
    DRY_RUN,
    _look,
    lane="reads",
    label="Dry run",
    url=_page_of,
    pausable=False,
    on_cancel=_stop_looking,
)
jobs.register_kind(
    RUN,
    _run,
    lane="writes",
    label="Change of many customers",
    url=_page_of,
    on_cancel=lambda job: running.stop(job, voucherify()),
)
jobs.every_day("changesets.erase-old-values", erase_old_values)
