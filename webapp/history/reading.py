"""What the history pages ask the API for; each part may be missing without the rest."""

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.audit import Change, entries_for_customer
from webapp.customer_page.feed import Narrowing, read_feed
from webapp.history.observed import CREATED, UPDATED
from webapp.known_consents import FIELD as CONSENTS
from webapp.known_consents import KnownAnswer, known_answers
from webapp.voucherify import Voucherify
from webapp.voucherify.activity import ActivityEvent
from webapp.voucherify.errors import VoucherifyError
from webapp.voucherify.pages import LARGEST_PAGE

ENTRIES_READ = 500


@dataclass(frozen=True)
class Seen:
    """The events read, newest first; `failed` where they could not be, `has_more` where older ones exist."""

    events: tuple[ActivityEvent, ...] = ()
    has_more: bool = False
    failed: bool = False


def profile_events(client: Voucherify, customer_id: str) -> Seen:
    """The newest changes of the profile, and its creation where nothing older is left between them."""
    try:
        updates = read_feed(client, customer_id, Narrowing(type=UPDATED), limit=LARGEST_PAGE)
        if not updates.reaches_the_beginning:
            return Seen(updates.events, has_more=True)
        created = read_feed(client, customer_id, Narrowing(type=CREATED), limit=LARGEST_PAGE)
    except VoucherifyError:
        return Seen(failed=True)
    return Seen((*updates.events, *created.events))


def consents_now(client: Voucherify, customer_id: str) -> dict[str, KnownAnswer]:
    """What is known of the customer's consents; without the API's events, from the audit trail alone."""
    entries = entries_for_customer(customer_id, limit=ENTRIES_READ).entries
    try:
        events = client.activity.list_deprecated(customer_id, LARGEST_PAGE, order="-created_at").items
    except VoucherifyError:
        events = ()
    return known_answers(entries, events)


def consent_names(client: Voucherify) -> dict[str, str]:
    """The names of the project's consents by id; none where the project has no consents or they cannot be read."""
    try:
        catalogue = client.consents.list()
    except VoucherifyError:
        return {}
    return {consent.id: consent.name for consent in catalogue.consents if consent.name}


def names_consents(changes: Iterable[Change]) -> bool:
    """Whether any of the changes is one of a consent."""
    return any(change.path[0] == CONSENTS for change in changes)
