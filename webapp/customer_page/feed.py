"""A customer's events, from whichever of the API's two feeds the project has."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from webapp.side_by_side import begin
from webapp.voucherify import UNSET, Voucherify, errors
from webapp.voucherify.activity import ActivityEvent

NEWEST_FIRST = "-created_at"


@dataclass(frozen=True)
class Narrowing:
    """What to read of a feed. Texts are empty and times None where nothing is asked."""

    type: str = ""
    category: str = ""
    campaign_id: str = ""
    campaign_type: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Feed:
    """One page of events, newest first. `next_id` leads to the page of older ones; None when there are none.

    The deprecated feed filters by neither type nor category: of the `read_count` events it gave, those of another
    type are left out here, and a category is not heeded at all.
    """

    events: tuple[ActivityEvent, ...]
    next_id: str | None = None
    is_deprecated: bool = False
    read_count: int = 0

    @property
    def reaches_the_beginning(self) -> bool:
        return self.next_id is None


def read_feed(
    client: Voucherify, customer_id: str, narrowing: Narrowing = Narrowing(), *, after_id: str = "", limit: int
) -> Feed:
    """Read a page of the current feed or, in projects that only have that one, of the deprecated feed.

    Raise NotFound when neither knows the customer.
    """
    try:
        return _read_current(client, customer_id, narrowing, after_id, limit)
    except (errors.NotFound, errors.MethodNotAllowed):
        return _read_deprecated(client, customer_id, narrowing, after_id, limit)


@dataclass(frozen=True)
class Sightings:
    """Events of some types, newest first. All there are since `since`; None says that nothing is older."""

    events: tuple[ActivityEvent, ...]
    since: datetime | None = None


def read_types(
    client: Voucherify, customer_id: str, types: Collection[str], *, until: datetime | None = None, limit: int
) -> Sightings:
    """Read the newest events (before `until`) of each type side by side; of the deprecated feed, its newest events."""
    calls = [
        begin(partial(_read_current, client, customer_id, Narrowing(type=each, until=until), "", limit))
        for each in types
    ]
    try:
        return _merged([call.result() for call in calls])
    except (errors.NotFound, errors.MethodNotAllowed):
        feed = _read_deprecated(client, customer_id, Narrowing(until=until), "", limit)
        wanted = tuple(event for event in feed.events if event.type in types)
        return Sightings(wanted, None if feed.reaches_the_beginning else feed.events[-1].created_at)


def _merged(feeds: list[Feed]) -> Sightings:
    """The events of several feeds, as far back as all of them reach."""
    every = [event for feed in feeds for event in feed.events]
    ends = [feed.events[-1].created_at for feed in feeds if not feed.reaches_the_beginning]
    since = max((end for end in ends if end is not None), default=None)
    reached = [event for event in every if since is None or (event.created_at or since) >= since]
    return Sightings(tuple(sorted(reached, key=_time_of, reverse=True)), since)


def _time_of(event: ActivityEvent) -> float:
    return event.created_at.timestamp() if event.created_at else 0


def _read_current(client: Voucherify, customer_id: str, narrowing: Narrowing, after_id: str, limit: int) -> Feed:
    page = client.activity.list(
        customer_id,
        limit,
        order=NEWEST_FIRST,
        starting_after_id=after_id or UNSET,
        type=narrowing.type or UNSET,
        category=narrowing.category or UNSET,
        campaign_id=narrowing.campaign_id or UNSET,
        campaign_type=narrowing.campaign_type or UNSET,
        start_date=narrowing.since or UNSET,
        end_date=narrowing.until or UNSET,
    )
    next_id = None if page.ends_list(limit) else page.more_starting_after or page.items[-1].id
    return Feed(page.items, next_id, read_count=len(page.items))


def _read_deprecated(client: Voucherify, customer_id: str, narrowing: Narrowing, after_id: str, limit: int) -> Feed:
    page = client.activity.list_deprecated(
        customer_id,
        limit,
        order=NEWEST_FIRST,
        starting_after_id=after_id or UNSET,
        campaign_id=narrowing.campaign_id or UNSET,
        campaign_type=narrowing.campaign_type or UNSET,
        start_date=narrowing.since or UNSET,
        end_date=narrowing.until or UNSET,
    )
    next_id = None if page.ends_list(limit) else page.items[-1].id
    wanted = tuple(event for event in page.items if narrowing.type in {"", event.type})
    return Feed(wanted, next_id, is_deprecated=True, read_count=len(page.items))
