"""Every operator of the filter grammar, seen through the members of a segment made with it."""

import pytest
from flask.testing import FlaskClient

PEOPLE = [
    {
        "source_id": "ada",
        "name": "Ada Lovelace",
        "email": "ada@example.org",
        "birthdate": "1990-06-20",
        "address": {"city": "Łódź", "country": "Poland"},
        "metadata": {
            "level": "Gold", "visits": 5, "tags": ["tea", "bread"], "vip": True, "since": "2025-06-10",
            "due": "2025-06-18T08:00:00+02:00", "preferences": {"contact_by": "email"},
        },
    },
    {
        "source_id": "bo",
        "name": "100% bo_b",
        "email": "",
        "birthdate": "1985-12-30",
        "metadata": {
            "level": "silver", "visits": 12, "tags": ["tea"], "vip": False, "since": "2024-06-15", "due": None,
        },
    },
    {"source_id": "cy"},
]  # fmt: skip


@pytest.fixture
def people(client: FlaskClient) -> FlaskClient:
    """Three customers created at noon of Sunday, 15 June 2025, and the clock stopped there."""
    client.put("/_sandbox/clock", json={"now": "2025-06-15T12:00:00Z", "stopped": True})
    for person in PEOPLE:
        assert client.post("/v1/customers", json=person).status_code == 200
    return client


