"""Where a text may stand in Voucherify: every place is looked at, side by side."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webapp.interpretation import API_ID_PREFIX, Interpretation, Kind
from webapp.side_by_side import answer_by, begin
from webapp.voucherify import Voucherify, errors
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.order_records import Order

MOST_LISTED = 25
MOST_USERS_OF_A_CODE = 5
ORDER_PREFIX = "ord_"


@dataclass(frozen=True)
class Sighting:
    """A customer whom the text leads to, and why: "the e-mail matches"."""

    customer: Customer
    reason: str


@dataclass(frozen=True)
class Place:
    """What one place brought. `total` is how many customers it has in all; `note` what else there is to say of it."""

    sightings: tuple[Sighting, ...] = ()
    total: int = 0
    note: str = ""
    order: Order | None = None


@dataclass(frozen=True)
class Findings:
    """All that was found, and the errors of the places that could not be looked at, by what they hold."""

    places: tuple[Place, ...]
    failures: dict[str, errors.VoucherifyError]

    @property
    def sightings(self) -> Iterator[Sighting]:
        return (sighting for place in self.places for sighting in place.sightings)

    @property
    def order(self) -> Order | None:
        """The order whose id or number the text is."""
        return next((place.order for place in self.places if place.order), None)

    @property
    def only_customer(self) -> Sighting | None:
        """The one customer who can be meant; None where there are several, or nobody, or an order is meant."""
        is_alone = not self.order and len({sighting.customer.id for sighting in self.sightings}) == 1
        return next(self.sightings) if is_alone else None

    @property
    def only_order(self) -> Order | None:
        """The order, where nothing else has the text."""
        return None if any(True for _ in self.sightings) else self.order


Search = Callable[[], Place]


def find(client: Voucherify, asked: Interpretation) -> Findings:
    """Look everywhere the text may stand. Raises the API's error when no place could be looked at."""
    running = {what: begin(search) for what, search in _searches(client, asked).items()}
    answers = {what: answer_by(call) for what, call in running.items()}
    failures = {what: answer.error for what, answer in answers.items() if answer.error}
    if failures and len(failures) == len(answers):
        raise next(iter(failures.values()))
    return Findings(tuple(answer.value for answer in answers.values() if answer.is_there), failures)


def _searches(client: Voucherify, asked: Interpretation) -> dict[str, Search]:
    """The searches worth a call, by what they look through."""
    text = asked.text
    searches: dict[str, Search] = {"ids": lambda: _by_id(client, text)}
    if asked.kind is Kind.EMAIL:
        searches["e-mail addresses"] = lambda: _by_email(client, text)
    elif asked.kind in {Kind.NAME, Kind.IDENTIFIER}:
        searches["names"] = lambda: _by_name(client, text)
    is_one_word = not any(map(str.isspace, text))
    if is_one_word and asked.kind is not Kind.EMAIL and not text.startswith(API_ID_PREFIX):
        if not text.startswith(ORDER_PREFIX):
            searches["voucher codes"] = lambda: _by_code(client, text)
        searches["orders"] = lambda: _by_order(client, text)
    return searches


def _by_id(client: Voucherify, text: str) -> Place:
    customer = _customer(client, text)
    if customer is None:
        return Place()
    return Place((Sighting(customer, "the id matches" if customer.id == text else "the source id matches"),), 1)


def _by_email(client: Voucherify, text: str) -> Place:
    page = client.customers.list(MOST_LISTED, email=text)
    found = tuple(Sighting(customer, "the e-mail matches") for customer in page.items)
    return Place(found, page.total or len(found))


def _by_name(client: Voucherify, text: str) -> Place:
    page = client.customers.list(MOST_LISTED, name=text)
    found = tuple(Sighting(customer, "the name matches") for customer in page.items)
    return Place(found, page.total or len(found))


def _by_code(client: Voucherify, text: str) -> Place:
    try:
        voucher = client.vouchers.get(text)
    except (errors.NotFound, ValueError):
        return Place()
    if voucher.holder_id and (holder := _customer(client, voucher.holder_id)):
        return Place((Sighting(holder, "holds this voucher"),), 1)
    entries = client.vouchers.get_redemptions(voucher.code or text).redemption_entries
    users = list(dict.fromkeys(entry.customer_id for entry in entries if entry.customer_id))[:MOST_USERS_OF_A_CODE]
    found = [customer for user in users if (customer := _customer(client, user))]
    note = f"{voucher.code or text} is a voucher that nobody holds" + (
        "; listed is who used it, or tried to." if found else ", and nobody has used it."
    )
    return Place(tuple(Sighting(customer, "used this voucher, or tried to") for customer in found), len(found), note)


def _by_order(client: Voucherify, text: str) -> Place:
    try:
        order = client.orders.get(text)
    except (errors.NotFound, ValueError):
        return Place()
    return Place(order=order)


def _customer(client: Voucherify, identifier: str) -> Customer | None:
    try:
        return client.customers.get(identifier)
    except (errors.NotFound, ValueError):  # or no address can carry the text
        return None
