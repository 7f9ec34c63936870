"""Sentences about orders."""

from webapp.activity.presenters.payload import Payload
from webapp.activity.presenters.sentences.told import Teller, Told, joined
from webapp.formats import Formats


def name_of_order(payload: Payload) -> str:
    """What the merchant calls the order; the API's id where they call it nothing, "" without an order."""
    return payload.text("order", "source_id") or payload.text("order", "id")


def _order(verb: str, tone: str = "") -> Teller:
    def tell(payload: Payload, formats: Formats) -> Told:
        amount = payload.first_number(("order", "total_amount"), ("order", "amount"))
        subject = " ".join(word for word in ("Order", name_of_order(payload), verb) if word)
        return Told(joined(subject, "" if amount is None else formats.money(amount)), tone)

    return tell


TELLERS: dict[str, Teller] = {
    "customer.order.created": _order("placed"),
    "customer.order.updated": _order("changed"),
    "customer.order.processing": _order("in processing"),
    "customer.order.paid": _order("paid", "good"),
    "customer.order.fulfilled": _order("fulfilled", "good"),
    "customer.order.canceled": _order("canceled", "warn"),
}
