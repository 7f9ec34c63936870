"""What every answer has in common: keys, limits, errors, identifiers in paths."""

import pytest
from flask.testing import FlaskClient

RATE_HEADERS = ("X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Retry")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-App-Id": "sandbox-app-id"},
        {"X-App-Id": "sandbox-app-id", "X-App-Token": "wrong"},
        {"X-App-Id": "sandbox-app-id", "X-App-Token": "nö"},
        {"X-Client-Application-Id": "sandbox-app-id", "X-Client-Token": "sandbox-app-token"},
    ],
)
def test_without_the_right_keys_nothing_is_answered(stranger: FlaskClient, headers: dict[str, str]) -> None:
    answer = stranger.get("/v1/customers", headers=headers)
    assert answer.status_code == 401
    assert answer.get_json() == {"code": 401, "message": "Unauthorized", "key": "unauthorized"}


@pytest.mark.parametrize("path", ["/v1/customers", "/v1/customers/nobody", "/v1/nowhere", "/v1/customers?limit=0"])
def test_every_answer_carries_the_rate_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert all(answer.headers[name].isdigit() for name in RATE_HEADERS)
    assert "Retry-After" not in answer.headers


def test_an_unknown_customer_is_not_found_by_what_was_sent(client: FlaskClient) -> None:
    answer = client.get("/v1/customers/jane%40example.org%2F1")
    assert answer.status_code == 404
    error = answer.get_json()
    assert error.pop("request_id").startswith("v-")
    assert error == {
        "code": 404,
        "key": "not_found",
        "message": "Resource not found",
        "details": "Cannot find customer with id jane@example.org/1",
        "resource_id": "jane@example.org/1",
        "resource_type": "customer",
    }


@pytest.mark.parametrize("path", ["/v1/nowhere", "/v1/customers/", "/v1/customers/a/b", "//v1/customers", "/"])
def test_an_unknown_route_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.get_json()["key"] == "not_found"


def test_a_wrong_verb_is_told_the_right_ones(client: FlaskClient) -> None:
    answer = client.put("/v1/customers")
    assert answer.status_code == 405
    error = answer.get_json()
    assert error["message"] == "HTTP Method Not Allowed"
    assert error["details"] == "PUT is not supported by this endpoint. Did you mean GET or POST?"
    assert "key" not in error
    assert client.options("/v1/customers").status_code == 405


def test_another_content_type_is_refused(client: FlaskClient) -> None:
    assert client.post("/v1/customers", data={"name": "N"}).status_code == 415


def test_too_much_is_refused_in_its_own_shape(client: FlaskClient) -> None:
    body = b'{"name":"' + b"n" * 10_485_760 + b'"}'
    answer = client.post("/v1/customers", data=body, content_type="application/json")
    assert answer.status_code == 413
    assert answer.get_json() == {
        "statusCode": 413,
        "error": "Request Entity Too Large",
        "message": "Payload content length greater than maximum allowed: 10485760",
    }


@pytest.mark.parametrize(
    ("source_id", "segment"),
    [
        ("a/b?c=d#e%2F+x@y z", "a%2Fb%3Fc%3Dd%23e%252F%2Bx%40y%20z"),
        ("100%", "100%25"),
        ("%25", "%2525"),
        ("//", "%2F%2F"),
        ("naïve €", "na%C3%AFve%20%E2%82%AC"),
        ("line\nbreak", "line%0Abreak"),
        (";:&=+$,", ";:&=+$,"),
        ("permanent-deletion", "permanent-deletion"),
        ("...", "..."),
    ],
)
def test_a_source_id_of_any_characters_is_one_segment(client: FlaskClient, source_id: str, segment: str) -> None:
    made = client.post("/v1/customers", json={"source_id": source_id}).get_json()
    assert client.get(f"/v1/customers/{segment}").get_json()["id"] == made["id"]
    assert client.post(f"/v1/customers/{segment}/permanent-deletion").get_json()["related_object_id"] == made["id"]


def test_one_customer_carries_the_address_of_the_preference_center(client: FlaskClient) -> None:
    customer = client.get("/v1/customers/crm-1").get_json()
    assert set(customer["assets"]) == {"cockpit_url", "cockpit_preference_center_url"}
