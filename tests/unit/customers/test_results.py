"""The list of results: rows, reasons, what is said of them, and the pages."""

from typing import Any

import pytest

from webapp.customers.criteria import Found, Search
from webapp.customers.presenters.results import GAP, Results, page_numbers, present
from webapp.interpretation import interpret
from webapp.voucherify.customer_records import Customer


def customer(number: int, **fields: Any) -> Customer:
    return Customer({"id": f"cust_{number}", "object": "customer", **fields})


def results(
    text: str, *others: Customer, exact: Customer | None = None, total: int | None = None, **asked: Any
) -> Results:
    found = Found(exact, others, len(others) + int(exact is not None) if total is None else total)
    return present(Search(interpret(text), **asked), found, page=1)


@pytest.mark.parametrize(
    ("page", "last", "numbers"),
    [
        (1, 0, []),
        (1, 1, []),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, GAP, 9]),
        (5, 9, [1, GAP, 4, 5, 6, GAP, 9]),
        (9, 9, [1, GAP, 8, 9]),
        (12, 9, [1, GAP, 9]),
    ],
)
def test_page_numbers(page: int, last: int, numbers: list[int]) -> None:
    assert list(page_numbers(page, last)) == numbers


def test_the_exact_hit_comes_first_with_its_reason() -> None:
    shown = results("crm-8812", customer(1, name="crm-8812 test"), exact=customer(2, source_id="crm-8812"))
    assert [(row.customer_id, row.reason) for row in shown.rows] == [("cust_2", "source id matches"), ("cust_1", "")]
    assert shown.summary == "2 customers found"


def test_customers_who_share_an_email_are_pointed_out() -> None:
    two = [customer(1, email="Ana@example.org"), customer(2, email="ana@example.org")]
    assert results("ana@example.org", *two).note.startswith("2 customers share this e-mail")
    assert results("ana@example.org", two[0]).note == ""


def test_a_source_id_that_is_somebody_elses_email_is_no_shared_email() -> None:
    owner, namesake = customer(1, email="ana@example.org"), customer(2, source_id="ana@example.org")
    shown = results("ana@example.org", owner, exact=namesake)
    assert shown.note == ""
    assert [row.reason for row in shown.rows] == ["source id matches", "e-mail matches"]


def test_rows_tell_what_is_not_given_from_what_is_not_known() -> None:
    row = results("", customer(1, address={"country": "PL"})).rows[0]
    assert (row.title, row.has_name, row.email, row.place) == ("No name given", False, None, "Poland")
    assert (row.orders, row.spent, row.points) == (None, None, None)


def test_nobody_found_says_what_was_asked_and_what_to_try() -> None:
    shown = results("Nowak", city="Łódź", segment_id="seg_1")
    assert shown.summary == "Nobody found"
    assert shown.asked == ("“Nowak”", "in the city “Łódź”", "in the segment “seg_1”")
    assert any("filter" in hint for hint in shown.hints)


@pytest.mark.parametrize(("total", "reachable", "last_page"), [(2475, None, 99), (2476, 2475, 99), (26, None, 2)])
def test_no_page_is_offered_that_the_api_does_not_give(total: int, reachable: int | None, last_page: int) -> None:
    shown = results("", customer(1), total=total)
    assert shown.reachable == reachable
    assert shown.pages[-1] == last_page
    assert shown.summary == f"{total:,} customers in all"
