"""The customer's segments, on the first tab."""

from dataclasses import dataclass

from webapp.customer_page import Part
from webapp.customer_page.feed import Feed
from webapp.customer_page.reads import latest_activity, segments
from webapp.segments.presenters import Departure, Membership, departures, memberships
from webapp.voucherify import Page
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.segments import Segment


@dataclass(frozen=True)
class InSegments:
    """What the panel shows."""

    memberships: tuple[Membership, ...]
    departures: tuple[Departure, ...]


def _present(_customer: Customer, page: Page[Segment], feed: Feed | None) -> InSegments:
    events = feed.events if feed else ()
    return InSegments(memberships(page.items, events, {}), departures(page.items, events))


PANEL = Part("segments", "segments/_panel.html", _present, needs=(segments,), uses=(latest_activity,))
