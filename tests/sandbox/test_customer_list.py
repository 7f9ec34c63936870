import pytest
from flask.testing import FlaskClient


def ids(client: FlaskClient, query: str) -> list[str]:
    answer = client.get(f"/v1/customers?{query}")
    assert answer.status_code == 200, answer.get_json()
    return [customer["id"].removeprefix("cust_") for customer in answer.get_json()["customers"]]


def test_the_newest_come_first_and_equal_moments_keep_their_order(client: FlaskClient) -> None:
    page = client.get("/v1/customers").get_json()
    assert [customer["id"] for customer in page["customers"]] == [
        "cust_slash", "cust_none", "cust_bob", "cust_hanna", "cust_anna",
    ]  # fmt: skip
    assert (page["object"], page["data_ref"], page["total"], page["has_more"]) == ("list", "customers", 5, False)
    assert "assets" not in page["customers"][0]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name=NOWAK", ["hanna", "anna"]),
        ("name=no", ["hanna", "anna"]),
        ("name=0%25", ["slash"]),
        ('name="hania"', ["hanna"]),
        ("name=nowak anna", []),
        ("email=SHARED@example.org", ["bob", "hanna"]),
        ("email=shared", []),
        ("city=BERLIN", ["bob", "hanna"]),
        ("city=łódź", ["anna"]),
        ("city=Ber", []),
        ("segment_id=seg_old", ["bob", "anna"]),
        ("segment_id=seg_unknown", []),
        ("segment_id=seg_old&name=nowak", ["anna"]),
        ("email=shared@example.org&name=bob&city=Berlin", ["bob"]),
        ("email=", ["slash", "none", "bob", "hanna", "anna"]),
        ("created_at[after]=2025-02-01", ["slash", "none", "bob"]),
        ("created_at[after]=2025-01-01T10:00:00Z", ["slash", "none", "bob"]),
        ("created_at%5Bbefore%5D=2025-03-01T11:00:00+01:00", ["bob", "hanna", "anna"]),
        ("created_at[after]=2025-01-15&created_at[before]=2025-02-15", ["bob"]),
        ("updated_at[after]=2025-05-15", ["anna"]),
        ("updated_at[before]=2025-05-15", ["bob"]),
        ("updated_at[before]=2026-01-01&order=updated_at", ["bob", "anna"]),
        ("nonsense=1", ["slash", "none", "bob", "hanna", "anna"]),
    ],
)
def test_filters(client: FlaskClient, query: str, found: list[str]) -> None:
    assert ids(client, query) == found
    assert client.get(f"/v1/customers?{query}").get_json()["total"] == len(found)


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("created_at", ["anna", "hanna", "bob", "none", "slash"]),
        ("-created_at", ["slash", "none", "bob", "hanna", "anna"]),
        # Customers never updated stand where they were created.
        ("updated_at", ["hanna", "none", "slash", "bob", "anna"]),
        ("-updated_at", ["anna", "bob", "slash", "none", "hanna"]),
        ("source_id", ["none", "slash", "bob", "anna", "hanna"]),
        ("-source_id", ["hanna", "anna", "bob", "slash", "none"]),
    ],
)
def test_orders(client: FlaskClient, order: str, found: list[str]) -> None:
    assert ids(client, f"order={order}") == found


def test_pages(client: FlaskClient) -> None:
    assert ids(client, "limit=2&page=2") == ["bob", "hanna"]
    assert client.get("/v1/customers?limit=2&page=2").get_json()["has_more"] is True
    assert client.get("/v1/customers?limit=2&page=3").get_json()["has_more"] is False
    assert ids(client, "page=99") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("starting_after=2025-03-01T10:00:00.000Z", ["bob", "hanna", "anna"]),
        ("starting_after=2025-03-01T10:00:00.000Z&order=-created_at", ["bob", "hanna", "anna"]),
        ("starting_after=2025-03-01T10:00:00.000Z&order=created_at", ["slash"]),
        ("starting_after=2025-04-01T10:00:00.000Z&order=updated_at", ["bob", "anna"]),
        ("starting_after=2025-06-01T10:00:00.000Z&order=-updated_at", ["bob", "slash", "none", "hanna"]),
        ("starting_after=2200-01-01&limit=1", ["slash"]),
        ("starting_after=1970-01-01&order=created_at&limit=2&name=nowak", ["anna", "hanna"]),
    ],
)
def test_the_cursor_follows_the_order(client: FlaskClient, query: str, found: list[str]) -> None:
    assert ids(client, query) == found


def test_the_total_ignores_the_cursor_and_has_more_minds_it(client: FlaskClient) -> None:
    page = client.get("/v1/customers?starting_after=2025-03-01T10:00:00.000Z&limit=3").get_json()
    assert (page["total"], page["has_more"]) == (5, False)


def test_a_write_is_in_the_very_next_total(client: FlaskClient) -> None:
    assert client.get("/v1/customers?name=nowak").get_json()["total"] == 2
    client.put("/v1/customers/cust_bob", json={"name": "Bob Nowak"})
    client.put("/v1/customers/cust_anna", json={"name": None})
    client.delete("/v1/customers/cust_hanna")
    assert ids(client, "name=nowak") == ["bob"]
    assert client.get("/v1/customers?name=nowak").get_json()["total"] == 1


@pytest.mark.parametrize(
    ("query", "details"),
    [
        ("limit=0", "Property .limit cannot be lower than 1"),
        ("limit=101", "Property .limit cannot be higher than 100"),
        ("limit=ten", "Property .limit should be an integer"),
        ("limit=1.5", "Property .limit should be an integer"),
        ("page=0", "Property .page cannot be lower than 1"),
        ("page=100", "Property .page cannot be higher than 99"),
        ("page=" + "9" * 5000, "Property .page should be an integer"),
        ("starting_after=yesterday", "Property .starting_after cannot be recognized as a ISO-8601 compliant date"),
        ("created_at[before]=1", "Property .created_at[before] cannot be recognized as a ISO-8601 compliant date"),
        (
            "starting_after=2025-01-01&order=-source_id",
            "Property .starting_after cannot be combined with .order by source_id",
        ),
    ],
)
def test_what_is_out_of_range_is_refused_by_name(client: FlaskClient, query: str, details: str) -> None:
    answer = client.get(f"/v1/customers?{query}")
    assert answer.status_code == 400
    error = answer.get_json()
    assert (error["key"], error["message"], error["details"]) == (
        "invalid_query_params",
        "Invalid query params",
        details,
    )


def test_an_unknown_order_is_refused(client: FlaskClient) -> None:
    answer = client.get("/v1/customers?order=name")
    assert answer.status_code == 400
    assert ".order should be one of created_at, -created_at" in answer.get_json()["details"]


def test_segments_are_listed_newest_first(client: FlaskClient) -> None:
    page = client.get("/v1/segments?limit=1").get_json()
    assert (page["object"], page["data_ref"], page["total"]) == ("list", "data", 2)
    assert [segment["name"] for segment in page["data"]] == ["New friends"]
    oldest = client.get("/v1/segments?order=created_at").get_json()["data"]
    assert [segment["id"] for segment in oldest] == ["seg_old", "seg_new"]
