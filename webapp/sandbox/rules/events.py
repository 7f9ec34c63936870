"""The activity feed: what happened to a customer, in the depth the API documents."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import EVENTS, dumps

# Documents are put together as text: :before the event's id, :between it and the customer, and :after.
# The profile and the figures of a row are two halves of one object; bytes are quicker to cut than text.
_FOR_ALL = """
INSERT INTO events (id, customer_id, type, category, created_at, document)
SELECT event_id, id, :type, :category, :now, :before || event_id || :between ||
       substr(document, 1, length(document) - 1) || ',' || substr(figures, 2) || :after
FROM (
    SELECT :prefix || printf('%06x', wanted.key) AS event_id, customers.id,
           CAST(document AS BLOB) AS document, CAST(shown_figures AS BLOB) AS figures
    FROM json_each(:wanted) AS wanted CROSS JOIN customers ON customers.id = wanted.value
)
"""
_FOR_NEWCOMERS = """
INSERT INTO events (id, customer_id, type, category, created_at, document, is_brief)
SELECT event_id, customer_id, :type, :category, :now, :before || event_id || :between || 'null' || :after, 1
FROM (
    SELECT :prefix || printf('%06x', sequence - :newest) AS event_id, customer_id
    FROM {} WHERE sequence > :newest
)
"""
_ALL = "(SELECT id AS customer_id, sequence FROM customers)"
_MEMBERS = """(
    SELECT customer_id, sequence FROM segment_members WHERE segment_id = :segment_id AND created_at = :now
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
    change: Change, kind: str, customer_ids: Sequence[str], more: Mapping[str, Any], *, category: str = "ACTION"
) -> None:
    """Adds one event of a kind for each of these customers, in one statement however many they are.

    The payload is the customer as it is now (`customer`), and `more`, which is the same for all.
    """
    if change.postponed is None and customer_ids:
        bound = _common(change, kind, more, category) | {"wanted": dumps(customer_ids)}
        change.connection.execute(_FOR_ALL, bound)


def record_for_newcomers(
    change: Change, kind: str, newest: int, segment: Mapping[str, Any] | None = None, *, category: str = "ACTION"
) -> None:
    """The same for the customers this change has made: all after the sequence `newest`, or those in the segment.

    Their events are brief: without the customer, as long as that is what the customer's row says (schema.sql).
    """
    common = _common(change, kind, {"segment": segment} if segment else {}, category) | {"newest": newest}
    if segment is None:
        change.connection.execute(_FOR_NEWCOMERS.format(_ALL), common)
    else:
        change.connection.execute(_FOR_NEWCOMERS.format(_MEMBERS), common | {"segment_id": segment["id"]})


def _common(change: Change, kind: str, more: Mapping[str, Any], category: str) -> dict[str, Any]:
    """What the events of many customers have in common."""
    members = "".join(f",{dumps(name)}:{dumps(value)}" for name, value in more.items())
    return {
        "type": kind,
        "category": category,
        "now": change.now,
        "prefix": "evcus_" + secrets.token_hex(6),
        "before": '{"id":"',
        "between": f'","type":"{kind}","data":{{"data":{{"customer":',
        "after": f'{members}}},"event_source":{dumps(change.source)}}},'
        f'"created_at":"{change.now}","group_id":"{change.request_id}"}}',
    }
