"""The activity feed: what happened to a customer, in the depth the API documents."""

import secrets
from collections.abc import Mapping
from typing import Any

from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import EVENTS, dumps

# Events of a kind: each row names the event and the customer, and leaves the rest to the view (schema.sql).
_ALIKE = """
INSERT OR FAIL INTO events (id, customer_id, type, category, created_at, alike)
SELECT :prefix || printf('%06x', number), customer_id, :type, :category, :now, :alike FROM {}
"""
_THESE = """(
    SELECT key AS number, customers.id AS customer_id
    FROM json_each(:wanted) AS wanted CROSS JOIN customers ON customers.sequence = wanted.value
)"""
_TELL = "UPDATE customers SET is_told = 1 WHERE sequence IN (SELECT value FROM json_each(?)) AND is_told IS NULL"
_NEWCOMERS = "(SELECT sequence - :newest AS number, id AS customer_id FROM customers WHERE sequence > :newest)"
_MEMBERS = """(
    SELECT sequence - :newest AS number, id AS customer_id
    FROM segment_members AS member JOIN customers USING (sequence)
    WHERE segment = :segment AND member.created_at = :now AND sequence > :newest
)"""


def record(
    change: Change, kind: str, customer_id: str, payload: dict[str, Any], *, category: str = "ACTION", **links: Any
) -> str:
    """Adds one event; its id. `links` are the campaign_id and campaign_type it can be filtered by.

    Events of one change share its request id as their group. The payload sits one level deep, in `data.data`.
    """
    event_id = new_identifier("evcus_")
    event = {
        "id": event_id,
        "type": kind,
        "data": {"data": payload, "event_source": change.source},
        "created_at": change.now,
        "group_id": change.request_id,
        "customer_id": customer_id,
        "category": category,
        **links,
    }
    if change.postponed is None:
        EVENTS.insert(change.connection, [event])
    return event_id


def record_for_all(
    change: Change, kind: str, wanted: str, more: Mapping[str, Any], *, category: str = "ACTION"
) -> None:
    """Adds one event of a kind for each of these customers, in one statement however many they are.

    `wanted` are the customers' sequences, a JSON array. The payload is the customer as it is now (`customer`), and
    `more`, which is the same for all.
    """
    if change.postponed is None:
        _record_alike(change, _THESE, kind, more, category, wanted=wanted)
        change.connection.execute(_TELL, [wanted])


def record_for_newcomers(change: Change, kind: str, newest: int) -> None:
    """The same for the customers this change has made: all after the sequence `newest`."""
    _record_alike(change, _NEWCOMERS, kind, {}, "ACTION", newest=newest)


def record_for_new_members(
    change: Change, kind: str, newest: int, segment: int, more: Mapping[str, Any], *, category: str
) -> None:
    """The same for those of them who are in the segment with this sequence."""
    _record_alike(change, _MEMBERS, kind, more, category, newest=newest, segment=segment)


def _record_alike(
    change: Change, customers: str, kind: str, more: Mapping[str, Any], category: str, **bound: str | int
) -> None:
    execute = change.connection.execute
    bound |= {"type": kind, "category": category, "now": change.now, "prefix": "evcus_" + secrets.token_hex(6)}
    bound["alike"] = execute("SELECT coalesce(max(sequence), 0) + 1 FROM alike_events").fetchone()[0]
    if execute(_ALIKE.format(customers), bound).rowcount:
        document = {
            "id": None,
            "type": kind,
            "data": {"data": {"customer": None, **more}, "event_source": change.source},
            "created_at": change.now,
            "group_id": change.request_id,
        }
        execute("INSERT INTO alike_events (sequence, document) VALUES (?, ?)", [bound["alike"], dumps(document)])
