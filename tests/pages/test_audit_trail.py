"""The pages of the audit trail: who may, what is found, and the file it becomes."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import text

from tests.support.page_client import Page, PageClient
from webapp.audit import Action, Change, audited
from webapp.audit.writing import Actor
from webapp.store.database import session_scope
from webapp.voucherify.errors import InvalidRequest

ANNA = Actor(101, "Anna Agent", "agent")
SAM = Actor(102, "Sam Supervisor", "supervisor")


@pytest.fixture
def supervisor(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in("supervisor")
    return client


@pytest.fixture
def admin(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in("admin")
    return client


def be_refused(ids: list[int]) -> None:
    changes = [Change("email", None, "x")]
    with audited(Action.CUSTOMER_UPDATED, customer_id="cust_2", changes=changes, actor=ANNA) as attempt:
        ids.append(attempt.entry_id)
        raise InvalidRequest("PUT /v1/customers/{customerId}")


@pytest.fixture(autouse=True)
def entries(app: Flask) -> list[int]:
    """Three entries: Anna changed two customers, one without success; Sam deleted one."""
    ids = []
    with app.app_context():
        changes = [Change("phone", "+48 600 100 200", "+48 600 100 999"), Change("metadata.tier", "silver", "gold")]
        with audited(
            Action.CUSTOMER_UPDATED, customer_id="cust_1", changes=changes, actor=ANNA, reason="Called"
        ) as one:
            ids.append(one.entry_id)
        with pytest.raises(InvalidRequest):
            be_refused(ids)
        with audited(Action.CUSTOMER_DELETED, customer_id="cust_1", actor=SAM) as three:
            ids.append(three.entry_id)
    return ids


def found(page: Page) -> list[str]:
    return ["".join(link.itertext()).strip() for link in page.all("a", class_="row-link")]


def search(client: PageClient, status: int = 200, **fields: str) -> Page:
    return client.submit(client.get("/audit").form("/audit/search"), status, **fields)


def test_the_newest_entry_stands_first(supervisor: PageClient) -> None:
    assert found(supervisor.get("/audit")) == ["Deleted the customer", "Changed the profile", "Changed the profile"]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"person": "101"}, 2),
        ({"customer": "cust_1"}, 2),
        ({"action": "customer.deleted"}, 1),
        ({"outcome": "failed"}, 1),
        ({"outcome": "succeeded", "person": "101"}, 1),
        ({"since": "2020-01-01", "until": "2020-12-31"}, 0),
        ({"since": "2020-01-01"}, 3),
    ],
)
def test_what_is_asked_narrows_what_is_found(supervisor: PageClient, fields: dict[str, str], count: int) -> None:
    page = search(supervisor, **fields)
    assert len(found(page)) == count
    assert all(value not in page.url for value in fields.values())


def test_a_source_id_is_understood(supervisor: PageClient) -> None:
    page = search(supervisor, customer="ticket-4")
    assert page.heading == "Audit trail"
    assert page.form("/audit/search").filled()["customer"] != "ticket-4"


def test_days_the_wrong_way_round_are_refused_with_all_that_was_typed(supervisor: PageClient) -> None:
    page = search(supervisor, 422, since="2026-05-03", until="2026-05-01", customer="cust_1")
    assert "The last day is before the first." in page.text
    assert page.form("/audit/search").filled()["customer"] == "cust_1"


def test_an_entry_shows_old_and_new_side_by_side(supervisor: PageClient, entries: list[int]) -> None:
    page = supervisor.get(f"/audit/{entries[0]}")
    assert "+48 600 100 200" in page.text
    assert "+48 600 100 999" in page.text
    assert "Metadata: tier" in page.text
    assert "Called" in page.text
    supervisor.get("/audit/9999", 404)


def test_pages_lead_to_every_entry_once(supervisor: PageClient, app: Flask) -> None:
    with app.app_context():
        for number in range(120):
            with audited(Action.CUSTOMER_CREATED, customer_id=f"cust_n{number}", actor=SAM):
                pass
    seen, page = [], supervisor.get("/audit")
    while True:
        seen += [link.get("href") for link in page.all("a", class_="row-link")]
        older = [url for text, url in page.links().items() if text.startswith("Older")]
        if not older:
            break
        page = supervisor.get(older[0])
    assert len(seen) == len(set(seen)) == 123


def test_the_export_is_what_was_found_and_is_itself_on_record(admin: PageClient) -> None:
    page = search(admin, person="101")
    answer = admin.submit(page.form("/audit/export"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.html.removeprefix("\ufeff"), newline="")))
    assert [row["field"] for row in rows] == ["email", "phone", "metadata.tier"]
    assert rows[1]["new"] == "'+48 600 100 999"
    assert found(admin.get("/audit"))[0] == "Exported the audit trail"


def test_a_supervisor_reads_and_does_not_export(supervisor: PageClient, client: PageClient) -> None:
    form = supervisor.get("/audit").form("/audit/search").filled()
    assert "Export as CSV" not in supervisor.get("/audit").text
    supervisor.post("/audit/export", {"csrf_token": form["csrf_token"]}, 403)
    client.get("/audit", 403)
    assert "Audit trail" not in client.get("/").links()


def test_the_command_names_the_first_record_that_does_not_hold(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    with session_scope() as session:
        session.execute(text("UPDATE audit_records SET actor_name = 'Nobody' WHERE position = 3"))
    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert "record 3: it was changed" in result.stderr


def test_the_command_keeps_what_the_setting_says(app: Flask) -> None:
    assert "kept for ever" in app.test_cli_runner().invoke(args=["audit", "shorten"]).output


def test_the_command_erases_a_customers_values(app: Flask, supervisor: PageClient, entries: list[int]) -> None:
    app.test_cli_runner().invoke(args=["audit", "erase", "cust_1"])
    page = supervisor.get(f"/audit/{entries[0]}")
    assert "+48 600" not in page.text
    assert "The values were erased" in page.text
