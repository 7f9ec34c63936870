from flask import Flask
from flask.testing import FlaskClient

from webapp.sandbox.tables import TABLES


def test_a_deleted_customer_is_gone_and_the_source_id_free(client: FlaskClient) -> None:
    answer = client.delete("/v1/customers/crm-1")
    assert (answer.status_code, answer.data) == (204, b"")
    assert client.get("/v1/customers/cust_anna").status_code == 404
    assert client.get("/v1/customers?name=anna nowak").get_json()["total"] == 0
    again = client.post("/v1/customers", json={"source_id": "crm-1"}).get_json()
    assert again["id"] != "cust_anna"


def test_a_deletion_takes_the_dependants_along_and_leaves_an_event(client: FlaskClient, seeded_app: Flask) -> None:
    client.delete("/v1/customers/cust_anna")
    counts = client.get("/_sandbox/state").get_json()["counts"]
    assert (counts["orders"], counts["segment_members"]) == (0, 1)
    with seeded_app.extensions["sandbox"].database.read() as connection:
        events = connection.execute("SELECT type FROM events WHERE customer_id = 'cust_anna'").fetchall()
    assert [event["type"] for event in events] == ["customer.deleted"]


def test_deleting_nobody_is_not_found(client: FlaskClient) -> None:
    assert client.delete("/v1/customers/nobody").status_code == 404
    assert client.post("/v1/customers/nobody/permanent-deletion").status_code == 404


def test_a_permanent_deletion_counts_what_it_removed(client: FlaskClient) -> None:
    deletion = client.post("/v1/customers/crm-1/permanent-deletion").get_json()
    assert deletion["id"].startswith("del_")
    assert (deletion["object"], deletion["status"]) == ("pernament_deletion", "DONE")
    assert (deletion["related_object"], deletion["related_object_id"]) == ("customer", "cust_anna")
    assert deletion["data_json"] == {
        "events": 2,
        "customer_events": 1,
        "daily_events": 0,
        "segments": 1,
        "orders": 1,
        "order_events": 1,
        "customer": 1,
    }
    assert client.get("/v1/customers/crm-1").status_code == 404


def test_a_permanent_deletion_leaves_no_word_of_the_person(client: FlaskClient, seeded_app: Flask) -> None:
    client.put("/v1/customers/crm-1", json={"name": "Anna Unforgettable"})
    client.post("/v1/customers/crm-1/permanent-deletion")
    with seeded_app.extensions["sandbox"].database.read() as connection:
        stored = "".join(
            row["document"]
            for table in TABLES.values()
            if "document" in table.columns
            for row in connection.execute(f"SELECT document FROM {table.name}")  # noqa: S608 -- our own names
        )
    assert "Bob Stone" in stored
    assert "Anna Unforgettable" not in stored
