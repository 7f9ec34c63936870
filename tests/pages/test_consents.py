"""Consents: what is known and from where, and answers that are written once they were looked over."""

import pytest
from flask import Flask

from tests.support.customers import make, stored, writes
from tests.support.page_checks import text_of
from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.audit import Outcome, entries_for_customer

PUT_CONSENTS = {"method": "PUT", "route": "/v1/customers/{customerId}/consents"}
BY_EMAIL = "Newsletter by e-mail"
BY_TEXT = "Newsletter by text message"


@pytest.fixture
def stella(sandbox: SandboxServer) -> str:
    """Ticket 5: consents given long ago, one of them taken back since."""
    customer_id: str = stored(sandbox, "ticket-5")["id"]
    sandbox.forget_requests()
    return customer_id


def consent_ids(sandbox: SandboxServer) -> dict[str, str]:
    return {each["name"]: each["id"] for each in sandbox.call("GET", "/v1/consents").json()["consents"]["data"]}


def shown(client: PageClient, customer_id: str) -> dict[str, str]:
    """What the page says of each consent."""
    page = client.get(f"/customers/{customer_id}/consents")
    return {
        text_of(row.find("div/strong")): text_of(row.find("div[@class='consent-known']"))
        for row in page.all("li", class_="consent")
    }


def send(client: PageClient, customer_id: str, page: Page, button: str, status: int = 200, /, **values: str) -> Page:
    return client.submit(page.form(f"/customers/{customer_id}/consents"), status, button=button, **values)


def preview(client: PageClient, customer_id: str, button: str = "preview", status: int = 200, /, **values: str) -> Page:
    page = client.get(f"/customers/{customer_id}/consents")
    return send(client, customer_id, page, button, status, **values)


def test_what_is_known_comes_from_events_with_its_age(client: PageClient, stella: str):
    known = shown(client, stella)
    assert known[BY_EMAIL].startswith("agrees 2 years ago, from Voucherify's events")
    assert known[BY_TEXT].startswith("refuses 1 year ago")
    assert known["Back in stock"].startswith("agrees")


def test_what_nobody_told_is_not_known(client: PageClient, sandbox: SandboxServer):
    assert set(shown(client, make(sandbox, name="Silent")).values()) == {"not known"}


def test_answers_are_looked_over_and_then_written(client: PageClient, app: Flask, sandbox: SandboxServer, stella: str):
    ids = consent_ids(sandbox)
    page = preview(client, stella, **{f"answer:{ids[BY_TEXT]}": "yes", "reason": "Called us"})
    assert f"Consent: {BY_TEXT} changed no yes" in page.text
    assert writes(sandbox) == []
    page = send(client, stella, page, "save")
    assert "1 answer saved." in page.text
    assert shown(client, stella)[BY_TEXT].startswith("agrees just now, ")
    with app.app_context():
        [entry] = entries_for_customer(stella).entries
    assert entry.reason == "Called us"
    assert [change.to_json() for change in entry.changes] == [
        {"field": f"consents.{ids[BY_TEXT]}", "old": False, "new": True}
    ]


def test_unsubscribing_from_everything(client: PageClient, app: Flask, sandbox: SandboxServer, stella: str):
    page = preview(client, stella, "all")
    assert page.heading == "Unsubscribe from everything?"
    page = send(client, stella, page, "save")
    assert "Unsubscribed from everything" in page.text
    assert {state.split()[0] for state in shown(client, stella).values()} == {"refuses"}
    with app.app_context():
        assert len(entries_for_customer(stella).entries[0].changes) == len(consent_ids(sandbox))


def test_choosing_nothing_is_told(client: PageClient, sandbox: SandboxServer, stella: str):
    page = preview(client, stella, "preview", 422, reason="They did not say")
    assert "Choose an answer" in page.text
    assert page.form(f"/customers/{stella}/consents").filled()["reason"] == "They did not say"
    assert writes(sandbox) == []


