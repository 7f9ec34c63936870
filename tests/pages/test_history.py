"""A customer's history, and taking changes back, against the real sandbox."""

import pytest
from flask import Flask

from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.audit import Action, Change, audited
from webapp.audit.writing import Actor
from webapp.voucherify import UNSET

LIST = "/v1/customers"
ONE = "/v1/customers/{id}"
ANNA = Actor(101, "Anna Agent", "agent")
OLD, NEW = "+48 600 100 200", "+48 600 100 999"


def make(sandbox: SandboxServer, **fields: object) -> str:
    customer_id: str = sandbox.call("POST", LIST, json=fields).json()["id"]
    return customer_id


def stored(sandbox: SandboxServer, customer_id: str) -> dict:
    return sandbox.call("GET", f"{LIST}/{customer_id}").json()


def changed(app: Flask, sandbox: SandboxServer, customer_id: str, *changes: Change) -> int:
    """Write changes as Frontdesk does, and return the entry's id."""
    profile: dict = {}
    for change in changes:
        name, *key = change.path
        if key:
            profile.setdefault(name, dict(stored(sandbox, customer_id).get(name) or {}))[key[0]] = change.new
        else:
            profile[name] = change.new
    with (
        app.app_context(),
        audited(Action.CUSTOMER_UPDATED, customer_id=customer_id, changes=changes, actor=ANNA) as attempt,
    ):
        sandbox.call("PUT", f"{LIST}/{customer_id}", json=profile)
    return attempt.entry_id


def undo_page(client: PageClient, customer_id: str, entry_id: int) -> Page:
    return client.get(f"/customers/{customer_id}/history/{entry_id}/undo")


def put_back(client: PageClient, page: Page, customer_id: str, entry_id: int, status: int = 200, **values: str) -> Page:
    return client.submit(page.form(f"/customers/{customer_id}/history/{entry_id}/undo"), status, **values)


def test_ours_stand_beside_what_voucherify_saw(client: PageClient, app: Flask, sandbox: SandboxServer) -> None:
    customer_id = make(sandbox, name="Paula", phone=OLD)
    changed(app, sandbox, customer_id, Change("phone", OLD, NEW))
    sandbox.call("PUT", f"{LIST}/{customer_id}", json={"name": "Paula P."})
    page = client.get(f"/customers/{customer_id}/history")
    assert "Anna Agent" in page.text
    assert "Paula P." in page.text
    assert page.text.count(NEW) >= 2


def test_ticket_10_tells_who_changed_the_phone_number_and_puts_it_back(
    client: PageClient, sandbox: SandboxServer
) -> None:
    page = client.get("/customers/ticket-10/history")
    assert page.url.startswith("/customers/cust_")
    assert "Call center" in page.text
    assert "+44 7700 900666" in page.text
    newest = next(link for link in page.all("a") if "/history/events/" in (link.get("href") or ""))
    undo = client.get(newest.get("href") or "")
    done = client.submit(undo.form(undo.url), field="phone")
    assert "Put back as it was." in done.text
    assert stored(sandbox, "ticket-10")["phone"] == "+44 7700 900110"


def test_a_change_is_taken_back_and_that_is_an_entry_too(
    client: PageClient, app: Flask, sandbox: SandboxServer
) -> None:
    customer_id = make(sandbox, phone=OLD, metadata={"tier": "silver", "visits": 3})
    entry_id = changed(
        app, sandbox, customer_id, Change("phone", OLD, NEW), Change("metadata.tier", "silver", "gold"),
        Change("metadata.added", UNSET, True),
    )  # fmt: skip
    done = put_back(client, undo_page(client, customer_id, entry_id), customer_id, entry_id)
    now = stored(sandbox, customer_id)
    assert now["phone"] == OLD
    assert now["metadata"]["tier"] == "silver"
    assert now["metadata"]["visits"] == 3
    assert now["metadata"].get("added") is None
    assert "Put back as it was." in done.text
    assert "Took back a change" in done.text


def test_one_field_alone_can_be_taken_back(client: PageClient, app: Flask, sandbox: SandboxServer) -> None:
    customer_id = make(sandbox, phone=OLD, name="Old")
    entry_id = changed(app, sandbox, customer_id, Change("phone", OLD, NEW), Change("name", "Old", "New"))
    put_back(client, undo_page(client, customer_id, entry_id), customer_id, entry_id, field="name")
    now = stored(sandbox, customer_id)
    assert (now["name"], now["phone"]) == ("Old", NEW)


def test_a_value_changed_since_is_shown_and_not_offered(client: PageClient, app: Flask, sandbox: SandboxServer) -> None:
    customer_id = make(sandbox, phone=OLD)
    entry_id = changed(app, sandbox, customer_id, Change("phone", OLD, NEW))
    sandbox.call("PUT", f"{LIST}/{customer_id}", json={"phone": "+48 1"})
    page = undo_page(client, customer_id, entry_id)
    assert "It was changed again since." in page.text
    assert "None of these fields can be put back." in page.text


