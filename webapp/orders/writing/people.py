"""Finding the customer an order belongs to, by what an agent types."""

from dataclasses import dataclass

from webapp.customer_page.names import title_of
from webapp.interpretation import Kind, interpret
from webapp.orders.names import Name, customer_names
from webapp.orders.reading import find_customer
from webapp.privacy import shown
from webapp.service import voucherify
from webapp.side_by_side import side_by_side
from webapp.voucherify import Voucherify
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.errors import VoucherifyError

MOST_OFFERED = 8


@dataclass(frozen=True)
class Person:
    """Somebody who can be chosen; `detail` tells people of one name apart."""

    customer_id: str
    name: str
    detail: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """Who can be chosen: who is chosen already, and who was found. `failed` where the search did not go through."""

    people: tuple[Person, ...] = ()
    asked: str = ""
    found: int = 0
    failed: bool = False


def choice_of(customer_id: str, asked: str = "") -> Choice:
    """The choice a form offers: the customer of this id ("" for nobody), and those found for a typed text."""
    client = voucherify()
    chosen = (_chosen(client, customer_id),) if customer_id else ()
    if not asked.strip():
        return Choice(chosen)
    try:
        found = _find(client, asked)
    except VoucherifyError:
        return Choice(chosen, asked, failed=True)
    for each in found:
        customer_names().keep(each.id, Name(title_of(each)))
    others = [each for each in map(shown, found) if each.id != customer_id]
    is_only_one = len(others) == 1 and not chosen
    people = (Person(each.id, title_of(each), _detail(each), is_chosen=is_only_one) for each in others)
    return Choice((*chosen, *people), asked, len(found))


def name_of_customer(customer: Customer) -> str:
    """What to call a customer just read; keeps it for the pages that follow."""
    name = title_of(shown(customer))
    customer_names().keep(customer.id, Name(title_of(customer)))
    return name


def _chosen(client: Voucherify, customer_id: str) -> Person:
    known = customer_names().read(client, [customer_id]).get(customer_id)
    return Person(customer_id, known.text if known else customer_id, customer_id, is_chosen=True)


def _find(client: Voucherify, text: str) -> list[Customer]:
    asked = interpret(text)
    exact, listed = side_by_side(
        lambda: find_customer(client, asked.text) if asked.looks_like_identifier else None,
        lambda: _listed(client, asked.kind, asked.text),
    )
    found = {each.id: each for each in (*([exact] if exact else []), *listed)}
    return list(found.values())[:MOST_OFFERED]


def _listed(client: Voucherify, kind: Kind, text: str) -> tuple[Customer, ...]:
    if kind is Kind.API_ID:
        return ()
    if kind is Kind.EMAIL:
        return client.customers.list(MOST_OFFERED, email=text).items
    return client.customers.list(MOST_OFFERED, name=text).items


def _detail(customer: Customer) -> str:
    details = (customer.email, customer.source_id, customer.address.city)
    return " · ".join(each for each in details if each) or customer.id
