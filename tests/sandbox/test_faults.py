"""Faults over a real socket, as a client meets them."""

import time

import pytest
import requests

from tests.support.sandbox_server import SandboxServer


def test_a_status_with_a_body_once(server: SandboxServer) -> None:
    server.fault("status", status=503, body={"code": 503, "message": "Later"}, headers={"Retry-After": "7"})
    failed = server.call("GET", "/v1/customers")
    assert (failed.status_code, failed.json(), failed.headers["Retry-After"]) == (
        503,
        {"code": 503, "message": "Later"},
        "7",
    )
    assert server.call("GET", "/v1/customers").status_code == 200


def test_a_body_of_text_is_html(server: SandboxServer) -> None:
    server.fault("status", status=502, body="<h1>Bad gateway</h1>")
    answer = server.call("GET", "/v1/customers")
    assert (answer.status_code, answer.text) == (502, "<h1>Bad gateway</h1>")
    assert answer.headers["Content-Type"].startswith("text/html")


def test_faults_wait_for_their_method_and_route(server: SandboxServer) -> None:
    server.fault("status", status=500, method="PUT", route="/v1/customers/{customerId}")
    assert server.call("GET", "/v1/customers/cust_anna").status_code == 200
    assert server.call("PUT", "/v1/customers/a%2Fb/c", json={}).status_code == 404
    assert server.call("PUT", "/v1/customers/a%2Fb%3Fc%3Dd%23e%252F%2Bx%40y%20z", json={}).status_code == 500


def test_faults_queue_and_standing_ones_stay_until_cleared(server: SandboxServer) -> None:
    server.fault("status", status=500, times=2)
    server.fault("status", status=418, times=None, route="/v1/*")
    assert [server.call("GET", "/v1/customers").status_code for _ in range(5)] == [500, 500, 418, 418, 418]
    server.clear_faults()
    assert server.call("GET", "/v1/customers").status_code == 200


@pytest.mark.parametrize(("carried_out", "name"), [(False, "Anna Nowak"), (True, "Renamed")])
def test_a_dropped_connection_may_still_have_worked(server: SandboxServer, carried_out: bool, name: str) -> None:
    server.fault("drop", method="PUT", carried_out=carried_out)
    with pytest.raises(requests.ConnectionError):
        server.call("PUT", "/v1/customers/cust_anna", json={"name": "Renamed"})
    assert server.call("GET", "/v1/customers/cust_anna").json()["name"] == name
    dropped, _ = server.requests()
    assert (dropped["method"], dropped["status"]) == ("PUT", None)


def test_a_delay(server: SandboxServer) -> None:
    server.fault("delay", milliseconds=[60, 80])
    started = time.perf_counter()
    assert server.call("GET", "/v1/customers").status_code == 200
    assert time.perf_counter() - started >= 0.06
    assert server.requests()[0]["milliseconds"] >= 60


def test_broken_json(server: SandboxServer) -> None:
    server.fault("broken_json")
    answer = server.call("GET", "/v1/customers")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()


def test_a_truncated_body(server: SandboxServer) -> None:
    server.fault("truncated")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        server.call("GET", "/v1/customers")


def test_another_content_type(server: SandboxServer) -> None:
    server.fault("content_type", content_type="text/plain")
    answer = server.call("GET", "/v1/customers")
    assert (answer.headers["Content-Type"], answer.json()["object"]) == ("text/plain", "list")


def test_a_slow_trickle_arrives_whole(server: SandboxServer) -> None:
    server.fault("trickle", milliseconds=100)
    started = time.perf_counter()
    assert server.call("GET", "/v1/customers").json()["total"] == 5
    assert time.perf_counter() - started >= 0.09


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "flood"},
        {"kind": "status", "status": 99},
        {"kind": "drop", "times": 0},
        {"kind": "drop", "method": "FETCH"},
        {"kind": "delay", "milliseconds": [1, 2, 3]},
        {"kind": "delay", "milliseconds": "1"},
    ],
)
def test_an_unclear_fault_is_refused(server: SandboxServer, body: dict[str, object]) -> None:
    answer = requests.post(f"{server.url}/_sandbox/faults", json=body, timeout=5)
    assert answer.status_code == 400
    assert server.state()["faults"] == []
