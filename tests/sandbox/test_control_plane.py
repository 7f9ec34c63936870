from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_the_state_says_what_there_is(stranger: FlaskClient) -> None:
    state = stranger.get("/_sandbox/state").get_json()
    assert state["counts"]["customers"] == 5
    assert state["settings"] == {
        "merge": "merge",
        "async_progress": "immediate",
        "rate_limits": {},
        "consents": True,
    }


def test_a_reset_gives_back_data_clock_settings_and_silence(client: FlaskClient) -> None:
    client.post("/v1/customers", json={"name": "New"})
    client.delete("/v1/customers/cust_anna")
    client.put("/_sandbox/clock", json={"now": "2030-01-01", "stopped": True})
    client.put("/_sandbox/settings", json={"merge": "replace"})
    client.post("/_sandbox/faults", json={"kind": "status", "times": None})
    client.post("/_sandbox/reset")
    state = client.get("/_sandbox/state").get_json()
    assert (state["counts"]["customers"], state["settings"]["merge"], state["faults"]) == (5, "merge", [])
    assert state["now"] < "2030"
    assert client.get("/_sandbox/requests").get_json() == {"requests": []}
    assert client.get("/v1/customers?name=anna").get_json()["total"] == 2


def test_requests_seen_are_listed_without_keys_or_bodies(client: FlaskClient) -> None:
    client.post("/v1/customers", json={"source_id": "a/b"})
    client.get("/v1/customers/a%2Fb?x=1&token=secret")
    client.get("/_sandbox/state")
    first, second = client.get("/_sandbox/requests").get_json()["requests"]
    assert (first["method"], first["path"], first["status"]) == ("POST", "/v1/customers", 200)
    assert (second["path"], second["query"]) == ("/v1/customers/a%2Fb", "x=1&token=…")
    assert set(first) == {"method", "path", "query", "at", "status", "milliseconds"}
    client.delete("/_sandbox/requests")
    assert client.get("/_sandbox/requests").get_json() == {"requests": []}


def test_a_stopped_clock_stamps_all_alike(client: FlaskClient) -> None:
    client.put("/_sandbox/clock", json={"now": "2031-05-01T12:00:00+02:00", "stopped": True})
    made = [client.post("/v1/customers", json={}).get_json()["created_at"] for _ in range(2)]
    assert made == ["2031-05-01T10:00:00.000Z"] * 2
    client.put("/_sandbox/clock", json={"advance": 90})
    assert client.post("/v1/customers", json={}).get_json()["created_at"] == "2031-05-01T10:01:30.000Z"


def test_a_moved_clock_runs_on_and_can_be_given_back(client: FlaskClient) -> None:
    real = datetime.fromisoformat(client.get("/_sandbox/state").get_json()["now"])
    client.put("/_sandbox/clock", json={"advance": 86_400})
    moved = datetime.fromisoformat(client.get("/_sandbox/state").get_json()["now"])
    assert timedelta(days=1) <= moved - real < timedelta(days=1, minutes=1)
    answer = client.put("/_sandbox/clock", json={}).get_json()
    assert datetime.fromisoformat(answer["now"]) - real < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("clock", {"now": "soon"}),
        ("clock", {"advance": 10**18}),
        ("settings", {"colour": "red"}),
        ("settings", {"merge": "sometimes"}),
        ("settings", {"async_progress": "reads:x"}),
        ("settings", {"rate_limits": {"minute": 0}}),
        ("settings", {"consents": 1}),
        ("settings", []),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changed(client: FlaskClient, what: str, body: object) -> None:
    before = client.get("/_sandbox/state").get_json()["settings"]
    assert client.put(f"/_sandbox/{what}", json=body).status_code == 400
    assert client.get("/_sandbox/state").get_json()["settings"] == before


def test_settings_outlive_the_process(seeded_app: Flask, client: FlaskClient) -> None:
    from webapp.sandbox.app import create_sandbox
    from webapp.sandbox.database import Database

    client.put("/_sandbox/settings", json={"async_progress": "reads:3"})
    path: Path = seeded_app.extensions["sandbox"].database.path
    again = Database(path)
    state = create_sandbox(again).test_client().get("/_sandbox/state").get_json()
    again.close()
    assert state["settings"]["async_progress"] == "reads:3"