def fitting(client: FlaskClient, condition: dict) -> str:
    """The people a new segment with this filter holds, by source_id."""
    segment = client.post("/v1/segments", json={"name": "Test", "type": "passive", "filter": condition})
    assert segment.status_code == 200, segment.text
    members = client.get("/v1/customers", query_string={"segment_id": segment.json["id"], "limit": 100})
    return " ".join(sorted({each["source_id"] for each in members.json["customers"]} & {"ada", "bo", "cy"}))


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("source_id", "$is", "ada", "ada"),
        ("source_id", "$is", "ADA", ""),
        ("source_id", "$in", ["ada", "cy", *map(str, range(5000))], "ada cy"),
        ("name", "$is", ["ada lovelace"], "ada"),
        ("name", "$is_not", ["ada lovelace"], "bo cy"),
        ("name", "$in", ["Ada Lovelace", "nobody"], "ada"),
        ("name", "$not_in", ["Ada Lovelace", "nobody"], "bo cy"),
        ("name", "$has_value", "", "ada bo"),
        ("name", "$is_unknown", [True], "cy"),
        ("email", "$has_value", "", "ada"),
        ("name", "$starts_with", ["A", "x"], "ada"),
        ("name", "$ends_with", "O_B", "bo"),
        ("name", "$contains", "%", "bo"),
        ("name", "$contains", "_", "bo"),
        ("name", "$not_contain", "love", "bo cy"),
        ("city", "$is", "Łódź", "ada"),
        ("address.country", "$is", "poland", "ada"),
        ("metadata.level", "$in", ["gold", "Silver"], "ada bo"),
        ("metadata.vip", "$is", [True], "ada"),
        ("metadata.vip", "$is", "false", "bo"),
        ("metadata.visits", "$is", 5, "ada"),
        ("metadata.visits", "$more_than", ["5"], "bo"),
        ("metadata.visits", "$more_than_equal", 5, "ada bo"),
        ("metadata.visits", "$less_than", 12, "ada"),
        ("metadata.visits", "$less_than_equal", [12.0], "ada bo"),
        ("metadata.level", "$more_than", 5, ""),
        ("metadata.tags", "$is", "bread", "ada"),
        ("metadata.tags", "$is_not", "bread", "bo cy"),
        ("metadata.tags", "$count", 2, "ada"),
        ("metadata.tags", "$count_less", 2, "bo cy"),
        ("metadata.tags", "$count_more", 0, "ada bo"),
        ("metadata.due", "$is_unknown", "", "bo cy"),
        ("metadata.preferences.contact_by", "$is", "email", "ada"),
        ("summary.orders.total_count", "$is", 0, "ada bo cy"),
        ("summary.orders.total_amount", "$more_than", 0, ""),
        ("loyalty.points", "$less_than", 1, "ada bo cy"),
        ("loyalty_points", "$less_than", 1, "ada bo cy"),
        ("loyalty_tier.Club 2.0", "$has_value", "", ""),
        ("created_at", "$after", "2025-06-15T11:59:59Z", "ada bo cy"),
        ("created_at", "$before", ["2025-06-15T12:00:00Z"], ""),
        ("metadata.visits", "$less_than", 36_526, "ada bo"),
        ("metadata.visits", "$more_than", 10_000_000_000, ""),
        ("created_at", "$less_than", 1, "ada bo cy"),
        ("created_at", "$more_than", 1, ""),
        ("updated_at", "$has_value", "", ""),
        ("metadata.since", "$before", "2025-06-10T00:00:01Z", "ada bo"),
        ("metadata.since", "$before", "2025-06-10", "bo"),
        ("metadata.since", "$before", ["2024-01-01", "2025-01-01"], "bo"),
        ("metadata.since", "$after", ["2025-01-01", "2026-01-01"], "ada"),
        ("metadata.due", "$after", "2025-06-18T05:59:00Z", "ada"),
        ("metadata.due", "$after", "2025-06-18T06:01:00Z", ""),
        ("metadata.since", "$more_than", 10, "bo"),
        ("metadata.since", "$is_days_ago", 5, "ada"),
        ("metadata.due", "$is_days_in_future", 3, "ada"),
        ("metadata.since", "$more_than_ago", 10, "bo"),
        ("metadata.since", "$less_than_ago", 10, "ada"),
        ("metadata.due", "$more_than_future", 2, "ada"),
        ("metadata.due", "$less_than_future", 2, ""),
        ("created_at", "$today", "", "ada bo cy"),
        ("created_at", "$yesterday", "", ""),
        ("created_at", "$tomorrow", "", ""),
        ("metadata.since", "$this_week", "", "ada"),
        ("metadata.due", "$next_week", "", "ada"),
        ("metadata.since", "$last_week", "", ""),
        ("metadata.since", "$this_month", "", "ada"),
        ("metadata.since", "$last_month", "", ""),
        ("metadata.since", "$last_year", "", "bo"),
        ("metadata.since", "$this_year", "", "ada"),
        ("metadata.since", "$next_year", "", ""),
        ("birthdate", "$this_month", [True], "ada"),
        ("birthdate", "$next_month", [True], ""),
        ("birthdate", "$next_week", [True], "ada"),
        ("metadata.since", "$this_month_md", "", "ada bo"),
        ("metadata.since", "$today_md", "", "bo"),
        ("birthdate", "$is_day_of_month", [20, 30], "ada bo"),
        ("birthdate", "$is_month", 12, "bo"),
        ("birthdate", "$is_year", 1990, "ada"),
        ("created_at", "$is_day", 0, "ada bo cy"),
        ("metadata.since", "$is_years_ago", 1, "bo"),
        ("metadata.since", "$is_days_ago_md", 5, "ada"),
        ("birthdate", "$is_days_in_future_md", 5, "ada"),
        ("birthdate", "$is_more_days_in_future_md", 5, "bo"),
        ("birthdate", "$is_less_days_in_future_md", 6, "ada"),
        ("metadata.since", "$is_more_days_ago_md", 4, "ada"),
        ("metadata.since", "$is_less_days_ago_md", 6, "ada bo"),
        ("birthdate", "$is_less_days_in_future_md", 199, "ada bo"),
        ("publications.created_at", "$has_value", "", ""),
    ],
)
def test_an_operator_finds_whom_it_should(people, field, operator, value, expected):
    assert fitting(people, {field: {"conditions": {operator: value}}}) == expected


