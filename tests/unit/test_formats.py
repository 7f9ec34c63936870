"""Numbers, amounts and dates as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.formats import Formats, age, counted, country, day, initials, number, points

NOW = datetime(2026, 11, 20, 14, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("currency", "minor_units", "written"),
    [
        (None, 41250, "412.50"),
        (None, 0, "0.00"),
        (None, -5, "-0.05"),
        (None, 123456789, "1,234,567.89"),
        ("EUR", 41250, "€412.50"),
        ("EUR", -1500, "-€15.00"),
        ("GBP", 99, "£0.99"),
        ("JPY", 41200, "JP¥412"),
        ("JPY", 41250, "JP¥412.50"),
        ("KWD", 41250, "KWD412.500"),
    ],
)
def test_money_is_counted_in_hundredths(currency: str | None, minor_units: int, written: str) -> None:
    assert Formats(currency, "UTC").money(minor_units) == written


@pytest.mark.parametrize(
    ("timezone", "written"),
    [
        ("UTC", "20 Nov 2026, 14:02 UTC"),
        ("Europe/Warsaw", "20 Nov 2026, 15:02 CET"),
        ("Pacific/Auckland", "21 Nov 2026, 03:02"),
    ],
)
def test_moments_carry_their_zone(timezone: str, written: str) -> None:
    shown = Formats(None, timezone).moment(NOW)
    assert shown.startswith(written)
    assert len(shown) > len("20 Nov 2026, 14:02")


@pytest.mark.parametrize(
    ("before", "written"),
    [
        (timedelta(seconds=2), "just now"),
        (timedelta(seconds=12), "12 seconds ago"),
        (timedelta(minutes=3), "3 minutes ago"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=800), "2 years ago"),
        (timedelta(days=-3), "in 3 days"),
    ],
)
def test_relative_moments(before: timedelta, written: str) -> None:
    assert Formats(None, "UTC").relative(NOW - before, NOW) == written


def test_numbers_keep_their_decimals_and_group_thousands() -> None:
    assert [number(2140), number(-7), number(3.14159)] == ["2,140", "-7", "3.14159"]


def test_counted_things_agree_with_their_noun() -> None:
    assert points(1) == "1 point"
    assert points(2140) == "2,140 points"
    assert counted(0, "order") == "0 orders"
    assert counted(2, "person", "people") == "2 people"


def test_days_have_no_zone() -> None:
    assert day(date(1992, 2, 29)) == "29 Feb 1992"


@pytest.mark.parametrize(
    ("given", "shown"),
    [("PL", "Poland"), ("de", "Germany"), ("ZZZ", "ZZZ"), ("Polska", "Polska"), ("QX", "QX"), ("", "")],
)
def test_countries_by_code_else_as_given(given: str, shown: str) -> None:
    assert country(given) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Jan Duda", "JD"), ("Ana María López Ruiz", "AR"), ("agent", "A"), ("", ""), ("李", "李")],
)
def test_initials(name: str, shown: str) -> None:
    assert initials(name) == shown


@pytest.mark.parametrize(
    ("today", "years"),
    [(date(2026, 2, 28), 33), (date(2026, 3, 1), 34), (date(2024, 2, 29), 32), (date(1992, 2, 29), 0)],
)
def test_age_of_somebody_born_on_a_leap_day(today: date, years: int) -> None:
    assert age(date(1992, 2, 29), today) == years
