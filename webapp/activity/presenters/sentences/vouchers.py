"""Sentences about vouchers and gift cards: given, held, filled up, deleted."""

from webapp.activity.presenters.payload import Payload
from webapp.activity.presenters.sentences.told import Teller, Told, in_campaign, joined
from webapp.formats import Formats


def code_of(payload: Payload, otherwise: str) -> str:
    """The voucher's code, wherever this kind of event has it."""
    return payload.text("voucher", "code") or payload.text("publication", "voucher", "code") or otherwise


def _published(payload: Payload, _formats: Formats) -> Told:
    return Told(f"Was given {code_of(payload, 'a voucher')}{in_campaign(payload)}", "good")


def _not_published(payload: Payload, _formats: Formats) -> Told:
    why = payload.text("publication", "failure_message") or payload.text("publication", "failure_code")
    return Told(f"Could not be given a voucher{in_campaign(payload)}{f': {why}' if why else ''}", "bad")


def _holder(verb: str) -> Teller:
    def tell(payload: Payload, _formats: Formats) -> Told:
        role = payload.text("holder", "role") or payload.text("holder", "holder_role")
        as_role = f" as {role.lower()}" if role and role != "OWNER" else ""
        return Told(f"{verb} {code_of(payload, 'a voucher')}{as_role}{in_campaign(payload)}")

    return tell


def _credits(payload: Payload, formats: Formats) -> Told:
    card = code_of(payload, "a gift card")
    amount, left = payload.number("balance", "amount"), payload.number("balance", "balance")
    remains = "" if left is None else f"{formats.money(left)} left"
    if amount is None:
        return Told(joined(f"Balance of gift card {card} changed", remains))
    if amount < 0:
        return Told(joined(f"{formats.money(-amount)} taken off gift card {card}", remains), "warn")
    return Told(joined(f"{formats.money(amount)} added to gift card {card}", remains), "good")


def _deleted(payload: Payload, _formats: Formats) -> Told:
    return Told(f"Voucher {code_of(payload, '')}".rstrip() + f" deleted{in_campaign(payload)}", "warn")


TELLERS: dict[str, Teller] = {
    "customer.publication.succeeded": _published,
    "customer.publication.failed": _not_published,
    "customer.holder.assignment.created": _holder("Became holder of"),
    "customer.holder.assignment.deleted": _holder("Is no longer holder of"),
    "customer.voucher.gift.balance_added": _credits,
    "customer.voucher.deleted": _deleted,
}
