"""The two ways to delete: explained in numbers, confirmed by hand, on record before anything is sent."""

import pytest
from flask import Flask

from tests.support.customers import change, make, stored, writes
from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.audit import Outcome, entries_for_customer
from webapp.store import bulk
from webapp.store.database import session_scope
from webapp.store.models import SavedSearch

DELETE = {"method": "DELETE", "route": "/v1/customers/{customerId}"}
ERASE = {"method": "POST", "route": "/v1/customers/{customerId}/permanent-deletion"}
GORDON = "gordon.goodbye@example.com"
WAYS = pytest.mark.parametrize("way", ["delete", "permanent-deletion"])
FAILING_WAYS = pytest.mark.parametrize(("way", "fault"), [("delete", DELETE), ("permanent-deletion", ERASE)])


@pytest.fixture
def supervisor(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in("supervisor")
    return client


@pytest.fixture
def gordon(sandbox: SandboxServer) -> str:
    """Ticket 4: somebody with points and money on a gift card."""
    customer_id: str = stored(sandbox, "ticket-4")["id"]
    sandbox.forget_requests()
    return customer_id


def send(client: PageClient, customer_id: str, way: str, status: int = 200, /, **values: str) -> Page:
    page = client.get(f"/customers/{customer_id}/{way}")
    return client.submit(page.form(f"/customers/{customer_id}/{way}"), status, **values)


def is_there(sandbox: SandboxServer, customer_id: str) -> bool:
    return sandbox.call("GET", f"/v1/customers/{customer_id}").status_code == 200


@WAYS
def test_what_goes_is_told_in_numbers(supervisor: PageClient, sandbox: SandboxServer, gordon: str, way: str):
    page = supervisor.get(f"/customers/{gordon}/{way}")
    customer = stored(sandbox, gordon)
    assert "€17.50" in page.text
    assert f"{customer['loyalty']['points']} points" in page.text
    assert "still worth something" in page.text
    assert writes(sandbox) == []


@WAYS
def test_what_cannot_be_counted_is_not_known(supervisor: PageClient, sandbox: SandboxServer, gordon: str, way: str):
    sandbox.fault("status", status=403, route="/v1/customers/{customerId}/segments", times=None)
    assert "Segments not known" in supervisor.get(f"/customers/{gordon}/{way}").text


@WAYS
@pytest.mark.parametrize(
    ("confirmation", "reason"), [("", "Asked"), ("gordon", "Asked"), (GORDON, ""), (GORDON, "   "), (GORDON, "x" * 501)]
)
def test_nobody_goes_without_confirmation_and_reason(
    supervisor: PageClient,
    sandbox: SandboxServer,
    gordon: str,
    way: str,
    confirmation: str,
    reason: str,
):
    page = send(supervisor, gordon, way, 422, confirmation=confirmation, reason=reason)
    filled = page.form(f"/customers/{gordon}/{way}").filled()
    assert (filled["confirmation"], str(filled["reason"]).strip()) == (confirmation, reason.strip())
    assert writes(sandbox) == []


@pytest.mark.parametrize("confirmation", [GORDON.upper(), "ticket-4", " {id} "])
def test_an_ordinary_deletion(
    supervisor: PageClient, app: Flask, sandbox: SandboxServer, gordon: str, confirmation: str
):
    page = send(supervisor, gordon, "delete", confirmation=confirmation.format(id=gordon), reason="Made by mistake")
    assert page.heading == "Record of a deletion"
    assert gordon in page.text
    assert not is_there(sandbox, gordon)
    with app.app_context():
        [entry] = entries_for_customer(gordon).entries
    assert (entry.action, entry.outcome, entry.reason) == ("customer.deleted", Outcome.SUCCEEDED, "Made by mistake")


def test_a_permanent_deletion_gives_a_record_with_what_was_counted(
    supervisor: PageClient, app: Flask, sandbox: SandboxServer, gordon: str
):
    change(sandbox, gordon, description="before")
    edit = f"/customers/{gordon}/edit"
    page = supervisor.submit(supervisor.get(edit).form(edit), button="preview", description="Private matters")
    supervisor.submit(page.form(edit), button="save")
    page = send(supervisor, gordon, "permanent-deletion", confirmation=GORDON, reason="Ticket 4")
    assert page.heading == "Record of a permanent deletion"
    for words in ("del_", "Orders 2", "Events about orders", "Ticket 4", "€17.50"):
        assert words in page.text
    assert "Gordon" not in supervisor.get(page.url).text
    assert not is_there(sandbox, gordon)
    with app.app_context():
        entries = entries_for_customer(gordon).entries
    assert not [each for entry in entries for each in entry.changes]


def test_a_permanent_deletion_leaves_no_search_for_the_customer_behind(
    supervisor: PageClient, client: PageClient, gordon: str
):
    client.http.get("/lookup", query_string={"q": GORDON.upper()})
    client.http.get("/lookup", query_string={"q": "somebody@example.com"})
    send(supervisor, gordon, "permanent-deletion", confirmation=GORDON, reason="Ticket 4")
    with session_scope() as session:
        assert [search.criteria for search in session.query(SavedSearch)] == [{"lookup": "somebody@example.com"}]


@pytest.mark.usefixtures("sandbox")
def test_a_permanent_deletion_leaves_no_bulk_edit_that_names_the_customer_behind(supervisor: PageClient, gordon: str):
    kept = {"owner_id": None, "listed": None, "segment_name": None, "count": 1, "schema": None, "other_keys": {}}
    named, other = (bulk.keep_selection(ids=[f"cust_{number}"], **kept) for number in range(2))
    bulk.keep_change(named, "1", {"description": f"A friend of {GORDON}"})
    send(supervisor, gordon, "permanent-deletion", confirmation=GORDON, reason="Ticket 4")
    assert [bulk.find_selection(each) is None for each in (named, other)] == [True, False]


@FAILING_WAYS
def test_the_intent_is_on_record_before_anything_is_sent(
    supervisor: PageClient, app: Flask, sandbox: SandboxServer, gordon: str, way: str, fault: dict
):
    sandbox.fault("status", status=403, **fault)
    page = send(supervisor, gordon, way, 502, confirmation=GORDON, reason="Asked")
    assert "Nothing was saved." in page.text
    assert page.form(f"/customers/{gordon}/{way}").filled()["reason"] == "\r\nAsked".strip()
    with app.app_context():
        [entry] = entries_for_customer(gordon).entries
    assert (entry.outcome, entry.customer_id) == (Outcome.FAILED, gordon)
    assert is_there(sandbox, gordon)


@FAILING_WAYS
def test_a_deletion_without_an_answer_is_looked_after(
    supervisor: PageClient, sandbox: SandboxServer, gordon: str, way: str, fault: dict
):
    sandbox.fault("drop", **fault)
    page = send(supervisor, gordon, way, confirmation=GORDON, reason="Asked")
    assert "The customer is still there" in page.text
    sandbox.fault("drop", carried_out=True, **fault)
    page = send(supervisor, gordon, way, confirmation=GORDON, reason="Asked")
    assert "The customer is gone" in page.text


def test_values_are_erased_after_a_permanent_deletion_that_turns_out_done(
    supervisor: PageClient, app: Flask, sandbox: SandboxServer, gordon: str
):
    edit = f"/customers/{gordon}/edit"
    page = supervisor.submit(supervisor.get(edit).form(edit), button="preview", description="Private matters")
    supervisor.submit(page.form(edit), button="save")
    sandbox.fault("drop", carried_out=True, **ERASE)
    page = send(supervisor, gordon, "permanent-deletion", confirmation=GORDON, reason="Ticket 4")
    [form] = [each for each in page.all("form") if (each.get("action") or "").endswith("/erase")]
    page = supervisor.submit(page.form(form.get("action") or ""))
    assert "values were erased" in page.text
    assert not [each for each in page.all("form") if (each.get("action") or "").endswith("/erase")]
    with app.app_context():
        assert not [each for entry in entries_for_customer(gordon).entries for each in entry.changes]


def test_values_are_not_erased_while_the_customer_is_there(supervisor: PageClient, sandbox: SandboxServer, gordon: str):
    sandbox.fault("drop", **ERASE)
    page = send(supervisor, gordon, "permanent-deletion", confirmation=GORDON, reason="Ticket 4")
    token = page.all("meta", name="csrf-token")[0].get("content") or ""
    supervisor.post(f"{page.url}/erase", {"csrf_token": token}, 409)


@WAYS
def test_deleting_twice_leads_to_the_record(supervisor: PageClient, gordon: str, way: str):
    form = supervisor.get(f"/customers/{gordon}/{way}").form(f"/customers/{gordon}/{way}")
    first = supervisor.submit(form, confirmation=GORDON, reason="Asked")
    second = supervisor.submit(form, confirmation=GORDON, reason="Asked")
    assert first.url == second.url
    assert "deleted already" in second.text


@WAYS
def test_a_failure_before_anything_is_sent_keeps_what_was_typed(
    supervisor: PageClient, sandbox: SandboxServer, gordon: str, way: str
):
    form = supervisor.get(f"/customers/{gordon}/{way}").form(f"/customers/{gordon}/{way}")
    sandbox.fault("status", status=403, method="GET", times=None)
    page = supervisor.submit(form, 502, confirmation=GORDON, reason="Asked")
    sandbox.clear_faults()
    assert "Nobody was deleted." in page.text
    supervisor.submit(page.form(f"/customers/{gordon}/{way}"))
    assert not is_there(sandbox, gordon)


@WAYS
def test_an_old_form_deletes_nobody_and_keeps_the_reason(
    supervisor: PageClient, sandbox: SandboxServer, gordon: str, way: str
):
    form = supervisor.get(f"/customers/{gordon}/{way}").form(f"/customers/{gordon}/{way}")
    supervisor.post("/auth/sign-out", supervisor.get("/").form("/auth/sign-out").filled())
    supervisor.sign_in("supervisor")
    page = supervisor.submit(form, 400, confirmation=GORDON, reason="Asked")
    filled = page.form(f"/customers/{gordon}/{way}").filled()
    assert (filled["confirmation"], str(filled["reason"]).strip()) == ("", "Asked")
    assert is_there(sandbox, gordon)


@WAYS
def test_agents_may_not(client: PageClient, gordon: str, way: str):
    client.get(f"/customers/{gordon}/{way}", 403)
    assert not [link for link in client.get(f"/customers/{gordon}").links() if "Delete" in link]


def test_somebody_without_email_is_confirmed_by_id(supervisor: PageClient, sandbox: SandboxServer):
    customer_id = make(sandbox, name="No Mail")
    send(supervisor, customer_id, "delete", confirmation=customer_id, reason="Test entry")
    assert not is_there(sandbox, customer_id)


def test_a_record_belongs_to_its_customer_and_its_way(supervisor: PageClient, sandbox: SandboxServer, gordon: str):
    page = send(supervisor, gordon, "delete", confirmation=GORDON, reason="Asked")
    supervisor.get(page.url.replace("/delete/", "/permanent-deletion/"), 404)
    supervisor.get(page.url.replace(gordon, make(sandbox)), 404)
