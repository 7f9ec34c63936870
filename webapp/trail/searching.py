"""From what the form asks to what the trail is searched for."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from webapp.store.audit_search import Criteria


def criteria_of(fields: Mapping[str, Any], zone: ZoneInfo) -> Criteria:
    """The criteria of a valid form: days of the time zone become instants, both days included."""
    until: date | None = fields["until"]
    return Criteria(
        actor_id=int(fields["person"]) if fields["person"] else None,
        customer_id=(fields["customer"] or "").strip() or None,
        action=fields["action"] or None,
        outcome=fields["outcome"] or None,
        since=_beginning(fields["since"], zone),
        until=_beginning(until + timedelta(days=1), zone) if until else None,
    )


def _beginning(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time.min, zone) if day else None
