"""Rows that the API takes only one by one: customers without a source id, and deletions. Done only where chosen."""

from collections.abc import Callable

from webapp.audit import FRONTDESK, Action, Actor, Change, audited
from webapp.changesets.blocks import Outcome, failures_of, is_sendable, packed_failures, rows_of
from webapp.changesets.comparing import CHANGED_SINCE, GONE, Kind, Row, after, against_deleting, holds
from webapp.store import change_blocks, users
from webapp.store.change_models import ChangeBlock, ChangeSet
from webapp.store.database import session_scope
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import InvalidRequest, NotFound, VoucherifyError

ROWS_OF_A_STEP = 50
NO_ANSWER = "The API did not answer, so it is not known whether it was written."

Ending = tuple[Outcome, str | None]


def next_singles(client: Voucherify, change_set: ChangeSet) -> bool:
    """Do the next few single rows; False where there are none left that are to be done."""
    chosen = {
        Kind.UPDATE: bool(change_set.choices.get("one_by_one")),
        Kind.DELETE: bool(change_set.choices.get("delete")),
    }
    for letters in change_blocks.letters(change_set.id):
        waiting = {kind for kind, outcome in zip(letters.kinds, letters.outcomes, strict=True) if outcome == "."}
        if any(is_chosen and kind.value in waiting for kind, is_chosen in chosen.items()):
            block = change_blocks.find(change_set.id, letters.number)
            if block is not None and _do_some(client, block, chosen, _actor(change_set)):
                return True
    return False


def _do_some(client: Voucherify, block: ChangeBlock, chosen: dict[Kind, bool], actor: Actor) -> bool:
    outcomes, failures, rows = list(block.outcomes), failures_of(block), rows_of(block)
    places = [
        place
        for place, (kind, row) in enumerate(zip(block.kinds, rows, strict=True))
        if outcomes[place] == Outcome.PENDING and not is_sendable(kind, row) and chosen.get(Kind(kind))
    ][:ROWS_OF_A_STEP]
    for place in places:
        do = _delete if block.kinds[place] == Kind.DELETE else _update
        outcome, reason = _tried(do, client, rows[place], actor)
        outcomes[place] = outcome.value
        if reason:
            failures[place] = reason
        with session_scope() as session:  # after each, so that a killed worker forgets one at most
            written = (block.number, "".join(outcomes), packed_failures(failures))
            change_blocks.write_outcomes(session, block.change_set_id, [written])
    return bool(places)


def _tried(do: Callable[[Voucherify, Row, Actor], Ending], client: Voucherify, row: Row, actor: Actor) -> Ending:
    """Raise VoucherifyError where nothing was written and the next row would fare no better."""
    try:
        return do(client, row, actor)
    except NotFound:
        return Outcome.SKIPPED, GONE
    except InvalidRequest as error:
        return Outcome.FAILED, ": ".join(filter(None, [error.message or error.key, error.details]))
    except VoucherifyError as error:
        if error.outcome_unknown:
            return Outcome.UNKNOWN, NO_ANSWER
        raise


def _update(client: Voucherify, row: Row, actor: Actor) -> Ending:
    if not holds(client.customers.get(row.customer_id or "").raw, row.before or {}):
        return Outcome.SKIPPED, CHANGED_SINCE
    profile = {name: value for name, value in (row.body or {}).items() if name != "source_id"}
    new = after(row)
    changes = [Change(field, old, new[field]) for field, old in (row.before or {}).items()]
    with audited(Action.CUSTOMER_UPDATED, customer_id=row.customer_id, changes=changes, actor=actor):
        client.customers.update(row.customer_id or "", **profile)
    return Outcome.UPDATED, None


def _delete(client: Voucherify, row: Row, actor: Actor) -> Ending:
    note = against_deleting(client.customers.get(row.customer_id or "").raw, row.before)
    if note is not None:
        return Outcome.SKIPPED, note
    with audited(Action.CUSTOMER_DELETED, customer_id=row.customer_id, actor=actor):
        client.customers.delete(row.customer_id or "")
    return Outcome.DELETED, None


def _actor(change_set: ChangeSet) -> Actor:
    user = users.find(change_set.confirmed_by) if change_set.confirmed_by is not None else None
    return Actor(user.id, user.name, user.role) if user else FRONTDESK
