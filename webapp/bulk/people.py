"""Who is selected, as the API tells it now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from webapp.bulk.listed import Listed
from webapp.side_by_side import begin
from webapp.voucherify import Voucherify
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.errors import NotFound
from webapp.voucherify.pages import LARGEST_PAGE

MOST_ONE_BY_ONE = 20


@dataclass(frozen=True)
class People:
    """Those who were read, a hundred at most, and how many there are in all."""

    customers: tuple[Customer, ...]
    total: int

    @property
    def are_all_read(self) -> bool:
        return len(self.customers) >= self.total


def read_people(client: Voucherify, ids: Sequence[str] | None, listed: Listed | None) -> People:
    """Read those with these ids, or all that the list holds, with a call or two. Raise what GET /v1/customers raises.

    Ticked customers are looked for on the page of the list where they were ticked, and a few that are there no more
    by themselves.
    """
    if ids is None:
        page = client.customers.list(LARGEST_PAGE, **_narrowing(listed))
        return People(page.items, page.total or len(page.items))
    found: dict[str, Customer] = {}
    if listed is not None:
        page = client.customers.list(listed.limit, listed.page, order=listed.order, **_narrowing(listed))
        found = {customer.id: customer for customer in page.items}
    missing = [customer_id for customer_id in ids if customer_id not in found]
    found |= {customer.id: customer for customer in _one_by_one(client, missing[:MOST_ONE_BY_ONE])}
    return People(tuple(found[customer_id] for customer_id in ids if customer_id in found), len(ids))


def each_id(client: Voucherify, listed: Listed | None) -> Iterator[str]:
    """The ids of all that the list holds now, read page by page as they are wanted."""
    return (customer.id for customer in client.customers.iterate(**_narrowing(listed)))


def _narrowing(listed: Listed | None) -> dict[str, Any]:
    return dict(listed.narrowing) if listed else {}


def _one_by_one(client: Voucherify, ids: Sequence[str]) -> Iterator[Customer]:
    """Those of these customers who are there, read side by side."""
    calls = [begin(partial(client.customers.get, customer_id)) for customer_id in ids]
    for call in calls:
        try:
            yield call.result()
        except (NotFound, ValueError):  # deleted meanwhile, or no id that an address can carry
            continue
