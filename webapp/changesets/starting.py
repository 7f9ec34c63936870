"""Making a change set, and looking again before it is run."""

from datetime import UTC, datetime, timedelta

from webapp import jobs
from webapp.changesets.wanted import Options
from webapp.store import change_sets
from webapp.store.change_models import ChangeSet
from webapp.store.database import session_scope

DRY_RUN = "changesets.dry-run"
RUN = "changesets.run"
GOOD_FOR = timedelta(hours=1)


def create(
    origin: str, origin_id: int, *, title: str, options: Options, owner_id: int | None, expected_rows: int | None
) -> int:
    """Make a change set of what the origin wants, start its dry run, and return its id.

    `title` holds no personal data. The page is `url_for("changesets.page", change_set_id=…)`.
    """
    with session_scope() as session:
        made = change_sets.add(
            session,
            origin=origin,
            origin_id=origin_id,
            title=title,
            options=options.to_json(),
            owner_id=owner_id,
            expected_rows=expected_rows,
        )
        jobs.start(DRY_RUN, str(made.id), title=f"Dry run: {title}", owner_id=owner_id, session=session)
        return made.id


def latest_of(origin: str, origin_id: int) -> ChangeSet | None:
    """The newest change set of this piece of work of an origin."""
    return change_sets.latest_of(origin, origin_id)


def look_again(change_set: ChangeSet, owner_id: int | None, *, in_full: bool = False) -> bool:
    """Start the dry run anew; False where one goes on, or the change set has been run.

    `in_full` reads every customer whole, whatever that costs in calls.
    """
    if is_at_work(DRY_RUN, change_set.id):
        return False
    with session_scope() as session:
        if not change_sets.look_again(session, change_set.id, in_full=in_full):
            return False
        jobs.start(
            DRY_RUN, str(change_set.id), title=f"Dry run: {change_set.title}", owner_id=owner_id, session=session
        )
        return True


def go_on(change_set: ChangeSet) -> bool:
    """Start a run again that came to a stop by trouble; False where it goes on or has ended."""
    if change_set.state != change_sets.RUNNING or is_at_work(RUN, change_set.id):
        return False
    jobs.start(RUN, str(change_set.id), title=change_set.title, owner_id=change_set.confirmed_by)
    return True


def is_at_work(kind: str, change_set_id: int) -> bool:
    """Whether a job of this kind is under way, or waits its turn."""
    job = jobs.latest_of(kind, str(change_set_id))
    return job is not None and not job.state.has_ended


def is_too_old(change_set: ChangeSet) -> bool:
    """Whether the dry run is so old that it has to be repeated."""
    return change_set.looked_at is None or datetime.now(UTC) - change_set.looked_at > GOOD_FOR
