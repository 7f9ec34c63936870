"""The audit trail as CSV: one line for each changed field. Pure."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from webapp import sheets
from webapp.audit.changes import Change
from webapp.audit.entries import Entry
from webapp.audit.presenters import Mask, masked_side
from webapp.voucherify import UNSET

COLUMNS = (
    "entry",
    "time (UTC)",
    "person",
    "role",
    "action",
    "customer",
    "outcome",
    "field",
    "old",
    "new",
    "reason",
    "error",
    "voucherify reference",
    "frontdesk reference",
)
NO_CHANGE = Change("")


def lines(entries: Iterable[Entry], mask: Mask) -> Iterator[str]:
    """The file, line by line."""
    return sheets.lines(_rows(entries, mask))


def _rows(entries: Iterable[Entry], mask: Mask) -> Iterator[Iterable[str]]:
    yield COLUMNS
    for entry in entries:
        for change in entry.changes or [Change(field) for field in entry.fields] or [NO_CHANGE]:
            yield _cells(entry, change, mask)


def _cells(entry: Entry, change: Change, mask: Mask) -> Iterator[str]:
    yield str(entry.id)
    yield entry.at.isoformat(timespec="seconds")
    yield entry.actor_name
    yield entry.actor_role
    yield entry.action
    yield entry.customer_id or ""
    yield entry.outcome.value
    yield change.field
    for side in (change.old, change.new):
        yield "" if side is UNSET else _written(masked_side(change, side, mask))
    yield mask(entry.reason) or ""
    yield entry.error or ""
    yield entry.api_request_id or ""
    yield entry.correlation_id or ""


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
