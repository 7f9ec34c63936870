"""What the consents page asks the API and the audit trail for."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from webapp.audit import entries_for_customer
from webapp.known_consents import EVENTS, KnownAnswer, known_answers
from webapp.side_by_side import begin
from webapp.voucherify import UNSET, UnsetType, Voucherify
from webapp.voucherify.activity import ActivityEvent
from webapp.voucherify.consents import ConsentCatalogue
from webapp.voucherify.errors import InvalidRequest, NotFound, VoucherifyError
from webapp.voucherify.pages import LARGEST_PAGE

ENTRIES_READ = 500
PAGES_READ = 5
NEWEST_FIRST = "-created_at"


@dataclass(frozen=True)
class Seen:
    """The events read of both feeds. `back_to` is how far back, None where they were read to the beginning.

    `failed` where they could not be read, or not all.
    """

    events: tuple[ActivityEvent, ...] = ()
    back_to: datetime | None = None
    failed: bool = False


def catalogue(client: Voucherify, _customer_id: str) -> ConsentCatalogue | None:
    """The project's consents; None where the project has no such feature."""
    try:
        return client.consents.list()
    except NotFound:
        return None


def consent_events(client: Voucherify, customer_id: str) -> Seen:
    """The events about consents. Some projects tell them in the deprecated feed only, which cannot be filtered."""
    current = [begin(partial(_current_feed, client, customer_id, kind)) for kind in EVENTS]
    seen = [_deprecated_feed(client, customer_id), *(answer.result() for answer in current)]
    return Seen(
        events=tuple(event for each in seen for event in each.events),
        back_to=next((each.back_to for each in seen if each.back_to), None),
        failed=any(each.failed for each in seen),
    )


def latest_consent_events(client: Voucherify, customer_id: str) -> Seen:
    """The events about consents among the newest of the deprecated feed: one call, for a page that has many to make."""
    return _deprecated_feed(client, customer_id, pages=1)


def known_now(customer_id: str, seen: Seen) -> dict[str, KnownAnswer]:
    """The latest answers known, by consent id."""
    return known_answers(entries_for_customer(customer_id, limit=ENTRIES_READ).entries, seen.events)


def _current_feed(client: Voucherify, customer_id: str, kind: str) -> Seen:
    try:
        return Seen(client.activity.list(customer_id, LARGEST_PAGE, order=NEWEST_FIRST, type=kind).items)
    except (NotFound, InvalidRequest):  # a project whose feed does not know such events tells them in the other one
        return Seen()
    except VoucherifyError:
        return Seen(failed=True)


def _deprecated_feed(client: Voucherify, customer_id: str, pages: int = PAGES_READ) -> Seen:
    events: list[ActivityEvent] = []
    cursor: str | UnsetType = UNSET
    try:
        for _ in range(pages):
            page = client.activity.list_deprecated(
                customer_id, LARGEST_PAGE, order=NEWEST_FIRST, starting_after_id=cursor
            )
            events += page.items
            if page.ends_list(LARGEST_PAGE):
                return Seen(tuple(events))
            cursor = page.items[-1].id
    except NotFound:  # a project without this feed has told all in the other one
        return Seen(tuple(events))
    except VoucherifyError:
        return Seen(tuple(events), failed=True)
    return Seen(tuple(events), back_to=events[-1].created_at)
