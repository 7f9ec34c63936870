"""What free values, such as metadata, are taken for."""

from datetime import UTC, date, datetime

import pytest

from webapp.customers.presenters.leftovers import leftovers
from webapp.values import Value, describe, facts_of


@pytest.mark.parametrize(
    ("value", "described"),
    [
        ("gold", Value("text", "gold")),
        ("", Value("empty")),
        (None, Value("null")),
        (True, Value("flag", True)),
        (0, Value("number", 0)),
        (3.5, Value("number", 3.5)),
        ("2026-05-03", Value("day", date(2026, 5, 3))),
        ("2026-02-30", Value("text", "2026-02-30")),
        ("20260503", Value("text", "20260503")),
        ("2026-05-03T10:00:00.000Z", Value("moment", datetime(2026, 5, 3, 10, tzinfo=UTC))),
        ("2026-05-03T10:00:00", Value("text", "2026-05-03T10:00:00")),
        ("52.23, 21.01", Value("text", "52.23, 21.01")),
        ("https://example.org/a.png", Value("url", "https://example.org/a.png")),
        ("javascript:alert(1)", Value("text", "javascript:alert(1)")),
        ("https://example.org/ and more", Value("text", "https://example.org/ and more")),
        ("http://[", Value("text", "http://[")),
        ([], Value("list", ())),
        (["S", None], Value("list", (Value("text", "S"), Value("null")))),
        ({"make": {"year": 2011}}, Value("fields", {"make": Value("fields", {"year": Value("number", 2011)})})),
    ],
)
def test_kinds(value: object, described: Value) -> None:
    assert describe(value) == described


def test_facts_come_in_the_order_of_their_names() -> None:
    assert [fact.label for fact in facts_of({"b": 1, "A": 2, "c": None})] == ["A", "b", "c"]


def test_what_no_card_shows_is_left_over_with_its_path() -> None:
    raw = {
        "id": "cust_1",
        "mood": "sunny",
        "address": {"city": "Łódź", "floor": 3},
        "summary": {"orders": {"total_count": 1, "returns": 2}, "redemptions": {"gift": {"bonus": None}}},
        "referrals": None,
        "loyalty": [],
        "metadata": {"anything": "goes"},
        "assets": "not an object",
    }
    assert dict(leftovers(raw)) == {
        "mood": "sunny",
        "address.floor": 3,
        "summary.orders.returns": 2,
        "summary.redemptions.gift.bonus": None,
        "assets": "not an object",
    }
