"""The calls behind the pages about segments."""

from webapp.customer_page.feed import Sightings, read_types
from webapp.segments.presenters import ENTERED, LEFT
from webapp.voucherify import Page, Voucherify
from webapp.voucherify.segments import Segment

MOST = 100


def comings_and_goings(client: Voucherify, customer_id: str) -> Sightings:
    """When the customer entered and left segments."""
    return read_types(client, customer_id, (ENTERED, LEFT), limit=MOST)


def all_segments(client: Voucherify, _customer_id: str = "") -> Page[Segment]:
    """The project's segments, a hundred at most, newest first."""
    return client.segments.list(MOST)
