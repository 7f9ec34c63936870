"""What is asked of the list of orders, and how it is read."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.orders.criteria import Search, export_address
from webapp.orders.names import CustomerNames, Name
from webapp.orders.presenters.rows import GAP, page_numbers, present_page, present_stretch
from webapp.orders.searching import Found
from webapp.voucherify.order_records import Order

WARSAW = ZoneInfo("Europe/Warsaw")
MAY_3 = date(2026, 5, 3)
NOTHING = {
    "status": "", "customer": "", "amount_from": None, "amount_to": None, "created_from": None,
    "created_until": None, "order": "-created_at", "page_size": "25",
}  # fmt: skip


def search(**fields: Any) -> Search:
    return Search.from_fields({**NOTHING, **fields}, WARSAW)


def order(**fields: Any) -> Order:
    return Order({"id": "ord_1", **fields})


@pytest.mark.parametrize(
    ("asked", "fits", "does_not"),
    [
        ({"status": "PAID"}, {"status": "PAID"}, {"status": "CREATED"}),
        ({"status": "PAID"}, {"status": "PAID"}, {}),
        ({"customer": "cust_1"}, {"customer_id": "cust_1"}, {"customer_id": None}),
        ({"amount_from": 100}, {"total_amount": 100}, {"total_amount": 99, "amount": 200}),
        ({"amount_to": 100}, {"amount": 100}, {"amount": 101}),
        ({"amount_to": 100}, {"amount": 0}, {"amount": None}),
        ({"created_from": MAY_3}, {"created_at": "2026-05-02T22:00:00Z"}, {"created_at": "2026-05-02T21:59:59Z"}),
        ({"created_until": MAY_3}, {"created_at": "2026-05-03T21:59:59Z"}, {"created_at": "2026-05-03T22:00:00Z"}),
        ({"created_until": MAY_3}, {"created_at": "2026-05-03T21:59:59Z"}, {"created_at": "soon"}),
    ],
)  # fmt: skip
def test_what_fits(asked: dict[str, Any], fits: dict[str, Any], does_not: dict[str, Any]):
    assert search(**asked).narrows
    assert search(**asked).admits(order(**fits))
    assert not search(**asked).admits(order(**does_not))


def test_nothing_asked_admits_everything_and_narrows_nothing():
    assert search().admits(order())
    assert not search(order="updated_at", page_size="100").narrows
    assert search(amount_from=0).narrows


def test_the_export_is_asked_for_what_it_can_filter():
    asked = search(status="PAID", customer="cust_1", amount_from=0, amount_to=1250, created_from=date(2026, 5, 3))
    query = parse_qs(urlsplit(export_address(asked)).query)
    assert query == {"object": ["order"], "status": ["PAID"], "amount_from": ["0"], "amount_to": ["1250"],
                     "created_after": ["2026-05-03"], "one_customer": ["yes"]}  # fmt: skip


def test_the_end_of_what_can_be_reached_is_told():
    found = Found((), 9_976, 10_000, 12_345, has_more=False, is_cut=True)
    listing = present_page(search(page_size="100"), found, 100, {}, lambda each: each)
    assert "the first 10,000 orders only" in listing.end_note
    assert "The other 2,345 are out of its reach." in listing.end_note
    assert listing.pages[-1] == 100


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Found((), 1, 45, 45, has_more=False), "All 45 orders were read."),
        (Found((), 1, 500, 1_200, has_more=True), "Rows 1 to 500 of 1,200 were read."),
        (Found((), 501, 1_000, None, has_more=True), "Rows 501 to 1,000 were read."),
        (Found((), 1_001, 1_000, 700, has_more=False), "There is nothing after row 1,000 of 700."),
    ],
)
def test_which_rows_were_read_is_told(found: Found, said: str):
    assert present_stretch(found, {}, lambda each: each).span == said


@given(st.integers(1, 200), st.integers(0, 100))
def test_pages_go_up_and_hold_the_ends(page: int, last: int):
    numbers = [each for each in page_numbers(page, last) if each != GAP]
    assert numbers == sorted(set(numbers))
    assert not numbers or (numbers[0], numbers[-1]) == (1, last)


def test_names_are_kept_for_a_while_and_not_without_bounds():
    names = CustomerNames(most=2)
    for each in ("a", "b", "c"):
        names.keep(each, Name(each.upper()))
    assert names.known("abc") == {"b": Name("B"), "c": Name("C")}
    old = CustomerNames(kept_seconds=-1)
    old.keep("a", Name("A"))
    assert old.known("a") == {}


def test_days_begin_in_the_configured_zone():
    assert search(created_from=date(2026, 5, 3)).created_after == datetime(2026, 5, 2, 22, tzinfo=UTC)
