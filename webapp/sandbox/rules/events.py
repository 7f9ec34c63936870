"""The activity feed: what happened to a customer, in the depth the API documents."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import EVENTS, dumps

# The document is put together as text: the profile and the figures of a row are two halves of one object.
_FOR_ALL = """
INSERT INTO events (id, customer_id, type, category, created_at, document)
SELECT event_id, id, :type, :category, :now,
       '{"id":"' || event_id || '","type":"' || :type || '","data":{"data":{"customer":' ||
       substr(document, 1, length(document) - 1) || ',' || substr(figures, 2) || :more || '},"event_source":' ||
       :source || '},"created_at":"' || :now || '","group_id":"' || :group_id || '"}'
FROM (
    SELECT :prefix || printf('%06x', wanted.key) AS event_id, customers.id,
           CAST(document AS BLOB) AS document, CAST(figures AS BLOB) AS figures -- bytes are quicker to cut than text
    FROM json_each(:wanted) AS wanted CROSS JOIN customers ON customers.id = wanted.value
)
"""


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
    if change.postponed is not None or not customer_ids:
        return
    change.connection.execute(
        _FOR_ALL,
        {
            "type": kind,
            "category": category,
            "now": change.now,
            "source": dumps(change.source),
            "group_id": change.request_id,
            "more": "".join(f",{dumps(name)}:{dumps(value)}" for name, value in more.items()),
            "prefix": "evcus_" + secrets.token_hex(6),
            "wanted": dumps(customer_ids),
        },
    )
