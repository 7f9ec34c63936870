"""What is known of the customer's consents, on the first tab."""

from dataclasses import dataclass
from datetime import datetime

from webapp.consents.presenters import Row, groups
from webapp.consents.reading import Seen, catalogue, known_now, latest_consent_events
from webapp.customer_page import Part
from webapp.customer_page.feed import Feed
from webapp.customer_page.reads import latest_activity
from webapp.voucherify.consents import ConsentCatalogue
from webapp.voucherify.customer_records import Customer


@dataclass(frozen=True)
class KnownConsents:
    """What the panel shows: the consents with a known answer, and the names of the others.

    `has_feature` is False in a project without consents. `back_to` is how far back the events were read, None where
    they were read to the beginning; `failed` where they could not be read, or not all.
    """

    known: tuple[Row, ...] = ()
    unknown: tuple[str, ...] = ()
    back_to: datetime | None = None
    failed: bool = False
    has_feature: bool = True


def _present(
    customer: Customer, offered: ConsentCatalogue | None, older_feed: Seen, activity: Feed | None
) -> KnownConsents:
    if offered is None:
        return KnownConsents(has_feature=False)
    seen = _together(older_feed, activity)
    rows = [row for group in groups(offered, known_now(customer.id, seen), {}) for row in group.rows]
    return KnownConsents(
        known=tuple(row for row in rows if row.at),
        unknown=tuple(row.name for row in rows if not row.at),
        back_to=seen.back_to,
        failed=seen.failed,
    )


def _together(older_feed: Seen, activity: Feed | None) -> Seen:
    """The newest events of both feeds, as far back as both reach."""
    if activity is None:
        return Seen(older_feed.events, older_feed.back_to, failed=True)
    since = None if activity.reaches_the_beginning else activity.events[-1].created_at
    reached = [each for each in (older_feed.back_to, since) if each]
    return Seen((*older_feed.events, *activity.events), max(reached, default=None), older_feed.failed)


PANEL = Part(
    "consents",
    "consents/_panel.html",
    _present,
    needs=(catalogue, latest_consent_events),
    uses=(latest_activity,),
)
