"""Segments as the templates show them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.voucherify.activity import ActivityEvent
from webapp.voucherify.segments import Segment

ENTERED = "customer.segment.entered"
LEFT = "customer.segment.left"
KINDS = {
    "static": "fixed list",
    "auto-update": "live, with events",
    "passive": "live, without events",
}
MEANINGS = {
    "static": "A fixed list of customers.",
    "auto-update": "Customers enter and leave by themselves, and each time leaves an event.",
    "passive": "Customers enter and leave by themselves, without events.",
}


@dataclass(frozen=True)
class Membership:
    """A segment the customer is in. `since` and `kind` are None and "" where nothing tells."""

    segment_id: str
    name: str
    kind: str
    since: datetime | None


@dataclass(frozen=True)
class Departure:
    """A segment the customer left and has not come back to."""

    segment_id: str
    name: str
    left_at: datetime | None


@dataclass(frozen=True)
class Row:
    """One segment of the project."""

    segment_id: str
    name: str
    kind: str
    created_at: datetime | None


def memberships(
    segments: Iterable[Segment], events: Sequence[ActivityEvent], kinds: Mapping[str, str]
) -> tuple[Membership, ...]:
    """The customer's segments by name. `events` are newest first; `kinds` are types by segment id."""
    found = [
        Membership(each.id, name_of(each), _kind(kinds.get(each.id, "")), _since(each.id, events)) for each in segments
    ]
    return tuple(sorted(found, key=lambda membership: membership.name.casefold()))


def departures(segments: Iterable[Segment], events: Iterable[ActivityEvent]) -> tuple[Departure, ...]:
    """What the customer left, the latest first, as far as the events tell."""
    present = {each.id for each in segments}
    found: dict[str, Departure] = {}
    for event in events:
        segment_id, name = _segment_in(event)
        if event.type == LEFT and segment_id and segment_id not in present:
            found.setdefault(segment_id, Departure(segment_id, name, event.created_at))
    return tuple(found.values())


def rows_of(segments: Iterable[Segment]) -> tuple[Row, ...]:
    """All segments by name."""
    rows = [Row(each.id, name_of(each), _kind(each.type or ""), each.created_at) for each in segments]
    return tuple(sorted(rows, key=lambda row: row.name.casefold()))


def name_of(segment: Segment) -> str:
    return segment.name or segment.id


def _kind(given: str) -> str:
    """The kind in words; one the API adds later as it stands."""
    return KINDS.get(given, given)


def _since(segment_id: str, events: Iterable[ActivityEvent]) -> datetime | None:
    """When the customer last entered; None when the events do not tell."""
    for event in events:
        if _segment_in(event)[0] == segment_id and event.type in {ENTERED, LEFT}:
            return event.created_at if event.type == ENTERED else None
    return None


def _segment_in(event: ActivityEvent) -> tuple[str, str]:
    segment = event.payload.get("segment")
    if not isinstance(segment, Mapping) or not isinstance(segment.get("id"), str):
        return "", ""
    return segment["id"], str(segment.get("name") or segment["id"])
