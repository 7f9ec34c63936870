"""Reading the list of orders: one page as it is, or a stretch of it to look through."""

from dataclasses import dataclass

from webapp.orders.criteria import LARGEST_PAGE, LAST_PAGE, REACHABLE, Search
from webapp.voucherify import Page, Voucherify
from webapp.voucherify.order_records import Order

CALLS_AT_ONCE = 5
STRETCH = CALLS_AT_ONCE * LARGEST_PAGE
"""How many orders are read at once to be looked through."""


@dataclass(frozen=True)
class Found:
    """Orders, and which part of the list was read for them.

    `first` and `last` count rows of the whole list from 1 (`last` is `first` - 1 where nothing was there); `total` is
    how many the project has, None where the API does not say. `is_cut` where there are more that no page reaches.
    """

    orders: tuple[Order, ...]
    first: int
    last: int
    total: int | None
    has_more: bool
    is_cut: bool = False

    @property
    def read(self) -> int:
        return self.last - self.first + 1


def read_page(client: Voucherify, search: Search, page: int) -> Found:
    """One page of the list. Raises what GET /v1/orders raises."""
    answer = client.orders.list(search.page_size, page, order=search.order)
    skipped = (page - 1) * search.page_size
    last = skipped + len(answer.items)
    goes_on = _goes_on(answer, search.page_size, last)
    is_last = page >= LAST_PAGE
    return Found(answer.items, skipped + 1, last, answer.total, goes_on and not is_last, goes_on and is_last)


def look_through(client: Voucherify, search: Search, skipped: int) -> Found:
    """The orders asked for among the five hundred that follow the first `skipped` (a multiple of a hundred)."""
    seen: dict[str, Order] = {}
    last, total, goes_on = skipped, None, True
    pages = range(skipped // LARGEST_PAGE + 1, LAST_PAGE + 1)[:CALLS_AT_ONCE]
    for page in pages:
        answer = client.orders.list(LARGEST_PAGE, page, order=search.order)
        seen |= {order.id: order for order in answer.items}  # one that moved down meanwhile comes twice
        last, total = last + len(answer.items), answer.total
        goes_on = _goes_on(answer, LARGEST_PAGE, last)
        if not goes_on:
            break
    admitted = tuple(order for order in seen.values() if search.admits(order))
    is_at_end = last >= REACHABLE
    return Found(admitted, skipped + 1, last, total, goes_on and not is_at_end, goes_on and is_at_end)


def _goes_on(page: Page[Order], limit: int, last: int) -> bool:
    return last < page.total if page.total is not None else not page.ends_list(limit)
