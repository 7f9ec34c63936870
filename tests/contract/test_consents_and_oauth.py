"""What the official client has no operation for, over plain HTTP: consents, their feed, OAuth, the list of segments."""

import pytest
import requests

from tests.support.sandbox_server import SandboxServer

BROWSER = {
    "X-Client-Application-Id": "sandbox-client-id",
    "X-Client-Token": "sandbox-client-token",
    "Origin": "http://127.0.0.1",
}


def test_a_consent_given_in_the_browser_shows_in_the_deprecated_feed(sandbox: SandboxServer) -> None:
    listed = requests.get(f"{sandbox.url}/client/v1/consents", headers=BROWSER, timeout=10).json()
    consent = listed["consents"]["data"][0]
    answer = requests.put(
        f"{sandbox.url}/client/v1/customers/ticket-1/consents", json={consent["id"]: True}, headers=BROWSER, timeout=10
    )
    assert (answer.status_code, answer.content) == (204, b"")
    latest = sandbox.call("GET", "/v1/customers/ticket-1/activities", params={"limit": 1}).json()["data"][0]
    assert latest["type"] == "customer.consents.given"
    assert latest["data"][0]["consents"] == [{"id": consent["id"], "name": consent["name"], "object": "consent"}]


@pytest.mark.parametrize("missing", BROWSER)
def test_a_browser_needs_all_of_its_headers(sandbox: SandboxServer, missing: str) -> None:
    headers = {name: value for name, value in BROWSER.items() if name != missing}
    assert requests.get(f"{sandbox.url}/client/v1/consents", headers=headers, timeout=10).status_code == 401


def test_a_token_in_place_of_the_keys(sandbox: SandboxServer) -> None:
    form = {"grant_type": "client_credentials", "scope": "segments"}
    token = sandbox.call("POST", "/v1/oauth/token", data=form).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    listed = requests.get(f"{sandbox.url}/v1/segments?limit=1&order=created_at", headers=bearer, timeout=10).json()
    assert listed["total"] > len(listed[listed["data_ref"]]) == 1
    assert requests.get(f"{sandbox.url}/v1/orders", headers=bearer, timeout=10).status_code == 403
    assert sandbox.call("POST", "/v1/oauth/revoke", data={"token": token}).status_code == 204
    assert requests.get(f"{sandbox.url}/v1/segments", headers=bearer, timeout=10).status_code == 401
