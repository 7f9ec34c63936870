"""Importing orders: what is wrong is said before anything is sent, and nothing is sent twice or lost."""

import csv
import io
import json
from typing import Any

import pytest
from flask import Flask

from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.audit.entries import search_entries
from webapp.jobs import run_due
from webapp.order_imports import check_job, views
from webapp.store.audit_search import Criteria

ACTION = {"method": "GET", "route": "/v1/async-actions/{asyncActionId}"}
IMPORT = {"method": "POST", "route": "/v1/orders/import"}


@pytest.fixture(autouse=True)
def _as_seeded(sandbox: SandboxServer) -> None:
    """Every test here imports orders."""


def orders(count: int, **changes: Any) -> list[dict[str, Any]]:
    """Orders as a shop writes them, amounts in hundredths."""
    item = {"product_id": "prod_1", "quantity": 2, "price": 500}
    return [
        {"source_id": f"past-{number}", "status": "PAID", "amount": 1000, "items": [item], **changes}
        for number in range(count)
    ]


def uploaded(client: PageClient, content: object, name: str = "orders.json", status: int = 200, **fields: str) -> Page:
    """The page of an import of a file, before anything has looked at it."""
    text = content if isinstance(content, str) else json.dumps(content)
    form = client.get("/orders/import").form("/orders/import").filled()
    data = {**form, "amounts": "hundredths", **fields, "file": (io.BytesIO(text.encode()), name)}
    return client.post("/orders/import", data, status)  # type: ignore[arg-type]


def checked(app: Flask, client: PageClient, content: object, name: str = "orders.json", **fields: str) -> Page:
    """The page of an import that has been checked."""
    page = uploaded(client, content, name, **fields)
    run_due(app)
    return client.get(page.url)


def imported(app: Flask, client: PageClient, page: Page) -> Page:
    """The page of an import after its run."""
    client.submit(page.form(f"{page.url}/run"))
    run_due(app)
    return client.get(page.url)


def stored(sandbox: SandboxServer, source_id: str) -> dict[str, Any]:
    order: dict[str, Any] = sandbox.call("GET", f"/v1/orders/{source_id}").json()
    return order


def sent(sandbox: SandboxServer) -> int:
    """How many times orders were sent."""
    return sum(call["path"] == "/v1/orders/import" for call in sandbox.requests())


