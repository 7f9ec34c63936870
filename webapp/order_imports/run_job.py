"""Sending the orders: part after part, each known to be under way before it leaves, and each result waited for.

A part that was sent and never answered for is looked for among the API's async actions, and else sent again: orders are
known by their source ids, so that sending one twice makes no second one.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from flask import url_for

from webapp.audit import Action, Actor, audited
from webapp.jobs import Again, Finished, Job, Outcome, Work, every_day, latest_of, register_kind, start
from webapp.service import voucherify
from webapp.store import order_imports, users
from webapp.store.order_import_models import OrderPart
from webapp.store.order_imports import DONE, REFUSED, SENDING, SENT, UNKNOWN, WAITING, Found
from webapp.uploads import kept_for
from webapp.voucherify.async_action_records import AsyncAction
from webapp.voucherify.errors import InvalidRequest, NotFound, PayloadTooLarge, VoucherifyError

KIND = "order_imports.run"
TYPE = "ORDERS.IMPORT"
PAUSE_SECONDS = 1.0
CLOCKS_DIFFER = timedelta(minutes=2)
NEWEST = 50
MOST_PARTS = 400  # beyond this, parts that are refused are divided no more
NO_REASON = "Voucherify gives no reason."


def start_run(import_id: int, owner_id: int) -> Job:
    """Have the approved orders sent; what was sent before is not sent anew."""
    return start(KIND, str(import_id), title=f"Order import {import_id}", owner_id=owner_id)


def run_of(import_id: int) -> Job | None:
    """The latest run of an import."""
    return latest_of(KIND, str(import_id))


def run(work: Work) -> Again | Finished:
    """One step: send the next part, or look how the one under way is doing."""
    found = order_imports.find(int(work.job.subject_id))
    if found is None or found.record.erased_at or not found.record.approved_at:
        return Finished(Outcome.CANCELED, "There is nothing to import any more.")
    part = order_imports.next_part(found.record.id)
    total = (found.record.orders or 0) - (found.record.wrong or 0)
    if part is None:
        work.progress(total, total)
        return _end(found)
    work.progress(part.first, total, f"Orders {part.first + 1:,} to {part.last:,}")
    if part.state == SENDING and not _adopted(part):
        order_imports.change_part(part, state=WAITING)
    elif part.state == WAITING:
        _send(found, part)
    elif part.state == SENT and part.action_id:
        return _look(work, part, part.action_id)
    return Again()


def _send(found: Found, part: OrderPart) -> None:
    documents = [order.document for order in order_imports.orders(part.import_id, part.first, part.last)]
    order_imports.change_part(part, state=SENDING, sent_at=datetime.now(UTC))
    try:
        with audited(Action.ORDERS_IMPORTED, actor=_actor(found)) as attempt:
            attempt.result.update(
                number=part.import_id, part=part.number + 1, orders=len(documents), sha256=found.file.sha256
            )
            enqueued = voucherify().orders.import_orders(documents)
            attempt.result["async_action"] = enqueued.async_action_id
    except (InvalidRequest, PayloadTooLarge) as error:
        _refused(part, error)
    except VoucherifyError as error:
        if not error.outcome_unknown:
            order_imports.change_part(part, state=WAITING)
        raise
    else:
        order_imports.change_part(part, state=SENT, action_id=enqueued.async_action_id, adopted=False)


def _refused(part: OrderPart, error: VoucherifyError) -> None:
    """One order that the API cannot read makes it refuse all of a part: the halves find out which it is."""
    if order_imports.split_part(part, MOST_PARTS):
        return
    source_ids = [order.source_id for order in order_imports.orders(part.import_id, part.first, part.last)]
    order_imports.end_part(part, REFUSED, dict.fromkeys(source_ids, error.details or NO_REASON))


def _adopted(part: OrderPart) -> bool:
    """Whether the API has an import that can only be this part, whose answer was lost."""
    for action in voucherify().async_actions.list(NEWEST).items:
        is_later = action.created_at and part.sent_at and action.created_at >= part.sent_at - CLOCKS_DIFFER
        if action.type == TYPE and is_later and not order_imports.is_taken(action.id):
            order_imports.change_part(part, state=SENT, action_id=action.id, adopted=True)
            return True
    return False


def _look(work: Work, part: OrderPart, action_id: str) -> Again:
    try:
        action = voucherify().async_actions.get(action_id)
    except NotFound:
        order_imports.change_part(part, state=WAITING, action_id=None)
        return Again()
    size = part.last - part.first
    if not action.is_finished:
        work.progress(part.first + size * (action.progress or 0) // 100)
        return Again(PAUSE_SECONDS)
    counted = (action.result.done_count or 0) + (action.result.failed_count or 0)
    if action.status == "FAILED":
        order_imports.end_part(part, UNKNOWN, {})
        return Again()
    failures = _failures(action)
    if part.adopted and (counted != size or not _are_there(part, failures)):  # it was another tool's after all
        order_imports.change_part(part, state=WAITING, action_id=None)
    else:
        order_imports.end_part(part, DONE, failures, (action.result.failed_count or 0) - len(failures))
    return Again()


def _are_there(part: OrderPart, failures: Mapping[str, str]) -> bool:
    """Whether the first and the last order of the part exist, as far as they did not fail."""
    ends = {
        order.source_id
        for first in (part.first, part.last - 1)
        for order in order_imports.orders(part.import_id, first, first + 1)
    }
    try:
        for source_id in ends - failures.keys():
            voucherify().orders.get(source_id)
    except NotFound:
        return False
    return True


def _failures(action: AsyncAction) -> Mapping[str, str]:
    return {
        failure.source_id: failure.reason or failure.details or failure.message or NO_REASON
        for failure in action.result.failures
        if failure.source_id
    }


def _end(found: Found) -> Finished:
    tally = order_imports.tally(found.record.id)
    failed = tally.failed + tally.nameless
    words = f"{tally.done:,} orders imported, {failed:,} not taken."
    if tally.unknown:
        return Finished(Outcome.UNKNOWN, f"{words} Of {tally.unknown:,} it is not known.")
    if failed:
        return Finished(Outcome.PARTLY if tally.done else Outcome.FAILED, words)
    return Finished(Outcome.SUCCEEDED, words)


def _actor(found: Found) -> Actor | None:
    """Who approved it; Frontdesk itself where that person is gone."""
    user = users.find(found.record.approved_by_id) if found.record.approved_by_id else None
    return Actor(user.id, user.name, user.role) if user else None


def _url(job: Job) -> str:
    return url_for("order_imports.page", import_id=int(job.subject_id))


def erase_old() -> None:
    """Take away the orders of old imports, as their files go."""
    order_imports.erase_before(datetime.now(UTC) - kept_for())


register_kind(KIND, run, lane="order-writes", label="Import of orders", url=_url)
every_day("order_imports.erase-old", erase_old)
