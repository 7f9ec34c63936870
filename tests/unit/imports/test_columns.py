"""Headers of files find the fields they mean, and never one they do not."""

import pytest

from tests.support.tables import schema_with
from webapp.imports.columns import IGNORED, match_headers, metadata_fields, new_key_field

SCHEMA = schema_with(
    favorite_brands={"type": "string", "array": True},
    name={"type": "string"},
    old={"type": "string", "deleted": True},
)
API = "Id Name Email Phone Birthdate Source_id Address_line_1 Address_line_2 Address_Postal_Code Address_City"
TEMPLATE = (
    "Name Source_id Description Email Phone Address_line_1 Address_line_2 City Postal_Code State Country Birthdate"
)


@pytest.mark.parametrize(
    "headers", [API.split(), TEMPLATE.split(), API.upper().split()], ids=["api", "template", "loud"]
)
def test_all_headers_of_the_api_are_known(headers: list[str]):
    found = match_headers(headers, None)
    assert IGNORED not in found.values()
    assert len(set(found.values())) == len(headers)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("source id", "source_id"),
        ("Source-ID", "source_id"),
        ("E-Mail", "email"),
        ("  Email ", "email"),
        ("Adres e-mail", "email"),
        ("Telefon", "phone"),
        ("Straße", "address.line_1"),
        ("Miejscowość", "address.city"),
        ("ZIP", "address.postal_code"),
        ("Date of birth", "birthdate"),
        ("Bemerkung", "description"),
        ("Default Address Address1", "address.line_1"),
        ("Default Address Province Code", "address.state"),
        ("Mailing Zip/Postal Code", "address.postal_code"),
        ("Billing City", "address.city"),
        ("Default Address Phone", IGNORED),
        ("Favorite Brands", "metadata.favorite_brands"),
        ("metadata.favorite_brands", "metadata.favorite_brands"),
        ("metadata.name", "metadata.name"),
        ("First name", IGNORED),  # without a last name
        ("Customer id", IGNORED),
        ("old", IGNORED),
        ("Shoe size", IGNORED),
        ("", IGNORED),
    ],
)
def test_headers(header: str, field: str):
    assert match_headers([header], SCHEMA) == {0: field}


def test_of_two_columns_for_one_field_the_first_gets_it():
    assert match_headers(["E-mail", "Name", "Mail"], None) == {0: "email", 1: "name", 2: IGNORED}


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["First Name", "Last Name"], ["name.first", "name.last"]),
        (["Nachname", "Vorname"], ["name.last", "name.first"]),
        (["Imię", "Nazwisko", "Imię i nazwisko"], [IGNORED, IGNORED, "name"]),
        (["Vorname", "Name"], [IGNORED, "name"]),
    ],
)
def test_a_name_in_two_columns(headers: list[str], fields: list[str]):
    assert [*match_headers(headers, None).values()] == fields


def test_the_projects_keys():
    assert metadata_fields(SCHEMA) == {"metadata.favorite_brands": "favorite_brands", "metadata.name": "name"}
    assert metadata_fields(None) == {}


@pytest.mark.parametrize(
    ("header", "schema", "field"),
    [
        (" Shoe size ", None, "metadata.Shoe size"),
        ("Shoe size", SCHEMA, "metadata.Shoe size"),
        ("old", SCHEMA, IGNORED),
        ("Shoe size", schema_with(defined_only=True), IGNORED),
        ("  ", None, IGNORED),
    ],
)
def test_new_keys(header: str, schema, field: str):
    assert new_key_field(header, schema) == field
