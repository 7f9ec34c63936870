"""Asking for exports, watching them, and who may do what."""

import csv
import io
from typing import Any

import pytest
from flask import Flask

from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.audit import Entry
from webapp.audit.entries import search_entries
from webapp.store import saved_searches
from webapp.store.audit_search import Criteria

CREATE = {"method": "POST", "route": "/v1/orders/export"}


@pytest.fixture(autouse=True)
def _as_seeded(sandbox: SandboxServer) -> None:
    """Every test here makes exports."""


@pytest.fixture
def supervisor(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in("supervisor")
    return client


def previewed(client: PageClient, status: int = 200, query: str = "object=order", **values: Any) -> Page:
    return client.submit(client.get(f"/exports/new?{query}").form("/exports/new"), status, button="preview", **values)


def started(client: PageClient, query: str = "object=order", **values: Any) -> Page:
    """The page of an export that was just asked for."""
    page = previewed(client, query=query, **values)
    return client.submit(page.form("/exports/new"), button="start")


def asked_of_the_api(sandbox: SandboxServer) -> list[dict[str, Any]]:
    """All exports, the newest first."""
    exports: list[dict[str, Any]] = sandbox.call("GET", "/v1/exports?limit=100&order=-created_at").json()["exports"]
    return exports


def ready(client: PageClient, page: Page) -> Page:
    """The export's page once it has its file."""
    for _ in range(200):
        if "ready" in page.text:
            return page
        page = client.get(page.url)
    raise AssertionError("the export has not become ready")


def rows_of(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.html.removeprefix("\ufeff"), newline="")))


def latest_entry(app: Flask) -> Entry:
    with app.app_context():
        return search_entries(Criteria()).entries[0]


def test_fields_order_and_filters_reach_the_api(client: PageClient, sandbox: SandboxServer) -> None:
    query = "object=order&status=PAID&created_after=2024-03-01&amount_from=1250&fields=id&fields=total_amount"
    page = previewed(client, query=query, order="-updated_at")
    for words in ("Status is paid", "Created after 1 Mar 2024, 00:00 CET", "Total at least €12.50", "Order id, Total"):
        assert words in page.text
    assert asked_of_the_api(sandbox) == []
    client.submit(page.form("/exports/new"), button="start")
    [export] = asked_of_the_api(sandbox)
    assert export["exported_object"] == "order"
    assert export["parameters"] == {
        "fields": ["id", "total_amount"],
        "order": "-updated_at",
        "filters": {
            "junction": "and",
            "created_at": {"conditions": {"$after": ["2024-02-29T23:00:00.000Z"]}},
            "status": {"conditions": {"$in": ["PAID"]}},
            "total_amount": {"conditions": {"$more_than": [1249]}},
        },
    }


def test_the_file_is_what_was_asked_for(client: PageClient, sandbox: SandboxServer) -> None:
    page = ready(client, started(client, "object=order&status=PAID&fields=id&fields=status&fields=total_amount"))
    answer = client.submit(page.form(f"{page.url}/download"), button="sheet")
    header, *rows = rows_of(answer)
    assert header == ["Order id", "Status", "Total"]
    assert rows
    assert {status for _, status, _ in rows} == {"PAID"}
    order_id, _, total = rows[0]
    assert sandbox.call("GET", f"/v1/orders/{order_id}").json()["total_amount"] == int(total)


def test_customers_by_a_key_of_their_metadata(supervisor: PageClient, sandbox: SandboxServer) -> None:
    gold = {"membership_level": "gold"}
    sandbox.call("POST", "/v1/customers", json={"source_id": "zz-1", "name": "Zora Zz", "metadata": gold})
    level = "metadata.membership_level"
    query = f"object=customer&fields=source_id&fields={level}&metadata_key={level}&metadata_value=gold&name=Zora"
    page = started(supervisor, query)
    page = ready(supervisor, page)
    assert rows_of(supervisor.submit(page.form(f"{page.url}/download"), button="sheet")) == [
        ["Source id", "membership_level"],
        ["zz-1", "gold"],
    ]


