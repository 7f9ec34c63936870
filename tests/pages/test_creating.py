"""Creating a customer: looked over first, made once, and never over somebody who is there already."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.support.customers import make, stored, writes
from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.audit import entries_for_customer

NEW = "/customers/new"
POST_CUSTOMER = {"method": "POST", "route": "/v1/customers"}


def preview(client: PageClient, status: int = 200, **values: str) -> Page:
    return send(client, client.get(NEW), "preview", status, **values)


def send(client: PageClient, page: Page, button: str, status: int = 200, /, **values: str) -> Page:
    return client.submit(page.form(NEW), status, button=button, **values)


def customers_called(sandbox: SandboxServer, name: str) -> list[dict]:
    return sandbox.call("GET", "/v1/customers", params={"name": name}).json()["customers"]


def test_the_way_to_a_new_customer(client: PageClient, app: Flask, sandbox: SandboxServer):
    assert client.get("/customers").links()["New customer"] == NEW
    page = preview(client, name="Nora Neu", source_id="crm-new-1", birthdate="1990-05-03")
    assert page.heading == "Create this customer?"
    assert writes(sandbox) == []
    page = send(client, page, "save")
    assert page.heading == "Nora Neu"
    assert "The customer was created." in page.text
    now = stored(sandbox, "crm-new-1")
    assert (now["name"], now["birthdate"], now["source_id"]) == ("Nora Neu", "1990-05-03", "crm-new-1")
    assert now.get("metadata") is None
    with app.app_context():
        [entry] = entries_for_customer(now["id"]).entries
    assert entry.fields == ("source_id", "name", "birthdate")


def test_somebody_with_the_same_source_id_is_not_overwritten(client: PageClient, sandbox: SandboxServer):
    gina = stored(sandbox, "ticket-6")
    page = preview(client, 409, name="Somebody New", source_id="ticket-6")
    assert page.links()["Open that customer"] == f"/customers/{gina['id']}"
    assert page.form(NEW).filled()["name"] == "Somebody New"
    assert stored(sandbox, "ticket-6")["name"] == gina["name"]


def test_what_was_typed_can_be_taken_over_to_them(client: PageClient, sandbox: SandboxServer):
    gina = stored(sandbox, "ticket-6")
    page = preview(client, 409, name="Gina G.", source_id="ticket-6")
    edit = f"/customers/{gina['id']}/edit"
    page = client.submit(page.form(edit), button="preview")
    assert "Gina Giftwell" in page.text
    client.submit(page.form(edit), button="save")
    now = stored(sandbox, "ticket-6")
    assert (now["name"], now["email"]) == ("Gina G.", gina["email"])


def test_somebody_who_took_the_source_id_meanwhile_is_seen(client: PageClient, sandbox: SandboxServer):
    page = preview(client, name="Late", source_id="crm-race")
    make(sandbox, source_id="crm-race", name="First")
    send(client, page, "save", 409)
    assert stored(sandbox, "crm-race")["name"] == "First"


def test_the_same_email_is_told(client: PageClient):
    page = preview(client, email="tina.twice@example.org")
    assert "Several customers have this e-mail already." in page.text


def test_sending_twice_makes_one(client: PageClient, sandbox: SandboxServer):
    page = preview(client, name="Only Once")
    first = send(client, page, "save")
    second = send(client, page, "save")
    assert first.url == second.url
    assert "made no second one" in second.text
    assert len(customers_called(sandbox, "Only Once")) == 1


def test_sending_twice_at_once_makes_one(client: PageClient, sandbox: SandboxServer):
    data = preview(client, name="Double Click").form(NEW).filled("save")
    sandbox.fault("delay", milliseconds=300, **POST_CUSTOMER)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: client.http.post(NEW, data=data), range(2)))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(customers_called(sandbox, "Double Click")) == 1


@pytest.mark.parametrize("source_id", ["crm-lost", ""])
def test_a_creation_without_an_answer_is_looked_for(client: PageClient, sandbox: SandboxServer, source_id: str):
    page = preview(client, name="Lost Answer", source_id=source_id)
    sandbox.fault("drop", carried_out=True, **POST_CUSTOMER)
    page = send(client, page, "save", 502)
    assert page.heading == "It is not known whether this was saved"
    assert send(client, page, "check").links()["Lost Answer"].startswith("/customers/cust_")
    assert len(customers_called(sandbox, "Lost Answer")) == 1


def test_a_creation_that_never_arrived_can_be_sent_again(client: PageClient, sandbox: SandboxServer):
    page = preview(client, name="Second Try")
    sandbox.fault("drop", **POST_CUSTOMER)
    page = send(client, send(client, page, "save", 502), "check")
    assert "the customer was not created" in page.text
    send(client, send(client, page, "preview"), "save")
    assert len(customers_called(sandbox, "Second Try")) == 1


@pytest.mark.usefixtures("sandbox")
def test_a_refused_creation_keeps_what_was_typed_and_can_be_sent_again(client: PageClient):
    page = preview(client, name="Refused", **{"metadata/preferred_language": "x"})
    page = send(client, page, "save", 422)
    assert "Voucherify says: must be a string" in page.text
    page = send(client, page, "preview", **{"metadata/preferred_language": "pl"})
    assert send(client, page, "save").heading == "Refused"


@pytest.mark.parametrize("values", [{}, {"source_id": ".."}, {"birthdate": "soon"}])
def test_what_cannot_be_created_comes_back(client: PageClient, sandbox: SandboxServer, values: dict):
    preview(client, 422, **values)
    assert writes(sandbox) == []


def test_an_old_form_keeps_what_was_typed(client: PageClient):
    page = preview(client, name="Patience")
    client.post("/auth/sign-out", client.get("/").form("/auth/sign-out").filled())
    client.sign_in("agent")
    assert send(client, page, "save", 400).form(NEW).filled()["name"] == "Patience"
    data = client.get(NEW).form(NEW).filled("preview") | {"base": "forged", "name": "Patience"}
    assert client.post(NEW, data, 400).form(NEW).filled()["name"] == "Patience"


def test_viewers_may_not(viewer: PageClient):
    viewer.get(NEW, 403)
    assert "New customer" not in viewer.get("/customers").links()
