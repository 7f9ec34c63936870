"""The profile page's content, from customers as rich and as bare as the API sends them."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from webapp.customers.presenters.cards import Card
from webapp.customers.presenters.profile import Profile, present
from webapp.values import MISSING, UNKNOWN, Fact, Value
from webapp.voucherify.customer_records import Customer

READ_AT = datetime(2026, 11, 20, 14, 2, tzinfo=ZoneInfo("Europe/Warsaw"))


def profile_of(**fields: Any) -> Profile:
    return present(Customer({"id": "cust_1", "object": "customer", **fields}), READ_AT)


def fact(card: Card, label: str) -> Fact:
    return next(fact for fact in card.facts if fact.label == label)


def test_a_customer_about_whom_nothing_is_known() -> None:
    profile = profile_of()
    assert fact(profile.person, "E-mail").value == MISSING
    assert fact(profile.person, "Birthdate").value == MISSING
    assert fact(profile.orders, "Orders").value == UNKNOWN
    assert fact(profile.record, "Changed").value == Value("words", "never")
    assert (profile.memberships, profile.referrals, profile.metadata, profile.other_fields) == ((), (), (), ())


def test_the_address_is_written_as_an_address() -> None:
    address = {"line_1": "Długa 7/3", "line_2": None, "postal_code": "31-147", "city": "Kraków", "country": "PL"}
    assert fact(profile_of(address=address).person, "Address").value == Value(
        "lines", ("Długa 7/3", "31-147 Kraków", "Poland")
    )
    assert fact(profile_of(address=dict.fromkeys(address)).person, "Address").value == MISSING


def test_a_birthdate_comes_with_the_age() -> None:
    birthdate = fact(profile_of(birthdate="1992-02-29").person, "Birthdate")
    assert birthdate == Fact("Birthdate", Value("day", date(1992, 2, 29)), "34 years old")


def test_a_birthdate_that_is_no_day_is_shown_as_given() -> None:
    assert fact(profile_of(birthdate="in May").person, "Birthdate").value == Value("text", "in May")


@pytest.mark.parametrize(("birthday", "shown"), [("1992-03-01", True), ("1992-02-29", False), (None, False)])
def test_the_older_birthday_is_shown_where_it_differs(birthday: str | None, shown: bool) -> None:
    labels = [fact.label for fact in profile_of(birthdate="1992-02-29", birthday=birthday).person.facts]
    assert ("Birthday, older field" in labels) is shown


def test_somebody_without_orders_has_no_last_order() -> None:
    orders = {"total_count": 0, "total_amount": 0, "average_amount": 0, "last_order_amount": 0}
    card = profile_of(summary={"orders": orders}).orders
    assert fact(card, "Worth in all").value == Value("money", 0)
    assert fact(card, "Last order").value == fact(card, "Last order on").value == Value("words", "no order yet")


@pytest.mark.parametrize(("on_cards", "differs"), [(4200, True), (2200, False)])
def test_points_counted_apart_are_explained_only_where_they_differ(on_cards: int, differs: bool) -> None:
    profile = profile_of(
        loyalty={"points": 2200, "referred_customers": 0, "campaigns": {}},
        summary={"redemptions": {"loyalty_card": {"points_to_go": on_cards}}},
    )
    left = fact(profile.loyalty_cards, "Left on cards")
    assert left.value == Value("points", on_cards)
    assert bool(left.note) is differs


def test_loyalty_by_campaign_and_referrals() -> None:
    profile = profile_of(
        loyalty={
            "points": 7,
            "referred_customers": 2,
            "campaigns": {"b club": {"points": 3}, "A Club": {"points": 4, "loyalty_tier": "ltr_1"}},
        },
        referrals={"total": 1, "campaigns": [{"referrer_id": "cust_2", "date": "2026-01-02T03:04:05.000Z"}]},
    )
    assert [(member.campaign, member.points, member.tier) for member in profile.memberships] == [
        ("A Club", 4, "ltr_1"),
        ("b club", 3, None),
    ]
    assert profile.referred_customers == 2
    assert profile.referrals[0].referrer_id == "cust_2"
    assert profile.referrals[0].campaign_id is None


def test_what_is_new_in_the_api_stays_visible_and_the_json_is_whole() -> None:
    profile = profile_of(name="Žaneta", mood="sunny")
    assert profile.other_fields == (Fact("mood", Value("text", "sunny")),)
    assert '"name": "Žaneta"' in profile.raw_json
