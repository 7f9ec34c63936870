"""Changes of the profile as Voucherify's own events tell them, whoever made them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from webapp.audit import Change, changes_between
from webapp.voucherify.activity import ActivityEvent
from webapp.voucherify.customer_records import Customer

CREATED = "customer.created"
UPDATED = "customer.updated"
SIMPLE_FIELDS = ("name", "description", "email", "phone", "birthdate", "birthday")
OBJECT_FIELDS = ("address", "metadata")
CHANNELS = {
    "USER_PORTAL": "Voucherify's dashboard",
    "API": "an API key",
    "CLIENT_API": "a browser key",
    "INTERNAL": "Voucherify itself",
}


@dataclass(frozen=True)
class Observed:
    """One event and what differs from the profile before it. `changes` is None where the one before is not known."""

    event_id: str
    at: datetime | None
    by: str
    changes: tuple[Change, ...] | None


def observed(events: Sequence[ActivityEvent]) -> Iterator[Observed]:
    """Compare each `customer.updated` with the event before it. Events come newest first, with the first creation."""
    for event, earlier in pairwise([*events, None]):
        if event is None or event.type != UPDATED:
            continue
        changes = None if earlier is None else tuple(profile_changes(_profile(earlier), _profile(event)))
        yield Observed(event.id, event.created_at, _by(event), changes)


def profile_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """The writable fields that differ between two customer objects."""
    yield from changes_between(_given(old, SIMPLE_FIELDS), _given(new, SIMPLE_FIELDS))
    for name in OBJECT_FIELDS:
        yield from changes_between(_object(old, name), _object(new, name), parent=name)


def _given(customer: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: customer[name] for name in names if customer.get(name) is not None}


def _object(customer: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = customer.get(name)
    return {key: item for key, item in value.items() if item is not None} if isinstance(value, dict) else {}


def _profile(event: ActivityEvent) -> Mapping[str, Any]:
    return Customer.lenient(event.payload.get("customer")).raw


def _by(event: ActivityEvent) -> str:
    source = event.source
    channel = CHANNELS.get(source.channel or "", source.channel or "not known")
    if source.api_key.name:
        return f"{channel}, “{source.api_key.name}”"
    return channel
