"""Every documented type of event as a sentence: one module for each family, one function for each turn of phrase."""

from webapp.activity.catalogue import family_of
from webapp.activity.presenters.payload import Payload
from webapp.activity.presenters.sentences import loyalty, messages, orders, profile, redemptions, vouchers
from webapp.activity.presenters.sentences.told import Teller, Told
from webapp.formats import Formats
from webapp.voucherify.activity import ActivityEvent

TELLERS: dict[str, Teller] = {
    **profile.TELLERS,
    **orders.TELLERS,
    **redemptions.TELLERS,
    **vouchers.TELLERS,
    **loyalty.TELLERS,
    **messages.TELLERS,
}

__all__ = ["TELLERS", "Told", "tell"]


def tell(event: ActivityEvent, formats: Formats) -> Told:
    """The event in a sentence; one of a type not documented yet is told by its type as it stands."""
    event_type = event.type or ""
    teller = TELLERS.get(event_type)
    if teller is not None:
        return teller(Payload(event.payload), formats)
    words = family_of(event_type).types.get(event_type)
    return Told(words or event_type or "An event without a type")
