"""Metadata schemas, and what they let in."""

import pytest
from flask.testing import FlaskClient


def test_the_list_and_one_by_its_resource(shop):
    listed = shop.get("/v1/metadata-schemas").json
    assert listed["data_ref"] == "schemas"
    assert listed["total"] == len(listed["schemas"])
    for schema in listed["schemas"]:
        assert shop.get(f"/v1/metadata-schemas/{schema['related_object']}").json == schema


def test_an_unknown_resource(shop):
    answer = shop.get("/v1/metadata-schemas/earning_rules")
    assert (answer.status_code, answer.json["resource_type"]) == (404, "metadata schema")
    assert answer.json["details"] == "Cannot find metadata schema with id earning_rules"


def refusal(client: FlaskClient, metadata: dict) -> str:
    answer = client.post("/v1/customers", json={"source_id": "meta", "metadata": metadata})
    assert (answer.status_code, answer.json["key"]) == (400, "metadata_validation_failed"), answer.text
    assert answer.json["message"] == "Metadata validation failed"
    assert client.get("/v1/customers/meta").status_code == 404
    return answer.json["details"]


def test_the_details_name_every_rule_of_the_property(shop):
    assert refusal(shop, {"membership_level": "tin"}) == (
        "membership_level: must be a string, must be equal to one of bronze,silver,gold (actual value is 'tin')"
    )


@pytest.mark.parametrize(
    "metadata",
    [
        {"membership_level": 5},
        {"preferred_language": "x"},
        {"preferred_language": "xxxxxx"},
        {"accepts_marketing": "true"},
        {"store_visits": "5"},
        {"store_visits": True},
        {"store_visits": -1},
        {"member_since": "2024-02-30"},
        {"member_since": "2024-02-03T10:00:00Z"},
        {"last_visit": "2024-02-03"},
        {"last_visit": "Tuesday T"},
        {"location": "near the harbor"},
        {"photo": "portrait.jpg"},
        {"favorite_brands": "Muji"},
        {"favorite_brands": ["Muji", 5]},
        {"anniversaries": ["2024-02-30"]},
        {"preferences": "by post"},
        {"preferences": {"contact_by": "owl"}},
        {"preferences": {"topics": ["tea", "wine"]}},
        {"preferences": {"deliver_after": 24}},
    ],
)
def test_a_value_that_breaks_its_definition_is_refused(shop, metadata):
    assert "(actual value is '" in refusal(shop, metadata)


@pytest.mark.parametrize(
    "metadata",
    [
        {"membership_level": "gold", "accepts_marketing": False, "store_visits": 12.5},
        {"member_since": "2024-02-29", "last_visit": "2024-02-03T10:00:00+02:00"},
        {"location": "54.35, 18.64", "photo": "https://images.example.org/1.jpg"},
        {"favorite_brands": [], "anniversaries": ["2024-02-29"]},
        {"preferences": {"contact_by": "post", "topics": ["tea"], "deliver_after": 0, "unknown": {}}},
        {"store_visits": None, "unknown": {"deep": [1]}, "fax": 5},
    ],
)
def test_what_a_schema_allows_is_kept_as_it_was_sent(shop, metadata):
    assert shop.post("/v1/customers", json={"source_id": "meta", "metadata": metadata}).json["metadata"] == metadata


def test_an_update_is_checked_too_and_changes_nothing_when_refused(shop):
    shop.post("/v1/customers", json={"source_id": "meta", "metadata": {"membership_level": "gold"}})
    answer = shop.put("/v1/customers/meta", json={"name": "New", "metadata": {"membership_level": "tin"}})
    assert (answer.status_code, answer.json["key"]) == (400, "metadata_validation_failed")
    customer = shop.get("/v1/customers/meta").json
    assert "name" not in customer
    assert customer["metadata"] == {"membership_level": "gold"}


def test_two_broken_properties_are_both_named(shop):
    details = refusal(shop, {"membership_level": "tin", "store_visits": -1})
    assert details.count("actual value is") == 2
