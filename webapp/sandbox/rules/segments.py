"""Segments: made, found and taken away. Who is in them is the business of webapp/sandbox/rules/membership.py."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules import membership
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import SEGMENTS
from webapp.sandbox.wire import invalid_payload

STATIC = "static"
TYPES = (STATIC, *membership.DYNAMIC)

MOST_MEMBERS = 20_000  # of a static segment
MOST_DYNAMIC = 100


def create(
    change: Change,
    name: str,
    kind: str,
    condition: Mapping[str, Any] | None = None,
    customer_ids: Collection[str] = (),
) -> dict[str, Any]:
    """A new segment with its first members: those a dynamic one's filter fits, those named for a static one.

    Ids of no customer are passed over. Raises 400 for a filter that is none and beyond the documented numbers.
    """
    if len(customer_ids) > MOST_MEMBERS:
        raise invalid_payload(f"Property .customers cannot have more than {MOST_MEMBERS} items")
    if kind != STATIC and membership.count_dynamic(change.connection) >= MOST_DYNAMIC:
        raise invalid_payload(f"A project cannot have more than {MOST_DYNAMIC} auto-update and passive segments")
    segment = {
        "id": new_identifier("seg_"),
        "name": name,
        "created_at": change.now,
        "updated_at": None,
        "type": kind,
        "filter": condition,
        "object": "segment",
    }
    SEGMENTS.insert(change.connection, [segment])
    membership.fill(change, segment, customer_ids)
    return segment


def find(connection: Connection, segment_id: str) -> dict[str, Any] | None:
    row = SEGMENTS.find(connection, id=segment_id)
    return None if row is None else json.loads(row["document"])


def delete(change: Change, segment_id: str) -> bool:
    """Removes the segment and the memberships; whether there was one. No customer is told to have left."""
    membership.clear(change, segment_id)
    return SEGMENTS.remove(change.connection, id=segment_id) > 0
