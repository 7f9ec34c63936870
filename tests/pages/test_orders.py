"""The list of orders over the real road: paging, names, looking through it, and what viewers see."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from tests.support.app import app_for_tests
from tests.support.customers import make
from tests.support.page_client import Page, PageClient, text_of
from tests.support.sandbox_server import SandboxServer
from tests.support.wire import Wire
from webapp.orders import searching

SEARCH = "/orders/search"


def rows(page: Page) -> list[Element]:
    return [row for table in page.all("table", class_="orders-list") for row in table.find("tbody") or ()]


def names(page: Page) -> list[str]:
    return [text_of(row.find("th/span/a")) for row in rows(page)]


def search(client: PageClient, status: int = 200, /, **values: str) -> Page:
    form = client.get("/orders").form(SEARCH)
    return client.post(SEARCH, {**form.filled(), **values}, status)


def place(sandbox: SandboxServer, **fields: object) -> dict[str, object]:
    order: dict[str, object] = sandbox.call("POST", "/v1/orders", json=fields).json()
    return order


def orders_read(sandbox: SandboxServer) -> list[str]:
    return [call["query"] for call in sandbox.requests() if call["path"] == "/v1/orders" and call["method"] == "GET"]


def test_the_list_tells_what_an_order_is_and_whose(client: PageClient, sandbox: SandboxServer):
    anna = make(sandbox, name="Anna Nowak")
    items = [{"product_id": "prod_1", "quantity": 2, "price": 20_625}]
    place(sandbox, source_id="web-1", status="PAID", customer={"id": anna}, items=items, discount_amount=1_250)
    [row] = rows(client.get("/orders"))[:1]
    assert text_of(row).startswith("web-1 paid Anna Nowak Anna Nowak paid 1 €12.50 €400.00 ")
    links = [link.get("href") for link in row.iter("a")]
    assert links[0].startswith("/orders/ord_")
    assert links[1] == f"/customers/{anna}"


def test_page_and_order_are_always_asked_for(client: PageClient, sandbox: SandboxServer):
    sandbox.forget_requests()
    client.get("/orders")
    page = search(client, order="updated_at", page_size="10")
    client.get(f"{page.url}&page=2")
    assert [sorted(query.split("&")) for query in orders_read(sandbox)][::2] == [
        ["limit=25", "order=-created_at", "page=1"],
        ["limit=10", "order=updated_at", "page=1"],
    ]
    assert "page=2" in orders_read(sandbox)[-1]
    assert page.links()["Next"].endswith("&page=2")


def test_names_cost_ten_calls_for_a_page_and_are_kept(client: PageClient, sandbox: SandboxServer):
    for number in range(12):
        place(sandbox, source_id=f"web-{number}", customer={"id": make(sandbox, name=f"Person {number}")})
    sandbox.forget_requests()
    first = client.get("/orders").text
    calls = [call["path"] for call in sandbox.requests() if "/customers/" in call["path"]]
    assert len(calls) == len(set(calls)) == 10
    assert "Person 11" in first
    assert "Person 0 " not in first
    assert "Person 0 " in client.get("/orders").text
    sandbox.forget_requests()
    client.get("/orders")
    assert "Person 11" in client.get("/orders").text
    assert not set(calls) & {call["path"] for call in sandbox.requests()}


def test_without_names_the_ids_do(client: PageClient, sandbox: SandboxServer):
    anna = make(sandbox, name="Anna Nowak")
    place(sandbox, source_id="web-1", customer={"id": anna})
    sandbox.fault("status", status=403, route="/v1/customers/{customerId}", times=50)
    [row] = rows(client.get("/orders"))[:1]
    assert anna in text_of(row)


def test_weird_orders_are_listed(client: PageClient, sandbox: SandboxServer):
    place(sandbox, amount=0)
    place(sandbox, source_id="<b>\"&'</b> {{7*7}}", items=[{"product_id": "p"}])
    first, second = rows(client.get("/orders"))[:2]
    assert text_of(first).startswith("<b>\"&'</b> {{7*7}} placed, not paid nobody placed, not paid 1 none €0.00")
    assert "nobody placed, not paid not told none €0.00" in text_of(second)


def test_what_fits_is_looked_for_among_the_rows_that_were_read(client: PageClient, sandbox: SandboxServer):
    for number, (status, amount) in enumerate([("PAID", 1_000), ("PAID", 2_000), ("CANCELED", 2_000)]):
        place(sandbox, source_id=f"new-{number}", status=status, amount=amount)
    page = search(client, status="PAID", amount_from="15", amount_to="1 000,00")
    assert "new-1" in names(page)
    assert {"new-0", "new-2"}.isdisjoint(names(page))
    assert "All 48 orders were read." in page.text
    assert page.links()["Export all that fit"] == (
        "/exports/new?object=order&status=PAID&amount_from=1500&amount_to=100000"
    )


def test_days_are_those_of_the_configured_zone(client: PageClient, sandbox: SandboxServer):
    place(sandbox, source_id="late", created_at="2020-05-03T22:30:00Z")
    place(sandbox, source_id="early", created_at="2020-05-03T21:30:00Z")
    assert names(search(client, created_from="2020-05-04", created_until="2020-05-04")) == ["late"]
    assert names(search(client, created_from="2020-05-03", created_until="2020-05-03")) == ["early"]


def test_a_customer_is_asked_for_by_a_personal_source_id_that_no_address_carries(
    client: PageClient, sandbox: SandboxServer
):
    anna = make(sandbox, source_id="anna@shop.example.org")
    place(sandbox, source_id="hers", customer={"id": anna})
    page = search(client, customer="anna@shop.example.org")
    assert names(page) == ["hers"]
    assert page.form(SEARCH).filled()["customer"] == anna
    assert "An export cannot ask for one customer's orders" in client.get(page.links()["Export"]).text
    assert not any("anna" in url for url in client.visited)


def test_what_is_typed_wrong_is_said_and_kept(client: PageClient):
    page = search(client, 422, amount_from="1,234", amount_to="twelve", created_from="tomorrow", customer="nobody")
    told = page.form(SEARCH).filled()
    assert (told["amount_from"], told["amount_to"], told["created_from"]) == ("1,234", "twelve", "tomorrow")
    assert "This could mean 1234 or 1.234." in page.text
    assert "Write an amount such as 12.50." in page.text
    assert "Nobody has this id or source id." in search(client, 422, customer="nobody").text
    assert "The upper end is less than the lower one." in search(client, 422, amount_from="2", amount_to="1").text


def test_more_is_read_a_stretch_at_a_time(client: PageClient, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(searching, "LARGEST_PAGE", 5)
    monkeypatch.setattr(searching, "CALLS_AT_ONCE", 2)
    monkeypatch.setattr("webapp.orders.list_views.STRETCH", 10)
    sandbox.forget_requests()
    page = search(client, status="PAID")
    assert "Rows 1 to 10 of 45 were read." in page.text
    assert sum("limit=5" in query for query in orders_read(sandbox)) == 2
    more = page.links()["Read 10 more"]
    seen = names(page)
    part = client.get(more, fragment=True)
    assert "Rows 11 to 20 of 45 were read." in part.text
    assert not set(seen) & set(names(part))
    assert names(client.get(more)) == names(part)  # without htmx the same is a page
    last = client.get(more.replace("from=10", "from=40"))
    assert "Rows 41 to 45 of 45 were read." in last.text
    assert "Read 10 more" not in last.links()


def test_nothing_fits(client: PageClient):
    page = search(client, amount_from="9000000")
    assert "0 orders found" in page.text
    assert "Take a filter away" in page.text


def test_pages_that_nobody_gives(client: PageClient):
    assert "Nothing on this page" in client.get("/orders?page=99").text
    assert "This page cannot be shown" in client.get("/orders?page=101").text
    assert client.get("/orders?page=-3").heading == "Orders"
    assert "no longer kept" in client.get("/orders?search=gone", 404).text
    assert "nothing after row 9,500 of 45" in client.get(f"{search(client, status='PAID').url}&from=99999999").text


def test_a_project_without_orders(tmp_path: Path):
    with Wire() as wire:
        wire.answers({"object": "list", "data_ref": "orders", "orders": [], "total": 0})
        app = app_for_tests(tmp_path, voucherify_base_url=wire.url)
        client = PageClient(app)
        client.sign_in("agent")
        assert "No orders yet" in client.get("/orders").text
        assert "None of these fits" in search(client, status="PAID").text
        app.extensions["voucherify"].close()


def test_a_slow_or_broken_api_is_said(client: PageClient, sandbox: SandboxServer):
    sandbox.fault("status", status=500, route="/v1/orders", times=9)
    client.get("/orders", 502)


def test_viewers_see_no_personal_data(viewer: PageClient, sandbox: SandboxServer):
    anna = make(sandbox, name="anna@shop.example.org", source_id="anna@shop.example.org")
    place(sandbox, source_id="order of anna@shop.example.org", customer={"id": anna})
    page = viewer.get("/orders")
    assert "anna@" not in page.html
    assert "order of a•••@•••.org" in page.text
    assert "Export" not in page.links()


def test_a_stranger_signs_in_first(stranger: PageClient):
    assert stranger.get("/orders").url.startswith("/auth/sign-in")
