"""The list of orders. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.formats import counted, number
from webapp.orders.criteria import LAST_PAGE, Search, total_of
from webapp.orders.names import Name
from webapp.orders.presenters.statuses import Status, status_of
from webapp.orders.searching import Found
from webapp.voucherify.order_records import Order

NEIGHBOURS = 1
GAP = 0
"""Stands for page numbers that are left out."""


@dataclass(frozen=True)
class Row:
    """One order. Amounts in minor units; None is "not known". `customer` is "" where the name is not known."""

    order_id: str
    name: str
    status: Status
    customer_id: str | None
    customer: str
    items: int | None
    total: int | None
    discount: int | None
    created_at: datetime | None


@dataclass(frozen=True)
class Listing:
    """What the list shows. `pages` are the page numbers to link, with GAP where some are left out.

    `span` says which rows were read, `end_note` why there are no more of them. `next_from` is how many rows to skip
    to read on, None where there is nothing to read on.
    """

    rows: tuple[Row, ...]
    summary: str
    span: str
    end_note: str
    page: int
    pages: tuple[int, ...]
    next_from: int | None


def present_page(
    search: Search, found: Found, page: int, names: Mapping[str, Name], show: Callable[[Order], Order]
) -> Listing:
    """One page of all orders. `show` masks what may not be seen."""
    in_all = -1 if found.total is None else found.total
    page_count = min(-(-in_all // search.page_size), LAST_PAGE) if in_all >= 0 else page + found.has_more
    return Listing(
        rows=tuple(_row(show(order), names) for order in found.orders),
        summary="Orders" if found.total is None else f"{counted(found.total, 'order')} in all",
        span="",
        end_note=_end_note(found),
        page=page,
        pages=tuple(page_numbers(page, page_count)),
        next_from=None,
    )


def present_stretch(found: Found, names: Mapping[str, Name], show: Callable[[Order], Order]) -> Listing:
    """The orders that fit what was asked, among those that were read."""
    in_all = "" if found.total is None else f" of {number(found.total)}"
    if found.read == 0:
        span = f"There is nothing after row {number(found.last)}{in_all}."
    elif found.first == 1 and not found.has_more and not found.is_cut:
        span = f"All {counted(found.read, 'order')} were read."
    else:
        span = f"Rows {number(found.first)} to {number(found.last)}{in_all} were read."
    return Listing(
        rows=tuple(_row(show(order), names) for order in found.orders),
        summary=f"{counted(len(found.orders), 'order')} found",
        span=span,
        end_note=_end_note(found),
        page=1,
        pages=(),
        next_from=found.last if found.has_more else None,
    )


def page_numbers(page: int, last: int) -> Iterator[int]:
    """Give the first, the last and the neighbours of the present page, with one GAP for each run left out."""
    if last <= 1:
        return
    previous = 0
    for each in sorted({1, last, *range(page - NEIGHBOURS, page + NEIGHBOURS + 1)} & set(range(1, last + 1))):
        if each - previous > 1:
            yield GAP
        yield each
        previous = each


def _row(order: Order, names: Mapping[str, Name]) -> Row:
    name = names.get(order.customer_id or "")
    return Row(
        order_id=order.id,
        name=order.source_id or order.id,
        status=status_of(order.status),
        customer_id=order.customer_id,
        customer=name.text if name else "",
        items=len(order.items) if order.has("items") else None,
        total=total_of(order),
        discount=order.total_discount_amount,
        created_at=order.created_at,
    )


def _end_note(found: Found) -> str:
    if not found.is_cut:
        return ""
    left = "" if found.total is None else f" The other {number(found.total - found.last)} are out of its reach."
    return (
        f"The list ends here: Voucherify pages through the first {number(found.last)} orders only, "
        f"in the order and page size chosen.{left}"
    )