def test_the_list_says_what_who_and_how_far(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.call("POST", "/v1/exports", json={"exported_object": "voucher", "parameters": {}})
    sandbox.settings(async_progress="reads:9")
    started(client)
    page = client.get("/exports")
    newest, oldest = ["".join(row.itertext()) for row in page.all("tr")][1:]
    for words in ("Orders", "All of them", "waiting", "Demo agent"):
        assert words in newest
    for words in ("Vouchers", "another tool", "personal data"):
        assert words in oldest


def test_the_page_looks_by_itself_ever_more_seldom_and_ends(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.settings(async_progress="reads:99")
    page = started(client)
    waits = []
    for look in (0, 5, 59):
        fragment = client.get(f"{page.url}?look={look}", fragment=True)
        [polling] = fragment.all("div", id="export")
        waits.append(float((polling.get("hx-trigger") or "").removeprefix("load delay:").removesuffix("s")))
        assert polling.get("hx-get") == f"{page.url}?look={look + 1}"
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    [polling] = client.get(f"{page.url}?look=60", fragment=True).all("div", id="export")
    assert polling.get("hx-get") is None
    assert "Look now" in client.get(page.url).links()


def test_a_finished_export_is_looked_at_no_more(client: PageClient) -> None:
    page = ready(client, started(client))
    [shown] = client.get(f"{page.url}?look=3", fragment=True).all("div", id="export")
    assert shown.get("hx-get") is None
    [shown] = client.get("/exports", fragment=True).all("div", id="exports")
    assert shown.get("hx-get") is None


def test_sending_the_form_twice_makes_one_export(client: PageClient, sandbox: SandboxServer) -> None:
    form = previewed(client).form("/exports/new")
    first, second = client.submit(form, button="start"), client.submit(form, button="start")
    assert first.url == second.url
    assert len(asked_of_the_api(sandbox)) == 1


def test_what_was_started_is_on_record_without_values(supervisor: PageClient, app: Flask) -> None:
    started(supervisor, "object=customer&fields=email", email="anna@example.org")
    entry = latest_entry(app)
    assert (entry.action, entry.outcome.value) == ("export.started", "succeeded")
    assert entry.result["fields"] == ["email"]
    assert entry.result["filtered_by"] == ["email"]
    assert "anna" not in str(entry)


def test_an_export_whose_answer_was_lost_is_found_again(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.fault("drop", carried_out=True, **CREATE)
    page = started(client)
    assert page.heading == "Export of orders"
    assert page.url.endswith(asked_of_the_api(sandbox)[0]["id"])
    assert "Demo agent" in page.text


def test_an_export_that_may_not_have_been_started_is_called_unknown(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.call("POST", "/v1/orders/export", json={"parameters": {"fields": ["id"]}})  # somebody else's, meanwhile
    sandbox.fault("drop", **CREATE)
    form = previewed(client).form("/exports/new")
    page = client.submit(form, 504, button="start")
    assert "it is not known whether the export was started" in page.text
    page = client.submit(page.form("/exports/new"), 504, button="Look again")
    assert len(asked_of_the_api(sandbox)) == 1
    page = client.submit(page.form("/exports/new"), button="back")
    assert (
        client.submit(page.form("/exports/new"), button="preview").form("/exports/new").filled()["token"]
        != (form.filled()["token"])
    )


def test_a_refusal_of_the_api_keeps_what_was_typed(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.fault("status", status=400, **CREATE)
    form = previewed(client, query="object=order&source_id=web-1").form("/exports/new")
    page = client.submit(form, 400, button="start")
    assert "Voucherify did not accept this" in page.text
    page = client.submit(page.form("/exports/new"), button="start")
    assert "Source id is web-1" in page.text


def test_what_cannot_be_read_is_refused_with_everything_typed(client: PageClient, sandbox: SandboxServer) -> None:
    page = previewed(client, 422, amount_from="much", source_id="web-1")
    filled = page.form("/exports/new").filled()
    assert (filled["amount_from"], filled["source_id"]) == ("much", "web-1")
    assert "Write an amount such as 12.50." in page.text
    assert asked_of_the_api(sandbox) == []


def test_agents_are_not_offered_personal_columns(client: PageClient) -> None:
    page = client.get("/exports/new?object=customer")
    locked = {field.get("value") for field in page.all("input", name="fields") if field.get("disabled") is not None}
    assert {"name", "email", "phone", "source_id", "metadata.photo"} <= locked
    assert "id" not in locked
    assert "Those who may export them: supervisor, admin." in page.text


def test_a_personal_column_sent_all_the_same_is_refused(client: PageClient, sandbox: SandboxServer) -> None:
    form = previewed(client, query="object=customer").form("/exports/new").filled("start")
    page = client.post("/exports/new", {**form, "fields": ["id", "email"]}, 403)
    assert "Those who may: supervisor, admin." in page.text
    assert asked_of_the_api(sandbox) == []


def test_viewers_see_that_there_are_exports_and_no_more(viewer: PageClient, supervisor: PageClient) -> None:
    page = started(supervisor, "object=customer", email="anna@example.org")
    viewer.get("/exports/new", 403)
    assert "anna" not in viewer.get("/exports").text
    shown = ready(viewer, viewer.get(page.url))
    assert "a•••@•••.org" in shown.text
    assert "Those who may download it: supervisor, admin." in shown.text
    assert not [form for form in shown.all("form") if "/exports/" in (form.get("action") or "")]


def test_another_like_it_opens_the_same_form(supervisor: PageClient) -> None:
    page = started(supervisor, "object=customer&fields=id&fields=email", city="Łódź")
    again = supervisor.get(page.links()["Another like this"])
    filled = again.form("/exports/new").filled()
    assert (filled["fields"], filled["city"]) == (["id", "email"], "Łódź")


def test_a_search_becomes_an_export_without_its_words_in_the_address(supervisor: PageClient) -> None:
    found = supervisor.submit(supervisor.get("/customers").form("/customers/search"), q="shared", city="Berlin")
    search_id = found.url.partition("search=")[2]
    page = supervisor.get(f"/exports/new?object=customer&search={search_id}")
    filled = page.form("/exports/new").filled()
    assert (filled["name"], filled["city"]) == ("shared", "Berlin")
    assert all("Berlin" not in url for url in supervisor.visited)


@pytest.mark.parametrize(
    ("search", "words"),
    [({"q": "cust_1"}, "An export cannot ask for the customer's id"), (None, "That search is no longer kept")],
)
def test_what_of_a_search_is_not_taken_over_is_said(
    supervisor: PageClient, search: dict[str, str] | None, words: str
) -> None:
    search_id = saved_searches.remember(1, search) if search else "forgotten"
    assert words in supervisor.get(f"/exports/new?object=customer&search={search_id}").text


def test_without_the_schema_the_other_columns_are_offered(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.fault("status", status=403, route="/v1/metadata-schemas/{resource}")
    page = client.get("/exports/new?object=order")
    assert "The keys of metadata could not be read just now" in page.text
    assert page.all("input", name="fields", value="total_amount")


def test_deleting_asks_first_and_is_on_record(client: PageClient, app: Flask, sandbox: SandboxServer) -> None:
    page = ready(client, started(client))
    asking = client.get(page.links()["Delete"])
    assert len(asked_of_the_api(sandbox)) == 1
    listed = client.submit(asking.form(f"{page.url}/delete"))
    assert "deleted" in listed.text
    assert asked_of_the_api(sandbox) == []
    assert latest_entry(app).action == "export.deleted"
    again = client.submit(asking.form(f"{page.url}/delete"))
    assert "deleted already" in again.text
    client.get(page.url, 404)


def test_what_others_made_only_those_who_may_export_anything_delete(
    client: PageClient, supervisor: PageClient, sandbox: SandboxServer
) -> None:
    page = started(supervisor)
    assert "Delete" not in client.get(page.url).links()
    client.get(f"{page.url}/delete", 403)
    exported = sandbox.call("POST", "/v1/exports", json={"exported_object": "order"}).json()["id"]
    client.get(f"/exports/{exported}/delete", 403)
    supervisor.get(f"/exports/{exported}/delete")


def test_pages_of_the_list(client: PageClient, sandbox: SandboxServer) -> None:
    assert "No exports yet" in client.get("/exports").text
    for _ in range(26):
        sandbox.call("POST", "/v1/orders/export", json={})
    page = client.get("/exports")
    assert "26 exports" in page.text
    assert len(client.get("/exports?page=2").all("a", class_="row-link")) == 1
    assert "No exports on this page" in client.get("/exports?page=3").text


def test_addresses_that_name_nothing(client: PageClient) -> None:
    client.get("/exports/new?object=voucher", 404)
    client.get("/exports/exp_none", 404)
    client.get("/exports/new?like=exp_none", 404)
