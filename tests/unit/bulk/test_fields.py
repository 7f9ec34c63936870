"""Which fields there are for many customers, and what each can hold."""

from zoneinfo import ZoneInfo

import pytest

from webapp.bulk.fields import allows_others, fields_of, other_keys_of
from webapp.kinds import Kind
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.metadata_schemas import MetadataSchema

ZONE = ZoneInfo("Europe/Warsaw")
SCHEMA = MetadataSchema(
    {
        "properties": {
            "tier": {"type": "string", "eq": ["silver", "gold"]},
            "visits": {"type": "number", "gte": 0, "lt": 100},
            "code": {"type": "string", "minLength": 2, "maxLength": 4, "ne": ["none"]},
            "brands": {"type": "string", "array": True, "maxLength": 3},
            "needed": {"type": "boolean", "optional": False},
            "old": {"type": "string", "deleted": True},
        }
    }
)
FIELDS = {field.name: field for field in fields_of(SCHEMA, {"odd/key": "number"})}


def test_every_key_that_is_in_use_and_the_fields_of_a_profile():
    assert [name for name in FIELDS if name.startswith("metadata.")] == [
        f"metadata.{key}" for key in ("tier", "visits", "code", "brands", "needed", "odd/key")
    ]
    assert {"address.city", "description", "name", "birthdate"} <= FIELDS.keys()
    assert FIELDS["metadata.odd/key"].kind is Kind.NUMBER


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("metadata.tier", "gold", "gold"),
        ("metadata.visits", "99.5", 99.5),
        ("metadata.brands", "abc\n\nxyz", ["abc", "xyz"]),
        ("metadata.needed", "false", False),
        ("metadata.odd/key", "7", 7),
        ("birthdate", "1990-05-03", "1990-05-03"),
    ],
)
def test_values_are_read_by_their_kind_and_written_back(name: str, text: str, value: object):
    assert FIELDS[name].read(text, ZONE) == value
    assert FIELDS[name].read(FIELDS[name].write(value, ZONE), ZONE) == value


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("metadata.tier", "bronze", "It must be one of silver, gold."),
        ("metadata.visits", "-1", "It must be at least 0"),
        ("metadata.visits", "100", "It must be less than 100"),
        ("metadata.visits", "many", "Write a number"),
        ("metadata.code", "x", "at least 2 characters"),
        ("metadata.code", "xxxxx", "at most 4 characters"),
        ("metadata.code", "none", "It must not be none."),
        ("metadata.brands", "abc\nlong", "at most 3 characters"),
        ("birthdate", "1990-02-30", "Write an existing day"),
    ],
)
def test_the_rules_of_the_schema_are_held(name: str, text: str, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        FIELDS[name].read(text, ZONE)


def test_what_the_project_requires_cannot_be_cleared():
    assert not FIELDS["metadata.needed"].can_be_cleared
    assert FIELDS["metadata.tier"].can_be_cleared
    assert FIELDS["address.city"].can_be_cleared


def test_other_keys_are_those_seen_on_customers():
    customers = [
        Customer({"id": "1", "metadata": {"tier": "gold", "shelf": 1, "mixed": 1, "empty": None}}),
        Customer({"id": "2", "metadata": {"shelf": 2.5, "mixed": "one"}}),
        Customer({"id": "3"}),
    ]
    assert other_keys_of(SCHEMA, customers) == {"mixed": "json", "shelf": "number"}


def test_where_only_defined_keys_are_allowed_no_others_are_offered():
    strict = MetadataSchema({"properties": {}, "allow_defined_only": True})
    assert not allows_others(strict)
    assert not [field for field in fields_of(strict, {"shelf": "number"}) if field.name.startswith("metadata.")]
    assert allows_others(None)