def test_from_a_file_to_orders(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.call("POST", "/v1/orders", json={"source_id": "past-0", "status": "CREATED", "amount": 5})
    page = checked(app, client, orders(3))
    assert "New 2 Exist and are updated 1 Left out for errors 0" in page.text
    for words in ("No events and no webhooks", "created_at becomes the time of the import", "earning rules"):
        assert words in page.text
    assert sent(sandbox) == 0
    page = imported(app, client, page)
    assert "3 imported" in page.text
    assert (stored(sandbox, "past-0")["status"], stored(sandbox, "past-2")["amount"]) == ("PAID", 1000)
    assert sent(sandbox) == 1


@pytest.mark.parametrize("few", [100, 1])
def test_what_changes_of_orders_that_exist_is_shown_before(
    app: Flask, client: PageClient, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(check_job, "FEW", few)
    item = {"product_id": "prod_1", "quantity": 1, "price": 500}
    for order in ({"source_id": "past-0", "amount": 5, "items": [item], "metadata": {"a": 1}}, orders(2)[1]):
        sandbox.call("POST", "/v1/orders", json=order).raise_for_status()
    page = checked(app, client, orders(3, metadata={"a": 2}))
    assert "2 of 2 compared would change" in page.text
    assert (
        "past-0 status: CREATED → PAID; amount: €0.05 → €10.00; "
        "items: 1 × prod_1 at €5.00 → 2 × prod_1 at €5.00; metadata.a: 1 → 2"
    ) in page.text
    assert "past-1 metadata.a: nothing → 2" in page.text
    imported(app, client, page)
    again = checked(app, client, orders(3, metadata={"a": 2}))
    assert "0 of 3 compared would change Those that were compared stay as they are." in again.text
    assert "3 of 3 · 100%" in again.text


def test_a_table_has_a_row_for_each_item(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    table = (
        "Source id;status;created_at;amount;customer_source_id;item_product_id;item_quantity;item_price\n"
        "t-1;paid;2024-02-29;12,50;crm-t;prod_a;2;5,00\n"
        "t-1;paid;2024-02-29;12,50;crm-t;prod_b;1;2,50\n"
        "t-2;FULFILLED;2024-03-01;7;crm-t;prod_a;1;7\n"
    )
    page = checked(app, client, table, "orders.csv", amounts="money", date_key="true_order_date")
    imported(app, client, page)
    order = stored(sandbox, "t-1")
    assert (order["status"], order["amount"], len(order["items"])) == ("PAID", 1250, 2)
    assert [(item["product_id"], item["quantity"], item["price"]) for item in order["items"]] == [
        ("prod_a", 2, 500),
        ("prod_b", 1, 250),
    ]
    assert order["metadata"]["true_order_date"].startswith("2024-02-2")
    customer = sandbox.call("GET", "/v1/customers/crm-t").json()
    assert order["customer_id"] == customer["id"]


def test_what_is_wrong_is_told_by_line_and_left_out(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    wrong: list[dict[str, Any]] = [
        {"source_id": "ok", "status": "PAID"},
        {"status": "PAID"},
        {"source_id": "bad", "status": "PROCESSING", "amount": "12.50", "items": [{"quantity": 0}]},
        {"source_id": "ok", "status": "PAID"},
    ]
    page = checked(app, client, "\n".join(map(json.dumps, wrong)), "orders.ndjson")
    for words in (
        "There is no source_id.",
        "The status is none of CANCELED, CREATED, FULFILLED, PAID.",
        "amount: should be a whole number of hundredths",
        "Item 1: names no product",
        "The order at place 1 has the same source_id.",
        "Left out for errors 3",
    ):
        assert words in page.text
    page = imported(app, client, page)
    assert "1 imported" in page.text
    assert "3 left out by the check" in page.text
    rows = list(csv.reader(io.StringIO(client.get(f"{page.url}/failed.csv").html.removeprefix("\ufeff"), newline="")))
    assert ["4", "ok", "error", "The order at place 1 has the same source_id.", ""] in rows
    assert sandbox.call("GET", "/v1/orders/bad").status_code == 404


def test_orders_that_are_there_twice_are_found_on_one_line_too(app: Flask, client: PageClient) -> None:
    page = checked(app, client, [*orders(3), *orders(1)])
    assert "The order at place 1 has the same source_id." in page.text
    assert "New 3 Exist and are updated 0 Left out for errors 1" in page.text


def test_what_the_api_does_not_take_is_matched_by_source_id(app: Flask, client: PageClient) -> None:
    content = orders(3)
    content[1]["customer"] = {"source_id": "half", "metadata": {"membership_level": "platinum"}}
    page = imported(app, client, checked(app, client, content))
    for words in ("2 imported", "1 not taken by Voucherify", "past-1", "membership_level"):
        assert words in page.text
    rows = list(csv.reader(io.StringIO(client.get(f"{page.url}/failed.csv").html.removeprefix("\ufeff"), newline="")))
    assert json.loads(rows[-1][-1])["customer"] == content[1]["customer"]
    amended = client.get(page.links()["as JSON, to amend and import again"]).html.replace("platinum", "gold")
    assert "1 imported" in imported(app, client, checked(app, client, amended)).text


def test_many_orders_are_looked_up_by_an_export_and_sent_in_parts(
    app: Flask, client: PageClient, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_job, "FEW", 20)
    monkeypatch.setattr(views, "MOST_IMPORTED", 20)
    for number in range(7):
        sandbox.call("POST", "/v1/orders", json={"source_id": f"past-{number}"})
    page = checked(app, client, orders(21, items=[]))
    assert "New 14 Exist and are updated 7" in page.text
    assert sandbox.call("GET", "/v1/exports").json()["total"] == 0
    sandbox.forget_requests()
    page = imported(app, client, page)
    assert "21 imported" in page.text
    assert sent(sandbox) == 2
    assert stored(sandbox, "past-20")["amount"] == 1000


def test_a_dry_run_that_was_broken_off_after_its_export_is_made_again(
    app: Flask, client: PageClient, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_job, "FEW", 1)
    sandbox.call("POST", "/v1/orders", json={"source_id": "past-0"})
    sandbox.fault("status", status=500, times=4, method="GET", route="/v1/orders/{orderId}")
    assert "New 1 Exist and are updated 1" in checked(app, client, orders(2)).text


def test_a_lost_answer_is_found_among_the_apis_actions(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    page = checked(app, client, orders(3))
    sandbox.forget_requests()
    sandbox.fault("drop", carried_out=True, **IMPORT)
    page = imported(app, client, page)
    assert "3 imported" in page.text
    assert sent(sandbox) == 1


def test_a_request_that_never_arrived_is_sent_again(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    page = checked(app, client, orders(3))
    sandbox.forget_requests()
    sandbox.fault("drop", **IMPORT)
    page = imported(app, client, page)
    assert "3 imported" in page.text
    assert sent(sandbox) == 2


def test_another_tools_import_is_not_taken_for_ones_own(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    page = checked(app, client, orders(3))
    others = [{"source_id": f"other-{number}"} for number in range(3)]
    sandbox.call("POST", "/v1/orders/import", json=others)
    sandbox.fault("drop", **IMPORT)
    imported(app, client, page)
    assert stored(sandbox, "past-2")["amount"] == 1000


def test_an_order_that_makes_the_api_refuse_its_part_costs_only_itself(
    app: Flask, client: PageClient, sandbox: SandboxServer
) -> None:
    content = orders(5)
    content[3]["items"] = [{"product_id": "p", "quantity": 1, "amount": 10**13}]
    page = imported(app, client, checked(app, client, content))
    for words in ("4 imported", "1 not taken by Voucherify", "past-3", "cannot be higher than"):
        assert words in page.text
    assert stored(sandbox, "past-4")["amount"] == 1000


def test_failures_without_a_name_are_counted(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    failed = [{"source_id": None, "reason": "Internal error"}]
    result = {"failed": failed, "done_count": 2, "failed_count": 1}
    page = checked(app, client, orders(3))
    sandbox.fault("status", status=200, body={"id": "aa_1", "status": "DONE", "result": result}, **ACTION)
    page = imported(app, client, page)
    assert "2 imported" in page.text
    assert "1 not taken by Voucherify" in page.text


def test_what_the_api_gives_up_is_not_known(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    page = checked(app, client, orders(3))
    sandbox.fault("status", status=200, body={"id": "aa_1", "status": "FAILED", "result": None}, **ACTION)
    page = imported(app, client, page)
    assert "3 not known" in page.text
    assert "Of 3 it is not known." in page.text


def test_without_rights_it_stops_and_goes_on_later(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    page = checked(app, client, orders(3))
    sandbox.fault("status", status=403, **IMPORT)
    page = imported(app, client, page)
    assert "Frontdesk's key may not do this" in page.text
    page = client.submit(page.form(f"{page.url}/run"))
    run_due(app)
    assert "3 imported" in client.get(page.url).text


def test_a_canceled_import_can_go_on(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    page = checked(app, client, orders(3))
    page = client.submit(page.form(f"{page.url}/run"))
    asking = client.get(next(url for text, url in page.links().items() if text.startswith("Cancel")))
    [form] = [form for form in asking.all("form") if (form.get("action") or "").endswith("/cancel")]
    client.submit(asking.form(form.get("action") or ""))
    run_due(app)
    assert sent(sandbox) == 0
    page = client.get(page.url)
    client.submit(page.form(f"{page.url}/run"))
    run_due(app)
    assert "3 imported" in client.get(page.url).text


def test_sending_the_form_twice_runs_it_once(app: Flask, client: PageClient, sandbox: SandboxServer) -> None:
    page = checked(app, client, orders(3))
    form = page.form(f"{page.url}/run")
    client.submit(form)
    client.submit(form)
    run_due(app)
    assert "nothing was sent anew" in client.submit(form).text
    assert sent(sandbox) == 1


def test_each_part_is_on_record(app: Flask, client: PageClient) -> None:
    page = imported(app, client, checked(app, client, orders(3)))
    assert page.status == 200
    with app.app_context():
        entry = search_entries(Criteria()).entries[0]
    assert (entry.action, entry.outcome.value, entry.actor_name) == ("orders.imported", "succeeded", "Demo agent")
    assert (entry.result["orders"], entry.result["part"]) == (3, 1)


def test_a_file_that_cannot_be_read_on_is_refused_as_a_whole(app: Flask, client: PageClient) -> None:
    page = checked(app, client, '[{"source_id": "a", "status": "PAID"}\n{oops}]')
    assert "Line 2: This is no JSON any more" in page.text
    assert "Nothing of the file is imported." in page.text
    assert not page.all("h2", id="before")
    run_due(app)
    client.submit(page.form(f"{page.url}/check"))
    run_due(app)
    assert "Line 2: This is no JSON any more" in client.get(page.url).text


@pytest.mark.parametrize("content", ["", "\0\0\0 binary"])
def test_what_is_no_file_of_orders_is_not_even_kept(client: PageClient, content: str) -> None:
    page = uploaded(client, content, status=422)
    assert not page.all("a", class_="row-link")


def test_how_amounts_are_written_has_to_be_said(client: PageClient) -> None:
    page = uploaded(client, orders(1), status=422, amounts="")
    assert "Say how the amounts are written" in page.text


def test_viewers_import_nothing(viewer: PageClient) -> None:
    viewer.get("/orders/import", 403)
    viewer.get("/orders/import/1", 403)
