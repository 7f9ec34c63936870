"""What a wanted row would do to a customer, field by field."""

from typing import Any

import pytest

from webapp.changesets import Options, Wanted
from webapp.changesets.comparing import Compared, Kind, after, against_deleting, compare, flat, holds, same

STORED: dict[str, Any] = {
    "id": "cust_1",
    "source_id": "crm-1",
    "name": "Anna",
    "email": "anna@example.org",
    "phone": None,
    "address": {"city": "Łódź", "line_1": "Main 1"},
    "metadata": {"tier": 2, "tags": ["a", "b"], "left": "over"},
}
CASES = [
    ({"name": "Anna"}, {}),
    ({"name": "Ann"}, {"name": ("Anna", "Ann")}),
    ({"phone": None}, {}),
    ({"phone": "1"}, {"phone": (None, "1")}),
    ({"name": None}, {"name": ("Anna", None)}),
    ({"address.city": "Rome"}, {"address.city": ("Łódź", "Rome")}),
    ({"metadata.tier": 2.0}, {}),
    ({"metadata.tier": "2"}, {"metadata.tier": (2, "2")}),
    ({"metadata.tags": ["a", "b"]}, {}),
    ({"metadata.tags": ["b", "a"]}, {"metadata.tags": (["a", "b"], ["b", "a"])}),
    ({"metadata.new.dotted": 1}, {"metadata.new.dotted": (None, 1)}),
]


def compared(values: dict[str, Any] | None, stored: dict[str, Any] | None = STORED, **options: Any) -> Compared:
    return compare(Wanted(2, "crm-1", values), stored, Options(**options))


@pytest.mark.parametrize(("values", "changes"), CASES)
def test_only_fields_that_differ_are_changed(values: dict[str, Any], changes: dict[str, Any]):
    found = compared(values)
    assert found.kind is (Kind.UPDATE if changes else Kind.UNCHANGED)
    new = after(found.row)
    assert {field: (old, new[field]) for field, old in (found.row.before or {}).items()} == changes


def test_an_address_and_metadata_are_sent_whole_and_other_fields_alone():
    body = compared({"address.city": "Rome", "metadata.tier": None}).row.body
    assert body == {
        "source_id": "crm-1",
        "address": {"city": "Rome", "line_1": "Main 1"},
        "metadata": {"tier": None, "tags": ["a", "b"], "left": "over"},
    }
    assert STORED["metadata"]["tier"] == 2


def test_a_new_customer_gets_what_has_a_value():
    found = compared({"name": "Anna", "phone": None, "address.city": "Rome", "metadata.a": 0}, None)
    assert found.kind is Kind.CREATE
    assert found.row.body == {"source_id": "crm-1", "name": "Anna", "address": {"city": "Rome"}, "metadata": {"a": 0}}
    assert found.row.before is None


def test_overwriting_wipes_what_is_not_mentioned():
    found = compared({"name": "Anna", "metadata.tier": 2}, overwrite=True)
    assert set(found.wiped) == {"email", "address.city", "address.line_1", "metadata.tags", "metadata.left"}
    assert found.row.body is not None
    assert found.row.body["metadata"] == {"tier": 2, "tags": None, "left": None}
    assert found.row.body["email"] is None
    assert "name" not in found.row.body


def test_clearing_is_not_wiping():
    found = compared({"name": None})
    assert (found.cleared, found.wiped) == (("name",), ())


@pytest.mark.parametrize(
    ("stored", "options"),
    [
        (STORED, {"mode": "create_only"}),
        (None, {"mode": "update_only"}),
        (None, {"key": "id"}),
        (None, {"key": "either"}),
    ],
)
def test_what_the_mode_forbids_is_a_conflict(stored: dict[str, Any] | None, options: dict[str, Any]):
    found = compared({"name": "X"}, stored, **options)
    assert found.kind is Kind.CONFLICT
    assert found.row.note


def test_an_unknown_field_is_a_mistake_of_the_origin():
    with pytest.raises(ValueError, match="not a field"):
        compared({"summary.orders": 1})


@pytest.mark.parametrize(("expected", "kind"), [({"name": "Anna"}, Kind.UPDATE), ({"name": "Other"}, Kind.CONFLICT)])
def test_what_is_not_as_expected_is_left_alone(expected: dict[str, Any], kind: Kind):
    assert compare(Wanted(2, "crm-1", {"name": "Back"}, expected), STORED, Options()).kind is kind


def test_a_customer_with_more_than_was_written_is_not_deleted():
    exact = flat(STORED)
    assert compare(Wanted(2, "crm-1", None, exact), STORED, Options()).kind is Kind.DELETE
    assert compare(Wanted(2, "crm-1", None, exact), {**STORED, "phone": "1"}, Options()).kind is Kind.CONFLICT


@pytest.mark.parametrize(
    "history",
    [
        {"summary": {"orders": {"total_count": 1}}},
        {"summary": {"redemptions": {"total_redeemed": 1}}},
        {"loyalty": {"points": 5}},
    ],
)
def test_a_customer_with_a_history_is_not_deleted(history: dict[str, Any]):
    assert against_deleting({**STORED, **history}, flat(STORED))


@pytest.mark.parametrize(
    ("one", "other"), [(True, 1), (1, "1"), (None, ""), ([1], [True]), ({"a": 1}, {"a": 1, "b": None}), (0, False)]
)
def test_values_that_look_alike_differ(one: Any, other: Any):
    assert not same(one, other)
    assert not same(other, one)


def test_holding_values_is_asked_by_flat_names():
    assert holds(STORED, {"address.city": "Łódź", "metadata.none": None, "phone": None})
    assert not holds(STORED, {"address.city": "Rome"})
