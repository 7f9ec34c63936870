"""The list of customers that a search found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webapp.customer_page.rows import Row, row_of
from webapp.customers.criteria import LAST_PAGE, Found, Search
from webapp.formats import counted, number
from webapp.interpretation import Kind
from webapp.voucherify.customer_records import Customer

NEIGHBOURS = 1
GAP = 0
"""Stands for page numbers that are left out."""


@dataclass(frozen=True)
class Results:
    """One page of results. `pages` are the page numbers to link, with GAP where some are left out.

    `reachable` is how many customers the API lets one page through, where that is fewer than were found.
    """

    rows: tuple[Row, ...]
    summary: str
    note: str
    page: int
    pages: tuple[int, ...]
    asked: tuple[str, ...]
    hints: tuple[str, ...]
    is_beyond_last_page: bool
    reachable: int | None


def _as_it_is(customer: Customer) -> Customer:
    return customer


def present(
    search: Search, found: Found, page: int, segment_name: str = "", *, show: Callable[[Customer], Customer] = _as_it_is
) -> Results:
    """Turn what was found into what the list shows. `page` counts from 1; `show` masks what may not be seen."""
    page_count = -(-found.total // search.page_size)
    customers = (*([found.exact] if found.exact else []), *found.others)
    rows = [row_of(show(each), _reason(each, search.asked.text)) for each in customers]
    return Results(
        rows=tuple(rows),
        summary=_summary(search, found),
        note=_note(search, found),
        page=page,
        pages=tuple(page_numbers(page, min(page_count, LAST_PAGE))),
        asked=tuple(_asked(search, segment_name)),
        hints=tuple(_hints(search)),
        is_beyond_last_page=not rows and page > 1,
        reachable=LAST_PAGE * search.page_size if page_count > LAST_PAGE else None,
    )


def beyond_reach(page: int) -> Results:
    """Stand in for a page that the API does not give, whatever was asked."""
    return Results((), f"Page {number(page)} cannot be shown", "", page, (), (), (), True, None)


def page_numbers(page: int, last: int) -> Iterator[int]:
    """Give the first, the last and the neighbours of the present page, with one GAP for each run left out."""
    if last <= 1:
        return
    shown = sorted({1, last, *range(page - NEIGHBOURS, page + NEIGHBOURS + 1)} & set(range(1, last + 1)))
    previous = 0
    for each in shown:
        if each - previous > 1:
            yield GAP
        yield each
        previous = each


def _reason(customer: Customer, text: str) -> str:
    if not text:
        return ""
    if customer.id == text:
        return "id matches"
    if customer.source_id == text:
        return "source id matches"
    if (customer.email or "").casefold() == text.casefold():
        return "e-mail matches"
    return ""


def _summary(search: Search, found: Found) -> str:
    if search.is_empty:
        return f"{counted(found.total, 'customer')} in all"
    return f"{counted(found.total, 'customer')} found" if found.total else "Nobody found"


def _note(search: Search, found: Found) -> str:
    sharing = [
        customer
        for customer in (*([found.exact] if found.exact else []), *found.others)
        if (customer.email or "").casefold() == search.asked.text.casefold()
    ]
    if search.asked.kind is not Kind.EMAIL or len(sharing) < 2:
        return ""
    return f"{number(max(len(sharing), found.total))} customers share this e-mail. Compare them before you act."


def _asked(search: Search, segment_name: str) -> Iterator[str]:
    if search.asked.text:
        yield f"“{search.asked.text}”"
    if search.city:
        yield f"in the city “{search.city}”"
    if search.segment_id:
        yield f"in the segment “{segment_name or search.segment_id}”"
    if search.created_after or search.created_before:
        yield "created in the days given"
    if search.updated_after or search.updated_before:
        yield "changed in the days given"


def _hints(search: Search) -> Iterator[str]:
    """What to try when nobody was found."""
    match search.asked.kind:
        case Kind.EMAIL:
            yield "Check the spelling: an e-mail address is found only when it is complete and exact."
            yield "Search for the name, or for the customer's number in your own system."
        case Kind.API_ID | Kind.IDENTIFIER:
            yield "An id is found only when it is complete, capitals and small letters as given."
            yield "Search for the name or the complete e-mail address."
        case Kind.NAME:
            yield "Try a part of the name, or another spelling of it."
            yield "Search for the complete e-mail address or an id."
    if search.filters:
        yield "Take away a filter, or choose a wider span of days."
