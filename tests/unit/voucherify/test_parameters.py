import math
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import parse_qsl

import pytest

from webapp.voucherify import UNSET
from webapp.voucherify.parameters import json_body, known, one_of, path_segment, query_string, within


@pytest.mark.parametrize(
    ("identifier", "segment"),
    [
        ("cust_1", "cust_1"),
        ("jane@example.com", "jane%40example.com"),
        ("a/b?c=d#e%2F+x@y z", "a%2Fb%3Fc%3Dd%23e%252F%2Bx%40y%20z"),
        ("山田/太郎", "%E5%B1%B1%E7%94%B0%2F%E5%A4%AA%E9%83%8E"),
        ("...", "..."),
    ],
)
def test_an_identifier_becomes_one_path_segment(identifier, segment):
    assert path_segment(identifier) == segment


@pytest.mark.parametrize("identifier", ["", ".", ".."])
def test_identifiers_no_client_can_address_are_refused(identifier):
    with pytest.raises(ValueError, match="identifier"):
        path_segment(identifier)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a b&c", "a b&c"),
        (7, "7"),
        (True, "true"),
        (False, "false"),
        ("", ""),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), "2026-03-01T12:00:00.000Z"),
        (datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC), "2026-03-01T12:00:00.123456Z"),
        (datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2))), "2026-03-01T10:00:00.000Z"),
    ],
)
def test_query_values(value, text):
    assert parse_qsl(query_string({"created_at[before]": value}), keep_blank_values=True) == [
        ("created_at[before]", text)
    ]


def test_a_query_drops_what_is_unset_repeats_lists_and_brackets_objects():
    query = query_string(
        {
            "page": UNSET,
            "result": ["SUCCESS", "FAILURE"],
            "filters": {"junction": "and", "name": {"conditions": {"$in": ["a", "b"], "$has_value": ""}}},
        }
    )

    assert parse_qsl(query, keep_blank_values=True) == [
        ("result", "SUCCESS"),
        ("result", "FAILURE"),
        ("filters[junction]", "and"),
        ("filters[name][conditions][$in][0]", "a"),
        ("filters[name][conditions][$in][1]", "b"),
        ("filters[name][conditions][$has_value]", ""),
    ]


@pytest.mark.parametrize("value", [None, 1.5, datetime(2026, 3, 1)])  # noqa: DTZ001 -- a zone is what it lacks
def test_what_a_query_cannot_say_is_refused(value):
    with pytest.raises(ValueError, match=r"cannot be sent|time zone"):
        query_string({"page": value})


def test_a_body_drops_what_is_unset_and_keeps_null():
    body = {"name": UNSET, "email": None, "metadata": {"a": UNSET, "b": None}, "birthdate": date(2000, 1, 2)}

    assert json_body(body) == b'{"email": null, "metadata": {"b": null}, "birthdate": "2000-01-02"}'


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_body_holds_no_number_json_does_not_know(value):
    with pytest.raises(ValueError, match="JSON"):
        json_body({"amount": value})


@pytest.mark.parametrize("limit", [0, 101, -1])
def test_numbers_out_of_range_are_refused(limit):
    with pytest.raises(ValueError, match="limit must be from 1 to 100"):
        within("limit", limit, 1, 100)


@pytest.mark.parametrize("limit", [1, 100, UNSET])
def test_numbers_in_range_pass(limit):
    assert within("limit", limit, 1, 100) is limit


def test_unknown_orders_and_names_are_refused():
    with pytest.raises(ValueError, match="order must be one of a, b"):
        one_of("order", "name", {"a", "b"})
    with pytest.raises(TypeError, match="nmae"):
        known({"name": "name"}, {"nmae": "Jane"})
