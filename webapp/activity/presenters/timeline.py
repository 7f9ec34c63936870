"""The timeline: events as entries, by day."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from webapp.activity.catalogue import family_of
from webapp.activity.presenters.changes import (
    Change,
    Difference,
    change_of,
    differences,
    in_a_sentence,
    state_before,
    state_of,
)
from webapp.activity.presenters.facts import facts_in
from webapp.activity.presenters.payload import Payload
from webapp.activity.presenters.sentences import tell
from webapp.formats import Formats, day
from webapp.values import Fact
from webapp.voucherify.activity import ActivityEvent, EventSource

UPDATED = "customer.updated"
PAID = "customer.order.paid"
EARNED = "customer.rewarded.loyalty_points"
CHANGES_IN_A_SENTENCE = 3

Mask = Callable[[Any], Any]
"""From a JSON value to the same as the present person may see it."""


@dataclass(frozen=True)
class Entry:
    """One event. `kind` names the picture and `family` says it in words; `note` is what the events around it add."""

    id: str
    type: str
    kind: str
    family: str
    tone: str
    text: str
    note: str
    moment: datetime | None
    source: str
    facts: tuple[Fact, ...]
    changes: tuple[Change, ...]
    raw_json: str


@dataclass(frozen=True)
class Day:
    """The entries of one day, newest first; `date` is None for events without a time."""

    label: str
    date: date | None
    entries: tuple[Entry, ...]


def days_of(
    events: Sequence[ActivityEvent],
    formats: Formats,
    today: date,
    mask: Mask,
    *,
    older: Iterable[ActivityEvent] = (),
    show: int | None = None,
    follows_everything: bool = False,
) -> tuple[Day, ...]:
    """The first `show` events (all, unless told) as entries by day.

    The others and `older` ones are only looked at to tell what an update changed. `follows_everything` says that
    nothing newer was left out, so that a payment no points follow can be called that.
    """
    every = [*events, *older]
    unrewarded = _unrewarded(events) if follows_everything else frozenset()
    entries = [
        _entry(event, every[position + 1 :], formats, mask, is_unrewarded=event.id in unrewarded)
        for position, event in enumerate(events[:show])
    ]
    return tuple(
        Day(_label(moment, today), moment, tuple(group))
        for moment, group in groupby(entries, key=lambda entry: _day_of(entry.moment, formats))
    )


def _entry(
    event: ActivityEvent, older: Sequence[ActivityEvent], formats: Formats, mask: Mask, *, is_unrewarded: bool
) -> Entry:
    seen = ActivityEvent(mask(dict(event.raw)))
    family = family_of(event.type or "")
    told = tell(seen, formats)
    entry = Entry(
        id=event.id,
        type=event.type or "",
        kind=family.kind,
        family=family.label,
        tone=told.tone,
        text=told.text,
        note="no points were earned for it" if is_unrewarded else "",
        moment=event.created_at,
        source=source_in_words(event.source),
        facts=facts_in(Payload(seen.payload)),
        changes=(),
        raw_json=json.dumps(dict(seen.raw), indent=2, ensure_ascii=False),
    )
    return _with_changes(entry, event, older, mask) if event.type == UPDATED else entry


def _with_changes(entry: Entry, event: ActivityEvent, older: Sequence[ActivityEvent], mask: Mask) -> Entry:
    before, after = state_before(older), state_of(event)
    if before is None or after is None:
        return replace(entry, note="what changed is not known: no earlier state is among the events")
    found = [_masked(difference, mask) for difference in differences(before, after)]
    if not found:
        return replace(entry, note="saved without a change in the profile")
    named = [in_a_sentence(difference) for difference in found[:CHANGES_IN_A_SENTENCE]]
    more = len(found) - len(named)
    text = f"{entry.text}: {', '.join(named)}" + (f" and {more} more" if more else "")
    return replace(entry, text=text, changes=tuple(map(change_of, found)))


def _masked(difference: Difference, mask: Mask) -> Difference:
    path = difference.path
    return Difference(path, _masked_at(path, difference.old, mask), _masked_at(path, difference.new, mask))


def _masked_at(path: tuple[str, ...], value: Any, mask: Mask) -> Any:
    """Mask a value where it stands, since the name of a field says what is in it."""
    nested = value
    for name in reversed(path):
        nested = {name: nested}
    found = mask(nested)
    for _ in path:
        found = next(iter(found.values()))
    return found


def _unrewarded(events: Sequence[ActivityEvent]) -> frozenset[str]:
    """The payments for which no points were earned, since the first one known for which some were."""
    places = [place for place, event in enumerate(events) if event.type == EARNED]
    rewarded = {_order_id(events[place]) for place in places}
    since_then = events[: places[-1]] if places else []
    return frozenset(event.id for event in since_then if event.type == PAID and _order_id(event) not in rewarded)


def _order_id(event: ActivityEvent) -> str:
    return Payload(event.payload).text("order", "id")


def source_in_words(source: EventSource) -> str:
    """Who caused an event; "" where the feed does not tell."""
    match source.channel:
        case "API" | "CLIENT_API":
            key = source.api_key.name or source.api_key.app_id
            where = "through the API" if source.channel == "API" else "from a browser or an app"
            return f"{where}, key “{key}”" if key else where
        case "USER_PORTAL":
            return f"in Voucherify's dashboard, by {source.user.id}" if source.user.id else "in Voucherify's dashboard"
        case "INTERNAL":
            return "by Voucherify itself"
        case channel:
            return f"through {channel}" if channel else ""


def _day_of(moment: datetime | None, formats: Formats) -> date | None:
    return moment.astimezone(formats.zone).date() if moment else None


def _label(moment: date | None, today: date) -> str:
    if moment is None:
        return "At a time not known"
    named = {today: "Today", today - timedelta(days=1): "Yesterday"}
    return named.get(moment) or day(moment)
