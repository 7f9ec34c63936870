"""Searching for customers: which calls a search takes, and what they bring together."""

from webapp.customers.criteria import Found, Search
from webapp.interpretation import Kind
from webapp.side_by_side import side_by_side
from webapp.voucherify import Page, Voucherify, errors
from webapp.voucherify.customer_records import Customer


def run(client: Voucherify, search: Search, page: int) -> Found:
    """Search with at most two calls, side by side. Raises what GET /v1/customers raises."""
    asked = search.asked
    if asked.kind is Kind.API_ID:
        exact = find_by_identifier(client, asked.text)
        return Found(exact, (), int(exact is not None))
    if page > 1 or not asked.looks_like_identifier:
        listed = _list(client, search, page)
        return Found(None, listed.items, listed.total or len(listed.items))
    exact, listed = side_by_side(
        lambda: find_by_identifier(client, asked.text),
        lambda: _list(client, search, page),
    )
    others = tuple(customer for customer in listed.items if exact is None or customer.id != exact.id)
    listed_too = len(others) < len(listed.items)
    total = (listed.total or len(listed.items)) + int(exact is not None and not listed_too)
    return Found(exact, others, total)


def find_only_one(client: Voucherify, search: Search) -> Customer | None:
    """Find the one customer whom the text can mean by itself: by id, source id or an e-mail that nobody shares."""
    asked = search.asked
    if asked.kind is Kind.NOTHING:
        return None
    if asked.kind is not Kind.EMAIL:
        return find_by_identifier(client, asked.text)
    exact, listed = side_by_side(
        lambda: find_by_identifier(client, asked.text),
        lambda: client.customers.list(email=asked.text, limit=2),
    )
    candidates = {customer.id: customer for customer in (*listed.items, *([exact] if exact else []))}
    return candidates.popitem()[1] if len(candidates) == 1 else None


def find_by_identifier(client: Voucherify, identifier: str) -> Customer | None:
    """Get a customer by id or source id; None when there is none, or when no address can carry the text."""
    try:
        return client.customers.get(identifier)
    except (errors.NotFound, ValueError):
        return None


def _list(client: Voucherify, search: Search, page: int) -> Page[Customer]:
    return client.customers.list(limit=search.page_size, page=page, order=search.order, **search.narrowing)