def test_a_value_changed_while_the_page_was_open_is_not_overwritten(
    client: PageClient, app: Flask, sandbox: SandboxServer
) -> None:
    customer_id = make(sandbox, phone=OLD)
    entry_id = changed(app, sandbox, customer_id, Change("phone", OLD, NEW))
    page = undo_page(client, customer_id, entry_id)
    sandbox.call("PUT", f"{LIST}/{customer_id}", json={"phone": "+48 1"})
    refused = put_back(client, page, customer_id, entry_id, 422)
    assert "A field was changed since you saw this page." in refused.text
    assert stored(sandbox, customer_id)["phone"] == "+48 1"


def test_an_undo_without_an_answer_is_not_known(client: PageClient, app: Flask, sandbox: SandboxServer) -> None:
    customer_id = make(sandbox, phone=OLD)
    entry_id = changed(app, sandbox, customer_id, Change("phone", OLD, NEW))
    page = undo_page(client, customer_id, entry_id)
    sandbox.fault("drop", route=ONE, method="PUT", times=1)
    assert "not known" in put_back(client, page, customer_id, entry_id, 502).text
    assert "not known" in client.get(f"/customers/{customer_id}/history").text


def test_a_consent_is_taken_back(client: PageClient, app: Flask, sandbox: SandboxServer) -> None:
    customer_id = make(sandbox, name="Carl")
    consent = sandbox.call("GET", "/v1/consents").json()["consents"]["data"][0]
    change = Change(f"consents.{consent['id']}", True, False)
    with (
        app.app_context(),
        audited(Action.CONSENTS_CHANGED, customer_id=customer_id, changes=[change], actor=ANNA) as attempt,
    ):
        sandbox.call("PUT", f"{LIST}/{customer_id}/consents", json={consent["id"]: False})
    page = undo_page(client, customer_id, attempt.entry_id)
    assert consent["name"] in page.text
    put_back(client, page, customer_id, attempt.entry_id)
    events = sandbox.call("GET", f"{LIST}/{customer_id}/activities").json()["data"]
    assert events[0]["type"] == "customer.consents.given"


def test_the_history_of_a_deleted_customer_stays(client: PageClient, app: Flask, sandbox: SandboxServer) -> None:
    customer_id = make(sandbox, phone=OLD)
    changed(app, sandbox, customer_id, Change("phone", OLD, NEW))
    sandbox.call("DELETE", f"{LIST}/{customer_id}")
    page = client.get(f"/customers/{customer_id}/history")
    assert "no customer under this id any more" in page.text
    assert NEW in page.text
    client.get("/customers/cust_never/history", 404)


def test_an_entry_of_somebody_else_is_not_found_here(client: PageClient, app: Flask, sandbox: SandboxServer) -> None:
    mine, other = make(sandbox, phone=OLD), make(sandbox, name="Other")
    entry_id = changed(app, sandbox, mine, Change("phone", OLD, NEW))
    client.get(f"/customers/{mine}/history/{entry_id}")
    client.get(f"/customers/{other}/history/{entry_id}", 404)
    client.get(f"/customers/{other}/history/{entry_id}/undo", 404)


def test_viewers_read_the_history_masked_and_take_nothing_back(
    viewer: PageClient, app: Flask, sandbox: SandboxServer
) -> None:
    customer_id = make(sandbox, phone=OLD, email="anna@example.org")
    entry_id = changed(
        app, sandbox, customer_id, Change("phone", OLD, NEW), Change("email", "a@b.org", "anna@example.org")
    )
    for address in (f"/customers/{customer_id}/history", f"/customers/{customer_id}/history/{entry_id}"):
        page = viewer.get(address)
        assert not [value for value in (OLD, NEW, "a@b.org", "anna@example.org") if value in page.html]
        assert "Take back" not in page.text
    viewer.get(f"/customers/{customer_id}/history/{entry_id}/undo", 403)


@pytest.mark.parametrize("fault", [{"kind": "drop"}, {"kind": "status", "status": 500}])
def test_our_entries_stand_when_the_apis_events_cannot_be_read(
    client: PageClient, app: Flask, sandbox: SandboxServer, fault: dict
) -> None:
    customer_id = make(sandbox, phone=OLD)
    changed(app, sandbox, customer_id, Change("phone", OLD, NEW))
    sandbox.fault(**fault, route=f"{ONE}/activity", times=None)
    page = client.get(f"/customers/{customer_id}/history")
    assert "could not be read just now" in page.text
    assert "Anna Agent" in page.text
