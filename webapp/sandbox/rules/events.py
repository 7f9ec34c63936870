"""The activity feed: what happened to a customer, in the depth the API documents."""

from typing import Any

from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import EVENTS


def record(
    change: Change, kind: str, customer_id: str, payload: dict[str, Any], *, category: str = "ACTION", **links: Any
) -> None:
    """Adds one event; `links` are the campaign_id and campaign_type it can be filtered by.

    Events of one change share its request id as their group. The payload sits one level deep, in `data.data`.
    """
    event = {
        "id": new_identifier("evcus_"),
        "type": kind,
        "data": {"data": payload, "event_source": change.source},
        "created_at": change.now,
        "group_id": change.request_id,
        "customer_id": customer_id,
        "category": category,
        **links,
    }
    EVENTS.insert(change.connection, [event])
