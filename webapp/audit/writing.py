"""Writing the audit trail: what is intended before a call, how it ended after it."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import current_app, g, has_request_context
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from webapp.audit.actions import Action, Outcome
from webapp.audit.chain import Keys, sealed
from webapp.audit.changes import Change
from webapp.store import audit_log
from webapp.store.audit_log import Seal, Sealed
from webapp.store.models import AuditRecord
from webapp.voucherify.errors import VoucherifyError

INTENT = "intent"
OUTCOME = "outcome"
CHECKPOINT = "checkpoint"

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Actor:
    """Who does something: a person, or Frontdesk itself (`id` is None), as in a job or a command."""

    id: int | None
    name: str
    role: str


FRONTDESK = Actor(None, "Frontdesk", "system")


@dataclass
class Attempt:
    """Something under way. `entry_id` names its entry in the trail, for links and for taking it back.

    Set `customer_id` where the call creates the customer, and put into `result` what the outcome should keep: JSON
    without personal data, such as the figures of a permanent deletion.
    """

    entry_id: int
    customer_id: str | None
    result: dict[str, Any] = field(default_factory=dict)


@contextmanager
def audited(
    action: Action,
    *,
    customer_id: str | None = None,
    changes: Sequence[Change] = (),
    reason: str | None = None,
    actor: Actor | None = None,
) -> Iterator[Attempt]:
    """Write the intent before the work inside begins, and how it ended after it; each in its own transaction.

    Give `customer_id` as the API's id, never a source_id. The work succeeded unless it raises: a VoucherifyError
    makes it failed, or unknown where the error leaves the outcome open; any other exception makes it unknown. The
    exception goes on. Without an intent on record nothing is done: SQLAlchemy's errors end it before it begins.

    After a permanent deletion that succeeded, the customer's values in all earlier entries are erased; the
    deletion's own entry keeps its reason and result, and takes no `changes` for that (ValueError).
    """
    if action is Action.CUSTOMER_DELETED_PERMANENTLY and changes:
        raise ValueError("the entry of a permanent deletion stays and may hold no values of the customer")
    actor = actor or acting()
    document = _document(changes=[change.to_json() for change in changes], reason=reason)
    fields = [change.field for change in changes]
    seal = _seal(INTENT, action, actor, document, customer_id=customer_id, fields=fields)
    attempt = Attempt(audit_log.append(seal), customer_id)
    try:
        yield attempt
    except VoucherifyError as error:
        outcome = Outcome.UNKNOWN if error.outcome_unknown else Outcome.FAILED
        _end(action, attempt, actor, outcome, error)
        raise
    except BaseException:
        _end(action, attempt, actor, Outcome.UNKNOWN)
        raise
    _end(action, attempt, actor, Outcome.SUCCEEDED)
    if action is Action.CUSTOMER_DELETED_PERMANENTLY and attempt.customer_id:
        erase_values(attempt.customer_id, actor)


def record(action: Action, *, customer_id: str | None = None, reason: str | None = None, **result: Any) -> int:
    """Write an entry about something that calls nobody and is done at once. Return its entry_id."""
    with audited(action, customer_id=customer_id, reason=reason) as attempt:
        attempt.result.update(result)
    return attempt.entry_id


def erase_values(customer_id: str, actor: Actor | None = None) -> None:
    """Erase the customer's values and the reasons given in all entries so far. The entries and the chain stay."""
    done = {"customer_id": customer_id, "outcome": Outcome.SUCCEEDED.value}
    seal = _seal(INTENT, Action.AUDIT_VALUES_ERASED, actor or acting(), None, **done)
    audit_log.append_and_erase(seal, customer_id, spared_action=Action.CUSTOMER_DELETED_PERMANENTLY.value)


def shorten(older_than: datetime) -> int:
    """Remove the entries older than a moment and leave a checkpoint from which the chain still verifies.

    Return how many records went.
    """
    last = audit_log.find(audit_log.last_position_before(older_than))
    if last is None:
        return 0
    document = _document(result={"last_position": last.position, "last_hash": last.hash})
    seal = _seal(CHECKPOINT, Action.AUDIT_SHORTENED, acting(), document, outcome=Outcome.SUCCEEDED.value)
    return audit_log.append_and_cut(seal, last.position)


def keys() -> Keys:
    """The keys of this installation's audit chain."""
    return Keys(tuple(current_app.config["AUDIT_KEYS"]))


def acting() -> Actor:
    """The person behind this request; Frontdesk itself where there is none."""
    if has_request_context() and current_user.is_authenticated:
        return Actor(current_user.id, current_user.name, current_user.role.value)
    return FRONTDESK


def _end(
    action: Action, attempt: Attempt, actor: Actor, outcome: Outcome, error: VoucherifyError | None = None
) -> None:
    """Write the outcome. Where even that fails the work stands as it is, and its entry reads as unknown."""
    facts = {
        "customer_id": attempt.customer_id,
        "intent_position": attempt.entry_id,
        "outcome": outcome.value,
        "error": None if error is None else " ".join(filter(None, [type(error).__name__, error.key])),
        "api_request_id": error.request_id if error else None,
    }
    try:
        audit_log.append(_seal(OUTCOME, action, actor, _document(result=attempt.result), **facts))
    except SQLAlchemyError:
        _logger.exception("The outcome of an audited action could not be recorded", extra={"entry": attempt.entry_id})


def _seal(kind: str, action: Action, actor: Actor, document: Mapping[str, Any] | None, **facts: Any) -> Seal:
    chain_keys = keys()

    def seal(position: int, previous_hash: str) -> Sealed:
        record = AuditRecord(
            position=position,
            kind=kind,
            action=action.value,
            at=datetime.now(UTC),
            actor_id=actor.id,
            actor_name=actor.name,
            actor_role=actor.role,
            correlation_id=g.get("request_id") if has_request_context() else None,
            previous_hash=previous_hash,
            **{"fields": [], **facts},
        )
        return sealed(record, document, chain_keys)

    return seal


def _document(**parts: Any) -> dict[str, Any] | None:
    return {name: part for name, part in parts.items() if part} or None
