from datetime import UTC, date, datetime
from urllib.parse import unquote_plus

import pytest

from webapp.voucherify import Filters
from webapp.voucherify.filters import (
    after,
    before,
    condition,
    contains,
    ends_with,
    has_value,
    in_,
    is_,
    is_not,
    is_unknown,
    less_than,
    more_than,
    not_contain,
    not_in,
    starts_with,
)

EMPTY = {"object": "list", "data_ref": "data", "data": []}


@pytest.fixture
def sent(wire, client):
    """What a list asks for with these filters: the query's parts, decoded."""

    def ask(filters):
        wire.answers(EMPTY)
        client.vouchers.list(filters=filters)
        return unquote_plus(wire.requests[-1].path.partition("?")[2]).split("&")

    return ask


@pytest.mark.parametrize(
    ("condition_of_code", "parts"),
    [
        (is_("A"), ["[$is]=A"]),
        (is_not("A"), ["[$is_not]=A"]),
        (in_("A", "B"), ["[$in][0]=A", "[$in][1]=B"]),
        (not_in("A"), ["[$not_in][0]=A"]),
        (has_value(), ["[$has_value]="]),
        (is_unknown(), ["[$is_unknown]="]),
        (starts_with("A"), ["[$starts_with]=A"]),
        (ends_with("A"), ["[$ends_with]=A"]),
        (contains("A"), ["[$contains]=A"]),
        (not_contain("A"), ["[$not_contain]=A"]),
        (after(date(2026, 1, 2)), ["[$after]=2026-01-02"]),
        (before(datetime(2026, 1, 2, 3, tzinfo=UTC)), ["[$before]=2026-01-02T03:00:00.000Z"]),
        (more_than(10), ["[$more_than]=10"]),
        (less_than(10), ["[$less_than]=10"]),
        (condition("$is_days_ago", 3), ["[$is_days_ago]=3"]),
        (after("2026-01-01") & before("2026-02-01"), ["[$after]=2026-01-01", "[$before]=2026-02-01"]),
    ],
)
def test_a_condition_in_a_query(sent, condition_of_code, parts):
    expected = [f"filters[code][conditions]{part}" for part in parts]

    assert sent(Filters(code=condition_of_code)) == ["filters[junction]=and", *expected]


def test_fields_are_joined_by_the_junction(sent):
    assert sent(Filters("or", code=is_("A"), **{"metadata.tier": is_(True)})) == [
        "filters[junction]=or",
        "filters[code][conditions][$is]=A",
        "filters[metadata.tier][conditions][$is]=true",
    ]


def test_a_body_says_everything_in_arrays(wire, client):
    wire.answers({"id": "seg_1"})

    client.segments.create_dynamic(
        "VIP", Filters(name=starts_with("A"), created_at=after(date(2026, 1, 2)), email=has_value())
    )

    assert wire.requests[0].json["filter"] == {
        "junction": "and",
        "name": {"conditions": {"$starts_with": ["A"]}},
        "created_at": {"conditions": {"$after": ["2026-01-02"]}},
        "email": {"conditions": {"$has_value": [""]}},
    }


def test_what_the_grammar_cannot_say_is_refused():
    with pytest.raises(ValueError, match="junction"):
        Filters("xor")
    with pytest.raises(ValueError, match="junction"):
        Filters(junction=is_("or"))
    with pytest.raises(ValueError, match="once"):
        is_("A") & is_("B")


def test_a_field_the_list_does_not_know_is_refused_before_anything_is_sent(wire, client):
    with pytest.raises(ValueError, match="no filter by voucher_kind"):
        client.redeemables.list("cust_1", filters=Filters(voucher_kind=is_("GIFT_VOUCHER")))

    assert wire.requests == []
