"""Rows that the API takes only one by one: customers without a source id, and deletions. Done only where chosen.

Rows are stored as under way before they are tried. One that is found so was tried by somebody who was killed, or got
no answer: it is read again, and what already is as it was wanted counts as done.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from webapp.audit import FRONTDESK, Action, Actor, Change, audited
from webapp.changesets.blocks import Outcome, failures_of, is_sendable, packed_failures, rows_of
from webapp.changesets.comparing import CHANGED_SINCE, GONE, Kind, Row, after, against_deleting, holds
from webapp.changesets.reading import SIDE_BY_SIDE
from webapp.store import change_blocks, users
from webapp.store.change_models import ChangeBlock, ChangeSet
from webapp.store.database import session_scope
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import InvalidRequest, NotFound, VoucherifyError

ROWS_OF_A_STEP = 50
NO_ANSWER = "The API did not answer twice, so it is not known whether it was written."
FOUND_DONE = "The API's answer was lost; read again, it is as it was wanted."
TO_DO = (Outcome.PENDING, Outcome.UNDER_WAY)

Ending = tuple[Outcome, str | None]


def next_singles(client: Voucherify, change_set: ChangeSet) -> bool:
    """Do the next few single rows; False where there are none left that are to be done.

    Raise VoucherifyError where nothing was written of a row and others would fare no better.
    """
    chosen = {
        Kind.UPDATE: bool(change_set.choices.get("one_by_one")),
        Kind.DELETE: bool(change_set.choices.get("delete")),
    }
    for letters in change_blocks.letters(change_set.id):
        waiting = {kind for kind, outcome in zip(letters.kinds, letters.outcomes, strict=True) if outcome in TO_DO}
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
        if outcomes[place] in TO_DO and not is_sendable(kind, row.source_id) and chosen.get(Kind(kind))
    ][:ROWS_OF_A_STEP]
    tries = [
        _Try(client, Kind(block.kinds[each]), rows[each], actor, outcomes[each] != Outcome.PENDING) for each in places
    ]
    for place in places:
        outcomes[place] = Outcome.UNDER_WAY.value
    _keep(block, outcomes, failures)
    endings = _made(tries)
    for place, ending in zip(places, endings, strict=True):
        if not isinstance(ending, VoucherifyError):
            outcomes[place] = ending[0].value
            if ending[1]:
                failures[place] = ending[1]
    _keep(block, outcomes, failures)
    for ending in endings:
        if isinstance(ending, VoucherifyError):
            raise ending
    return bool(places)


def _keep(block: ChangeBlock, outcomes: Sequence[str], failures: dict[int, str]) -> None:
    with session_scope() as session:
        written = (block.number, "".join(outcomes), packed_failures(failures))
        change_blocks.write_outcomes(session, block.change_set_id, [written])


def _made(tries: Sequence["_Try"]) -> list[Ending | VoucherifyError]:
    """How each ended, some made side by side. An error leaves open what became of its row."""
    context = copy_context()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return list(pool.map(lambda each: context.copy().run(each.make), tries))


class _Try:
    """One row's turn; `is_repeated` where it had one that ended without an answer."""

    def __init__(self, client: Voucherify, kind: Kind, row: Row, actor: Actor, is_repeated: bool) -> None:
        self._client = client
        self._do: Callable[[], Ending] = self._delete if kind is Kind.DELETE else self._update
        self._row = row
        self._actor = actor
        self._is_repeated = is_repeated

    def make(self) -> Ending | VoucherifyError:
        try:
            return self._do()
        except InvalidRequest as error:
            return Outcome.FAILED, ": ".join(filter(None, [error.message or error.key, error.details]))
        except NotFound:
            return Outcome.SKIPPED, GONE
        except VoucherifyError as error:
            return (Outcome.UNKNOWN, NO_ANSWER) if error.outcome_unknown and self._is_repeated else error

    def _update(self) -> Ending:
        row, new = self._row, after(self._row)
        stored = self._client.customers.get(row.customer_id or "").raw
        if self._is_repeated and holds(stored, new):
            return Outcome.UPDATED, FOUND_DONE
        if not holds(stored, row.before or {}):
            return Outcome.SKIPPED, CHANGED_SINCE
        profile = {name: value for name, value in (row.body or {}).items() if name != "source_id"}
        changes = [Change(field, old, new[field]) for field, old in (row.before or {}).items()]
        with audited(Action.CUSTOMER_UPDATED, customer_id=row.customer_id, changes=changes, actor=self._actor):
            self._client.customers.update(row.customer_id or "", **profile)
        return Outcome.UPDATED, None

    def _delete(self) -> Ending:
        try:
            stored = self._client.customers.get(self._row.customer_id or "").raw
        except NotFound:
            if self._is_repeated:
                return Outcome.DELETED, FOUND_DONE
            raise
        if (note := against_deleting(stored, self._row.before)) is not None:
            return Outcome.SKIPPED, note
        with audited(Action.CUSTOMER_DELETED, customer_id=self._row.customer_id, actor=self._actor):
            self._client.customers.delete(self._row.customer_id or "")
        return Outcome.DELETED, None


def _actor(change_set: ChangeSet) -> Actor:
    user = users.find(change_set.confirmed_by) if change_set.confirmed_by is not None else None
    return Actor(user.id, user.name, user.role) if user else FRONTDESK
