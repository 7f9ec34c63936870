"""One list of two kinds of work, Frontdesk's own and the API's, newest first, page by page. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from webapp.jobs.api_presenters import condition_in_list, percent_of, title_of
from webapp.jobs.presenters import Condition, condition_of, progress_of
from webapp.jobs.records import Job
from webapp.voucherify import Page
from webapp.voucherify.async_action_records import AsyncAction

PAGE_SIZE = 25
API_PAGE_SIZE = 100
Work = Job | AsyncAction
EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Position:
    """Where a page begins: below the id `own`, and before the moment `api` (as the API wrote it); None at the top."""

    own: int | None = None
    api: str | None = None


@dataclass(frozen=True)
class Row:
    """One piece of work. `job_id` is set for Frontdesk's own, `action_id` for the API's; `who` is None if not known."""

    job_id: int | None
    action_id: str | None
    title: str
    detail: str
    condition: Condition
    done: int | None
    total: int | None
    percent: int | None
    who: str | None
    at: datetime | None
    has_ended: bool


@dataclass(frozen=True)
class Listing:
    """One page. `next` is where the following one begins, None at the end."""

    rows: tuple[Row, ...]
    next: Position | None

    @property
    def has_running(self) -> bool:
        return any(not row.has_ended for row in self.rows)


def listing_of(
    own: Sequence[Job],
    actions: Page[AsyncAction] | None,
    position: Position,
    names: Mapping[int, str],
    *,
    is_open: bool | None = None,
) -> Listing:
    """Merge what was read from `position` on: own jobs (one more than PAGE_SIZE where there are more) and a page of
    async actions, None where they are left out or could not be read. `names` are people by id; `is_open` leaves only
    async actions that go on, or that have ended.

    Objects of one instant stay on one page, since the API's cursor cannot part them; so it may be a little longer.
    """
    items = actions.items if actions else ()
    api_has_more = actions is not None and not actions.ends_list(API_PAGE_SIZE)
    # What is not newer than the last async action read has its place on a later page, with those not read yet.
    horizon = _moment(items[-1]) if api_has_more else EARLIEST
    read = [action for action in items if _moment(action) > horizon] or items
    wanted = [action for action in read if is_open is None or action.is_finished is not is_open]
    within = [job for job in own if job.created_at > horizon]
    merged: list[Work] = [*within, *wanted]
    merged.sort(key=_moment, reverse=True)
    shown = merged[: _cut(merged)]
    shown_jobs = [each for each in shown if isinstance(each, Job)]
    shown_actions = [each for each in shown if isinstance(each, AsyncAction)]
    # Where all that was wanted is shown, the next page begins after all that was read.
    last_actions = read[-1:] if len(shown_actions) == len(wanted) else shown_actions[-1:]
    following = Position(
        own=shown_jobs[-1].id if shown_jobs else position.own,
        api=str(last_actions[0].raw["created_at"]) if last_actions else position.api,
    )
    is_end = len(shown) == len(merged) and len(within) == len(own) <= PAGE_SIZE and not api_has_more
    return Listing(tuple(_row(each, names) for each in shown), None if is_end else following)


def _cut(merged: Sequence[Work]) -> int:
    cut = min(PAGE_SIZE, len(merged))
    while 0 < cut < len(merged) and _moment(merged[cut]) == _moment(merged[cut - 1]):
        cut += 1
    return cut


def _moment(item: Work) -> datetime:
    return item.created_at or EARLIEST


def _row(item: Work, names: Mapping[int, str]) -> Row:
    return _own_row(item, names) if isinstance(item, Job) else _api_row(item)


def _own_row(job: Job, names: Mapping[int, str]) -> Row:
    progress = progress_of(job)
    return Row(
        job_id=job.id,
        action_id=None,
        title=job.title,
        detail=progress.label,
        condition=condition_of(job),
        done=job.done if job.total else None,
        total=job.total,
        percent=progress.percent,
        who="Frontdesk" if job.owner_id is None else names.get(job.owner_id),
        at=job.created_at,
        has_ended=job.state.has_ended,
    )


def _api_row(action: AsyncAction) -> Row:
    return Row(
        job_id=None,
        action_id=action.id,
        title=title_of(action.type),
        detail="At Voucherify",
        condition=condition_in_list(action),
        done=None,
        total=None,
        percent=percent_of(action),
        who=None,
        at=action.created_at,
        has_ended=action.is_finished,
    )
