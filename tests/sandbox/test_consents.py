"""Consents, from servers and from browsers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.sandbox.authentication import CLIENT_ID, CLIENT_TOKEN
from webapp.sandbox.demo.consents import consent_id

NEWS, PARTNERS = consent_id("Newsletter by e-mail"), consent_id("Offers of partners")
BROWSER = {
    "X-Client-Application-Id": CLIENT_ID,
    "X-Client-Token": CLIENT_TOKEN,
    "Origin": "http://127.0.0.1",
}
ANSWERS = "/v1/customers/ticket-1/consents"

pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture
def browser(shop_app: Flask) -> FlaskClient:
    """A client without the server keys, over the same world."""
    return shop_app.test_client()


def history(client: FlaskClient, customer_id: str = "ticket-1") -> list[tuple[str, list[str]]]:
    """The latest answers: event and consent ids, newest first."""
    events = client.get(f"/v1/customers/{customer_id}/activities?limit=100").json["data"]
    return [
        (event["type"].rpartition(".")[2], [consent["id"] for consent in event["data"][0]["consents"]])
        for event in events
        if event["type"].startswith("customer.consents.")
    ]


def test_the_lists_of_groups_and_consents(shop, browser):
    listed = shop.get("/v1/consents").json
    for part in ("groups", "consents"):
        assert listed[part]["object"] == "list"
        assert listed[part]["total"] == len(listed[part][listed[part]["data_ref"]]) > 0
    assert NEWS in listed["groups"]["data"][0]["consents"]
    assert browser.get("/client/v1/consents", headers=BROWSER).json == listed


def test_answers_leave_events_and_no_body(shop):
    before = history(shop)
    answer = shop.put(ANSWERS, json={NEWS: True, PARTNERS: False})
    assert (answer.status_code, answer.data) == (204, b"")
    assert sorted(history(shop)[: -len(before) or None]) == [("given", [NEWS]), ("revoked", [PARTNERS])]


def test_unsubscribed_refuses_everything(shop):
    shop.put(ANSWERS, json={"unsubscribed": True})
    everything = [consent["id"] for consent in shop.get("/v1/consents").json["consents"]["data"]]
    assert history(shop)[0] == ("revoked", everything)


def test_unsubscribed_false_changes_nothing(shop):
    before = history(shop)
    assert shop.put(ANSWERS, json={"unsubscribed": False}).status_code == 204
    assert history(shop) == before


@pytest.mark.parametrize("body", [{}, {"cnst_unknown": True}, {NEWS: "yes"}, {NEWS: 1}, [NEWS]])
def test_what_is_no_answer_is_refused(shop, body):
    answer = shop.put(ANSWERS, json=body)
    assert (answer.status_code, answer.json["key"]) == (400, "invalid_payload")


def test_an_empty_payload_is_named(shop):
    assert shop.put(ANSWERS, json={}).json["details"] == "The payload cannot be empty"


def test_an_unknown_customer(shop):
    answer = shop.put("/v1/customers/nobody/consents", json={NEWS: True})
    assert (answer.status_code, answer.json["resource_type"]) == (404, "customer")


def test_the_current_feed_does_not_know_these_events(shop):
    shop.put(ANSWERS, json={NEWS: True})
    types = {event["type"] for event in shop.get("/v1/customers/ticket-1/activity?limit=100").json["data"]}
    assert not any("consents" in each for each in types)


def test_a_browser_answers_with_its_own_keys(shop, browser):
    assert browser.put(f"/client{ANSWERS}", json={NEWS: True}, headers=BROWSER).status_code == 204
    assert history(shop)[0] == ("given", [NEWS])
    assert browser.put(f"/client{ANSWERS}", json={}, headers=BROWSER).status_code == 400


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "https://localhost", "localhost"])
def test_the_origin_counts_by_its_host(browser, origin):
    assert browser.get("/client/v1/consents", headers=BROWSER | {"Origin": origin}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Client-Application-Id": CLIENT_ID, "X-Client-Token": CLIENT_TOKEN},
        BROWSER | {"Origin": "https://elsewhere.example"},
        BROWSER | {"Origin": "http://["},
        BROWSER | {"X-Client-Token": "wrong"},
        {"X-App-Id": "sandbox-app-id", "X-App-Token": "sandbox-app-token", "Origin": "http://127.0.0.1"},
    ],
)
def test_a_browser_without_its_keys_or_from_elsewhere_is_refused(browser, headers):
    answer = browser.get("/client/v1/consents", headers=headers)
    assert (answer.status_code, answer.json["key"]) == (401, "unauthorized")


def test_the_browser_keys_open_nothing_else(browser):
    assert browser.get("/v1/consents", headers=BROWSER).status_code == 401
    assert browser.get("/client/v1/customers", headers=BROWSER).status_code == 404


def test_a_project_without_consents_has_no_such_routes(shop, browser):
    shop.put("/_sandbox/settings", json={"consents": False})
    for answer in (
        shop.get("/v1/consents"),
        shop.put(ANSWERS, json={NEWS: True}),
        browser.get("/client/v1/consents", headers=BROWSER),
    ):
        assert (answer.status_code, answer.json["key"]) == (404, "not_found")
        assert "resource_id" not in answer.json