def test_back_to_the_consents_keeps_what_was_chosen(client: PageClient, sandbox: SandboxServer, stella: str):
    name = f"answer:{consent_ids(sandbox)[BY_TEXT]}"
    page = send(client, stella, preview(client, stella, **{name: "yes", "reason": "By post"}), "back")
    filled = page.form(f"/customers/{stella}/consents").filled()
    assert (filled[name], filled["reason"]) == ("yes", "By post")


def test_a_consent_that_does_not_exist_is_not_sent(client: PageClient, sandbox: SandboxServer, stella: str):
    data = client.get(f"/customers/{stella}/consents").form(f"/customers/{stella}/consents").filled("preview")
    client.post(f"/customers/{stella}/consents", data | {"answer:cnst_nowhere": "yes", "step": "save"}, 422)
    assert writes(sandbox) == []


def test_a_project_without_consents_is_told_so(client: PageClient, sandbox: SandboxServer, stella: str):
    sandbox.settings(consents=False)
    page = client.get(f"/customers/{stella}/consents")
    assert "This project does not use consents" in page.text
    assert not [form for form in page.all("form") if "consents" in (form.get("action") or "")]


@pytest.mark.parametrize("route", ["activities", "activity"])
def test_without_events_the_rest_is_still_there(client: PageClient, sandbox: SandboxServer, stella: str, route: str):
    sandbox.fault("status", status=403, method="GET", route=f"/v1/customers/{{customerId}}/{route}", times=None)
    page = client.get(f"/customers/{stella}/consents")
    assert "events could not be read" in page.text
    assert page.all("li", class_="consent")


def test_answers_without_an_answer_are_unknown_until_an_event_tells(
    client: PageClient, app: Flask, sandbox: SandboxServer, stella: str
):
    page = preview(client, stella, "all")
    sandbox.fault("drop", carried_out=True, **PUT_CONSENTS)
    page = send(client, stella, page, "save", 502)
    assert page.heading == "It is not known whether this was saved"
    with app.app_context():
        assert entries_for_customer(stella).entries[0].outcome is Outcome.UNKNOWN
    assert "Voucherify's events tell of every one" in client.get(page.links()["Check what is known"]).text


def test_answers_that_never_arrived_are_sent_again(client: PageClient, sandbox: SandboxServer, stella: str):
    page = preview(client, stella, **{f"answer:{consent_ids(sandbox)[BY_EMAIL]}": "no"})
    sandbox.fault("drop", **PUT_CONSENTS)
    page = send(client, stella, page, "save", 502)
    assert shown(client, stella)[BY_EMAIL].startswith("perhaps refuses")
    page = client.get(page.links()["Check what is known"])
    assert "No event tells of them yet." in page.text
    send(client, stella, send(client, stella, page, "preview"), "save")
    assert shown(client, stella)[BY_EMAIL].startswith("refuses")


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_failure_costs_nothing_that_was_chosen(client: PageClient, sandbox: SandboxServer, stella: str, method: str):
    page = preview(client, stella, "all")
    sandbox.fault("status", status=403, method=method, times=None)
    page = send(client, stella, page, "save", 502)
    sandbox.clear_faults()
    assert "No answer was written." in page.text
    assert "Unsubscribed from everything" in send(client, stella, page, "save").text


def test_an_old_form_writes_nothing_and_keeps_what_was_chosen(client: PageClient, sandbox: SandboxServer, stella: str):
    page = preview(client, stella, "all")
    client.post("/auth/sign-out", client.get("/").form("/auth/sign-out").filled())
    client.sign_in("agent")
    page = send(client, stella, page, "save", 400)
    assert writes(sandbox) == []
    assert send(client, stella, page, "preview").heading == "Unsubscribe from everything?"


def test_viewers_read_only(viewer: PageClient, stella: str):
    page = viewer.get(f"/customers/{stella}/consents")
    assert "Read-only: your role cannot change consents." in page.text
    assert not page.all("input", type="radio")
    token = page.all("meta", name="csrf-token")[0].get("content") or ""
    viewer.post(f"/customers/{stella}/consents", {"csrf_token": token, "step": "all"}, 403)
