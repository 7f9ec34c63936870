"""Rules of metadata definitions that the demo world does not use."""

import pytest

from webapp.sandbox.rules.metadata import failures


def schema(resource: str = "customer", allow_defined_only: bool = False, **properties: dict) -> dict:
    whole = {
        name: {"type": "string", "array": False, "optional": True, "objectType": None} | definition
        for name, definition in properties.items()
    }
    return {resource: {"properties": whole, "allow_defined_only": allow_defined_only}}


CHANNEL = schema(channel={"optional": False, "eq": ["Facebook", "Twitter", "Website"]})
WORDS = (
    "channel: must be a string, property is required, must be equal to one of Facebook,Twitter,Website"
    " (actual value is '{}')"
)


def test_a_required_property_is_asked_for_when_creating_only():
    assert failures(CHANNEL, "customer", {}, creating=True) == [WORDS.format("null")]
    assert failures(CHANNEL, "customer", {}, creating=False) == []
    assert failures(CHANNEL, "customer", {"channel": None}, creating=False) == [WORDS.format("null")]
    assert failures(CHANNEL, "customer", {"channel": "snap"}, creating=False) == [WORDS.format("snap")]
    assert failures(CHANNEL, "customer", {"channel": "Twitter"}, creating=True) == []


def test_only_declared_properties_where_the_schema_says_so():
    closed = schema(allow_defined_only=True, channel={}, old={"deleted": True})
    assert failures(closed, "customer", {"channel": "x"}, creating=True) == []
    assert failures(closed, "customer", {"colour": "x"}, creating=True) == [
        "colour: is not defined in the metadata schema"
    ]


@pytest.mark.parametrize(
    ("rule", "good", "bad", "words"),
    [
        ({"type": "number", "ne": [1, 2]}, 3, 2, "must not be equal to any of 1,2"),
        ({"type": "number", "lt": 5}, 4, 5, "must be lower than 5"),
        ({"type": "number", "lte": 5}, 5, 6, "must be lower than or equal to 5"),
        ({"type": "number", "gt": 0}, 1, 0, "must be greater than 0"),
        ({"type": "number", "gte": 0}, 0, -1, "must be greater than or equal to 0"),
        ({"exactLength": 4}, "0001", "001", "must have exactly 4 characters"),
        ({"minLength": 2}, "ab", "a", "must have at least 2 characters"),
        ({"maxLength": 2}, "ab", "abc", "must have at most 2 characters"),
        ({"array": True, "exactLength": 1}, ["a", "b"], ["ab"], "must be an array of strings"),
    ],
)
def test_a_rule(rule, good, bad, words):
    known = schema(value=rule)
    assert failures(known, "customer", {"value": good}, creating=True) == []
    [failure] = failures(known, "customer", {"value": bad}, creating=True)
    assert words in failure


def test_a_resource_without_a_schema_takes_everything():
    assert failures(CHANNEL, "voucher", {"channel": 5}, creating=True) == []
