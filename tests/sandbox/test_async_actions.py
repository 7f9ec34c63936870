import io
import time
from typing import Any

import pytest
from flask.testing import FlaskClient


def import_csv(client: FlaskClient, text: str) -> str:
    answer = client.post("/v1/customers/importCSV", data={"file": (io.BytesIO(text.encode()), "customers.csv")})
    assert answer.status_code == 202
    identifier: str = answer.get_json()["async_action_id"]
    return identifier


def action(client: FlaskClient, identifier: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/async-actions/{identifier}").get_json()
    return found


def states(client: FlaskClient, identifier: str, looks: int) -> list[tuple[str, int]]:
    return [(seen["status"], seen["progress"]) for seen in (action(client, identifier) for _ in range(looks))]


def exists(client: FlaskClient, identifier: str) -> bool:
    return client.get(f"/v1/customers/{identifier}").status_code == 200


def test_immediate_work_is_done_when_one_looks(client: FlaskClient) -> None:
    identifier = import_csv(client, "Name,Source_id\nNew,new-1\n")
    done = action(client, identifier)
    assert (done["status"], done["progress"], done["type"]) == ("DONE", 100, "CUSTOMERS.IMPORT_CSV")
    assert done["request_id"].startswith("v-")
    assert "operation_status" not in done
    assert exists(client, "new-1")


def test_after_so_many_reads(client: FlaskClient) -> None:
    client.put("/_sandbox/settings", json={"async_progress": "reads:3"})
    identifier = import_csv(client, "Name,Source_id\nNew,new-1\n")
    assert not exists(client, "new-1")
    assert states(client, identifier, 3) == [("ENQUEUED", 33), ("IN_PROGRESS", 66), ("DONE", 100)]
    assert exists(client, "new-1")


def test_after_so_many_seconds_of_the_sandbox_clock(client: FlaskClient) -> None:
    client.put("/_sandbox/clock", json={"now": "2031-05-18T00:00:00Z", "stopped": True})
    client.put("/_sandbox/settings", json={"async_progress": "seconds:10"})
    identifier = import_csv(client, "Name,Source_id\nNew,new-1\n")
    assert states(client, identifier, 2) == [("ENQUEUED", 0)] * 2
    client.put("/_sandbox/clock", json={"advance": 5})
    assert states(client, identifier, 1) == [("IN_PROGRESS", 50)]
    client.put("/_sandbox/clock", json={"advance": 5})
    done = action(client, identifier)
    assert (done["status"], done["processing_time"]) == ("DONE", 10_000)


def test_seconds_pass_without_anybody_looking(client: FlaskClient) -> None:
    client.put("/_sandbox/settings", json={"async_progress": "seconds:1"})
    import_csv(client, "Name,Source_id\nNew,new-1\n")
    deadline = time.monotonic() + 5
    while not exists(client, "new-1"):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_one_action_after_the_other(client: FlaskClient) -> None:
    client.put("/_sandbox/settings", json={"async_progress": "reads:2"})
    first = import_csv(client, "Name,Source_id\nFirst,one\n")
    second = import_csv(client, "Name,Source_id\nSecond,one\n")
    assert states(client, second, 3) == [("ENQUEUED", 0)] * 3
    assert states(client, first, 2)[-1] == ("DONE", 100)
    assert states(client, second, 2) == [("IN_PROGRESS", 50), ("DONE", 100)]
    assert client.get("/v1/customers/one").get_json()["name"] == "Second"


def test_work_held_back_is_done_when_the_pace_changes(client: FlaskClient) -> None:
    client.put("/_sandbox/settings", json={"async_progress": "reads:50"})
    identifier = import_csv(client, "Name,Source_id\nNew,new-1\n")
    client.put("/_sandbox/settings", json={"async_progress": "reads:1"})
    assert states(client, identifier, 1) == [("DONE", 100)]


def test_the_list_is_newest_first_and_without_results(client: FlaskClient) -> None:
    client.put("/_sandbox/clock", json={"now": "2031-05-18T00:00:00Z", "stopped": True})
    identifiers = []
    for minute in range(3):
        identifiers.append(import_csv(client, f"Name,Source_id\nNew,new-{minute}\n"))
        client.put("/_sandbox/clock", json={"advance": 60})
    listed = client.get("/v1/async-actions?limit=2").get_json()
    assert [each["id"] for each in listed["async_actions"]] == identifiers[:0:-1]
    assert listed["has_more"] is True
    assert "total" not in listed
    assert all("result" not in each for each in listed["async_actions"])
    earlier = client.get("/v1/async-actions", query_string={"end_date": listed["async_actions"][-1]["created_at"]})
    assert [each["id"] for each in earlier.get_json()["async_actions"]] == identifiers[:1]
    assert earlier.get_json()["has_more"] is False


@pytest.mark.parametrize(
    ("query", "details"),
    [
        ("end_date=soon", "Property .end_date cannot be recognized as a ISO-8601 compliant date"),
        ("limit=101", "Property .limit cannot be higher than 100"),
    ],
)
def test_parameters_are_checked(client: FlaskClient, query: str, details: str) -> None:
    answer = client.get(f"/v1/async-actions?{query}")
    assert answer.status_code == 400
    assert (answer.get_json()["key"], answer.get_json()["details"]) == ("invalid_query_params", details)


def test_an_unknown_action(client: FlaskClient) -> None:
    answer = client.get("/v1/async-actions/aa_none")
    assert answer.status_code == 404
    assert answer.get_json()["resource_type"] == "async_action"


def test_a_reset_ends_work_that_is_held_back(client: FlaskClient) -> None:
    client.put("/_sandbox/settings", json={"async_progress": "reads:9"})
    identifier = import_csv(client, "Name,Source_id\nNew,new-1\n")
    client.post("/_sandbox/reset")
    assert client.get(f"/v1/async-actions/{identifier}").status_code == 404
    assert not exists(client, "new-1")
