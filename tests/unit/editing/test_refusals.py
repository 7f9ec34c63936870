"""The API's refusals at the fields they are about."""

from zoneinfo import ZoneInfo

from webapp.editing.inputs import NO_SCHEMA, inputs_for
from webapp.editing.refusals import errors_by_field
from webapp.voucherify.errors import InvalidRequest, Problem

INPUTS = inputs_for({"metadata": {"tier": "x", "tier: more": "y", "pets": 1}}, NO_SCHEMA, ZoneInfo("UTC"))


def refusal(key: str, details: str | None) -> InvalidRequest:
    return InvalidRequest("PUT /v1/customers/{customerId}", Problem(status=400, key=key, details=details))


def test_each_metadata_problem_stands_at_its_key():
    details = "tier: must be equal to one of a,b (actual value is 'x'); pets: must be a string (actual value is '1')"
    assert errors_by_field(refusal("metadata_validation_failed", details), INPUTS) == {
        "metadata/tier": "Voucherify says: must be equal to one of a,b.",
        "metadata/pets": "Voucherify says: must be a string.",
    }


def test_the_longest_key_that_fits_is_meant():
    found = errors_by_field(refusal("metadata_validation_failed", "tier: more: must be a number"), INPUTS)
    assert [*found] == ["metadata/tier%3A%20more"]


def test_a_property_is_named():
    details = "Property .birthdate should be a date"
    assert errors_by_field(refusal("invalid_payload", details), INPUTS) == {
        "birthdate": "Voucherify says: Property .birthdate should be a date."
    }


def test_what_names_no_field_is_not_guessed():
    for details in (None, "The payload cannot be empty", "unknown: must be"):
        assert errors_by_field(refusal("invalid_payload", details), INPUTS) == {}
        assert errors_by_field(refusal("metadata_validation_failed", details), INPUTS) == {}
