"""Reading a page of a customer's events."""

from dataclasses import dataclass

from webapp.activity.presenters.changes import state_before, state_of
from webapp.activity.presenters.timeline import UPDATED
from webapp.customer_page.feed import Feed, Narrowing, read_feed
from webapp.voucherify import Voucherify, errors
from webapp.voucherify.activity import ActivityEvent

PAGE_SIZE = 50
CREATED = "customer.created"


@dataclass(frozen=True)
class PageOfEvents:
    """A page of the feed, and the event before its oldest update, if the page itself does not hold one."""

    feed: Feed
    older: tuple[ActivityEvent, ...] = ()


def read_page(client: Voucherify, customer_id: str, narrowing: Narrowing, after_id: str) -> PageOfEvents:
    """Read one page; a second, small call follows only where an update's earlier state lies beyond the page."""
    feed = read_feed(client, customer_id, narrowing, after_id=after_id, limit=PAGE_SIZE)
    return PageOfEvents(feed, _before_the_oldest_update(client, customer_id, feed))


def _before_the_oldest_update(client: Voucherify, customer_id: str, feed: Feed) -> tuple[ActivityEvent, ...]:
    places = [place for place, event in enumerate(feed.events) if event.type == UPDATED and state_of(event)]
    if not places or feed.is_deprecated or state_before(feed.events[places[-1] + 1 :]) is not None:
        return ()
    oldest = feed.events[places[-1]]
    try:
        updates = read_feed(client, customer_id, Narrowing(type=UPDATED), after_id=oldest.id, limit=1).events
        return updates or read_feed(client, customer_id, Narrowing(type=CREATED), limit=1).events
    except errors.VoucherifyError:
        return ()
