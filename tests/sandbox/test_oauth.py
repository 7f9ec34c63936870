"""OAuth tokens in place of the application keys."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

KEYS = {"X-App-Id": "sandbox-app-id", "X-App-Token": "sandbox-app-token"}


def asked(client: FlaskClient, **form: str) -> TestResponse:
    return client.post(
        "/v1/oauth/token", data={"grant_type": "client_credentials", "scope": "api"} | form, headers=KEYS
    )


def bearer(client: FlaskClient, scope: str = "api") -> dict[str, str]:
    return {"Authorization": f"Bearer {asked(client, scope=scope).json['access_token']}"}


def test_a_token_is_given_for_the_keys(stranger):
    answer = asked(stranger, scope="customers  orders customers")
    assert answer.status_code == 200
    assert answer.json["scope"] == "customers orders"
    assert (answer.json["expires_in"], answer.json["token_type"]) == (900, "Bearer")
    assert answer.json["client_id"] == "sandbox-app-id"
    assert answer.json.keys() == {"access_token", "client_id", "expires_at", "expires_in", "scope", "token_type"}


def test_only_the_keys_get_a_token(stranger):
    form = {"grant_type": "client_credentials", "scope": "api"}
    assert stranger.post("/v1/oauth/token", data=form).status_code == 401
    assert stranger.post("/v1/oauth/token", data=form, headers=bearer(stranger)).status_code == 401


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ({"grant_type": "password"}, "invalid_grant_type"),
        ({"grant_type": ""}, "invalid_grant_type"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": "customers everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
def test_what_is_no_request_for_a_token(stranger, form, key):
    answer = asked(stranger, **form)
    assert (answer.status_code, answer.json["key"]) == (400, key)


def test_a_token_opens_what_its_scopes_name(stranger):
    headers = bearer(stranger, "customers")
    assert stranger.get("/v1/customers", headers=headers).status_code == 200
    assert stranger.get("/v1/customers/crm-1/activity", headers=headers).status_code == 200
    refused = stranger.get("/v1/segments", headers=headers)
    assert (refused.status_code, refused.json["key"]) == (403, "forbidden")
    assert "X-Rate-Limit-Limit" in refused.headers
    assert stranger.get("/v1/segments", headers=bearer(stranger, "api")).status_code == 200


def test_a_write_by_token_is_told_as_the_api_s(stranger):
    headers = bearer(stranger)
    stranger.post("/v1/customers", json={"source_id": "by-token"}, headers=headers)
    event = stranger.get("/v1/customers/by-token/activity", headers=headers).json["data"][0]
    assert event["data"]["event_source"]["api_key"]["app_id"] == "sandbox-app-id"


def test_a_token_lives_fifteen_minutes_by_the_sandbox_clock(stranger):
    headers = bearer(stranger)
    stranger.put("/_sandbox/clock", json={"advance": 890})
    assert stranger.get("/v1/customers", headers=headers).status_code == 200
    stranger.put("/_sandbox/clock", json={"advance": 11})
    assert stranger.get("/v1/customers", headers=headers).status_code == 401


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer", "Basic abc", ""])
def test_what_is_no_token_opens_nothing(stranger, header):
    assert stranger.get("/v1/customers", headers={"Authorization": header}).status_code == 401


def test_introspection(stranger):
    token = asked(stranger, scope="customers").json
    form = {"token": token["access_token"]}
    seen = stranger.post("/v1/oauth/introspect", data=form, headers=KEYS).json
    assert (seen["active"], seen["scope"], seen["client_id"]) == (True, "customers", "sandbox-app-id")
    assert seen["expires_at"] == token["expires_at"]
    stranger.put("/_sandbox/clock", json={"advance": 901})
    assert stranger.post("/v1/oauth/introspect", data=form, headers=KEYS).json == {"active": False}
    assert stranger.post("/v1/oauth/introspect", data={"token": "wrong"}, headers=KEYS).json == {"active": False}
    assert stranger.post("/v1/oauth/introspect", headers=KEYS).status_code == 400


def test_revocation(stranger):
    headers = bearer(stranger)
    form = {"token": headers["Authorization"].removeprefix("Bearer ")}
    assert stranger.post("/v1/oauth/revoke", data=form, headers=KEYS).status_code == 204
    assert stranger.get("/v1/customers", headers=headers).status_code == 401
    again = stranger.post("/v1/oauth/revoke", data=form, headers=KEYS)
    assert (again.status_code, again.data) == (404, b"")


def test_there_are_at_most_a_thousand_tokens_alive(stranger):
    for _ in range(1_000):
        assert asked(stranger).status_code == 200
    assert asked(stranger).status_code == 400
    stranger.put("/_sandbox/clock", json={"advance": 901})
    assert asked(stranger).status_code == 200