def test_fields_are_joined_by_the_junction_and_conditions_of_one_field_all_hold(people):
    level, visits = {"conditions": {"$is": "gold"}}, {"conditions": {"$more_than": 5}}
    fields = {"metadata.level": level, "metadata.visits": visits}
    assert fitting(people, fields) == ""
    assert fitting(people, {"junction": "or", **fields}) == "ada bo"
    assert fitting(people, {"metadata.visits": {"conditions": {"$more_than": 5, "$less_than": 12}}}) == ""


@pytest.mark.parametrize(
    "condition",
    [
        {"shoe_size": {"conditions": {"$is": "42"}}},
        {'metadata."': {"conditions": {"$is": "42"}}},
        {"metadata.": {"conditions": {"$is": "42"}}},
        {"name": {"conditions": {"$resembles": "Ada"}}},
        {"name": {"conditions": {}}},
        {"name": "Ada"},
        {"name": {"conditions": {"$is": {"deep": 1}}}},
        {"name": {"conditions": {"$contains": "x" * 2001}}},
        {"name": {"conditions": {"$contains": [str(number) for number in range(1000)]}}},
        {f"metadata.{number}": {"conditions": {"$is": "x"}} for number in range(1000)},
        {"name": {"conditions": {"$is": "Ada"}}, "junction": "xor"},
        {"metadata.visits": {"conditions": {"$more_than": "many"}}},
        {"metadata.visits": {"conditions": {"$more_than": "nan"}}},
        {"created_at": {"conditions": {"$after": "yesterday"}}},
        {"created_at": {"conditions": {"$more_than": -1}}},
        {"created_at": {"conditions": {"$is_years_ago": 9999}}},
        {"created_at": {"conditions": {"$is_month": "--5"}}},
        {"created_at": {"conditions": {"$is_days_ago": 99999999999}}},
        {"metadata.location": {"conditions": {"$in_location": "loc_1"}}},
        {"name": {"conditions": {"$redeemable": ""}}},
    ],
)
def test_what_is_no_filter_is_refused(client, condition):
    answer = client.post("/v1/segments", json={"name": "Test", "type": "passive", "filter": condition})
    assert (answer.status_code, answer.json["key"]) == (400, "invalid_payload")
    assert answer.json["details"].startswith("Property .filter")


@pytest.mark.parametrize(
    "query",
    [
        "filters[type][conditions][$is]=passive",
        "filters[type][conditions][$in][0]=passive&filters[type][conditions][$in][1]=nothing",
        "[filters][type][conditions][$in][]=passive",
        "filters%5Btype%5D%5Bconditions%5D%5B%24is%5D=passive&filters[junction]=and",
        "filters[name][conditions][$ends_with]=E%20ONE&filters[type][conditions][$is]=static&filters[junction]=or",
    ],
)
def test_the_grammar_in_a_query(client, query):
    made = {"name": "Passive one", "type": "passive", "filter": {"name": {"conditions": {"$has_value": ""}}}}
    client.post("/v1/segments", json=made)
    client.delete("/v1/segments/seg_old")
    client.delete("/v1/segments/seg_new")
    assert [segment["name"] for segment in client.get(f"/v1/segments?{query}").json["data"]] == ["Passive one"]


@pytest.mark.parametrize(
    "query",
    [
        "filters[colour][conditions][$is]=red",
        "filters[name][conditions][$like]=red",
        "filters[name][$is]=red",
        "filters[name]=red",
        "filters[name][conditions]=red",
        "filters[junction]=nor",
        "filters[junction]=and&filters[junction][conditions][$is]=and",
        "filters=red",
        'filters={"type":{"conditions":{"$is":"passive"}}}',
        "filters[created_at][conditions][$after]=soon",
    ],
)
def test_what_is_no_filter_in_a_query_is_refused(client, query):
    answer = client.get(f"/v1/segments?{query}")
    assert (answer.status_code, answer.json["key"]) == (400, "invalid_query_params")
    assert answer.json["details"].startswith("Property .filters")
