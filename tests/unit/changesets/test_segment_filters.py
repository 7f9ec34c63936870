"""Whether a segment's filter holds, where a profile is enough to tell."""

from typing import Any

import pytest

from webapp.changesets.segment_filters import read_filter

CUSTOMER = {
    "source_id": "crm-1",
    "name": "Anna Nowak",
    "email": "anna@example.org",
    "address": {"city": "Łódź"},
    "metadata": {"tier": "gold", "visits": 7, "vip": True, "brands": ["Nike", "Fenty"]},
}


def condition(field: str, operator: str, *values: Any) -> dict[str, Any]:
    return {field: {"conditions": {operator: list(values)}}}


def holds(given: dict[str, Any]) -> bool:
    found = read_filter("seg_1", "VIP", given)
    assert found.is_known
    return found.holds(CUSTOMER)


@pytest.mark.parametrize(
    ("field", "operator", "values", "result"),
    [
        ("metadata.tier", "$is", ["gold"], True),
        ("metadata.tier", "$is", ["GOLD"], True),
        ("metadata.tier", "$is", ["silver", "gold"], True),
        ("metadata.tier", "$is_not", ["gold"], False),
        ("metadata.none", "$is_not", ["gold"], True),
        ("metadata.none", "$is", ["gold"], False),
        ("metadata.vip", "$is", [True], True),
        ("metadata.visits", "$is", [7], True),
        ("metadata.visits", "$more_than_equal", [7], True),
        ("metadata.visits", "$less_than_equal", [6], False),
        ("metadata.brands", "$in", ["fenty"], True),
        ("metadata.brands", "$not_in", ["nike"], False),
        ("city", "$is", ["łódź"], True),
        ("address.city", "$starts_with", ["ł"], True),
        ("email", "$ends_with", [".org"], True),
        ("name", "$contains", ["now"], True),
        ("name", "$not_contain", ["now"], False),
        ("phone", "$is_unknown", [""], True),
        ("email", "$has_value", [], True),
        ("source_id", "$is", ["crm-1"], True),
    ],
)
def test_operators(field: str, operator: str, values: list[Any], result: bool):
    assert holds(condition(field, operator, *values)) is result


def test_fields_are_joined_by_the_junction():
    fits, does_not = condition("name", "$contains", "anna"), condition("phone", "$has_value")
    assert not holds(fits | does_not)
    assert holds({"junction": "or", **fits, **does_not})


@pytest.mark.parametrize(
    "given",
    [
        condition("summary.orders.total_amount", "$more_than", 1),
        condition("created_at", "$before", "2026-01-01"),
        condition("birthdate", "$this_month"),
        condition("metadata.a.b", "$is", "x"),
        condition("name", "$contains", "anna") | condition("loyalty.points", "$is", 1),
        {},
        {"name": {}},
    ],
)
def test_what_a_profile_does_not_tell_is_not_known(given: dict[str, Any]):
    assert not read_filter("seg_1", "VIP", given).is_known


def test_a_filter_on_figures_is_not_known_but_no_change_of_a_profile_touches_it():
    found = read_filter("seg_1", "Big spenders", condition("summary.orders.total_amount", "$more_than_equal", 10_000))
    assert not found.is_known
    assert not found.is_touched({"name", "metadata.tier"})


def test_a_filter_on_figures_and_a_field_is_touched_by_that_field_alone():
    both = condition("summary.orders.total_amount", "$more_than_equal", 1) | condition("city", "$is", "Łódź")
    found = read_filter("seg_1", "Big spenders of Łódź", both)
    assert not found.is_known
    assert not found.is_touched({"name"})
    assert found.is_touched({"address.city"})


def test_what_is_read_by_a_filter_nobody_knows_may_be_touched_by_anything():
    assert read_filter("seg_1", "VIP", condition("custom_event.visits", "$is", 1)).is_touched({"name"})
