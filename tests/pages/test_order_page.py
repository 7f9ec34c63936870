"""The page of one order over the real road: what was bought, what became of it, and what does not add up."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.app import app_for_tests
from tests.support.customers import make
from tests.support.page_client import Page, PageClient, text_of
from tests.support.sandbox_server import SandboxServer
from tests.support.wire import Reply, Request, Wire

ACTIVITY = "/v1/customers/{customerId}/activity"


def place(sandbox: SandboxServer, **fields: Any) -> str:
    order_id: str = sandbox.call("POST", "/v1/orders", json=fields).json()["id"]
    return order_id


def card(page: Page, heading: str) -> str:
    [found] = [each for each in page.all("section", class_="card") if text_of(each).startswith(heading)]
    return text_of(found)


def test_an_order_tells_what_was_bought_and_what_it_comes_to(client: PageClient, sandbox: SandboxServer):
    anna, bea = make(sandbox, name="Anna Nowak"), make(sandbox, name="Bea Kos")
    items = [
        {"product_id": "prod_1", "quantity": 2, "price": 2_000, "discount_amount": 500,
         "product": {"name": "Dinner plate"}, "metadata": {"wrapped": True}},
        {"source_id": "mug", "related_object": "sku", "quantity": 1, "price": 1_400},
    ]  # fmt: skip
    metadata = {"delivery_date": "2026-12-01", "gift_wrap": True, "note": "2026-01-01"}
    order_id = place(sandbox, source_id="web-1", status="PAID", items=items, discount_amount=400, metadata=metadata,
                     customer={"id": anna}, referrer={"id": bea})  # fmt: skip
    page = client.get(f"/orders/{order_id}")
    assert page.heading == "Order web-1"
    lines = card(page, "Items")
    assert "Dinner plate €20.00 each, €5.00 off product id prod_1 Metadata of this item wrapped yes 2 €20.00" in lines
    assert "SKU source id mug" in lines
    assert "Before discounts €54.00 Discounts on items −€5.00 Discount on the order −€4.00 Total €45.00" in lines
    assert page.links()["Anna Nowak"] == f"/customers/{anna}"
    assert page.links()["Bea Kos"] == f"/customers/{bea}"
    facts = card(page, "Metadata")
    assert "delivery_date 1 Dec 2026 gift_wrap yes" in facts
    assert "note 1 Jan 2026Not defined by the project." in facts
    assert "Paid paid €45.00" in card(page, "History")
    assert "do not add up" not in page.text
    assert '"source_id": "web-1"' in text_of(page.all("pre")[-1])


def test_a_source_id_leads_to_the_order_and_stays_in_no_address(client: PageClient, sandbox: SandboxServer):
    order_id = place(sandbox, source_id="a/b?c=d#e%2F+x@y.example z", amount=100)
    assert client.get("/orders/a%2Fb%3Fc%3Dd%23e%252F%2Bx%40y.example%20z").url == f"/orders/{order_id}"


def test_an_order_outlives_its_customer(client: PageClient, sandbox: SandboxServer):
    gone = {
        "id": "ord_old",
        "status": "PAID",
        "amount": 100,
        "customer_id": "cust_gone",
        "items": None,
        "metadata": None,
    }
    sandbox.fault("status", status=200, body=gone, method="GET", route="/v1/orders/{orderId}", times=None)
    page = client.get("/orders/ord_old")
    assert "cust_gone no longer there" in page.text
    assert "most likely they were deleted" in card(page, "History")
    assert "Try again" not in page.text


def test_redemptions_lead_to_their_vouchers(client: PageClient):
    page = client.get("/customers/ticket-6/orders")
    orders = [text_of(each) for each in page.all("code") if text_of(each).startswith("ord_")]
    texts = [client.get(f"/orders/{order_id}") for order_id in orders]
    canceled = next(each for each in texts if "This order is canceled" in each.text)
    assert "rolled back" in card(canceled, "Redemptions")
    assert any("/redeemables/" in url or "/vouchers/" in url for url in canceled.links().values())


def test_what_does_not_exist_is_said_with_a_way_on(client: PageClient):
    page = client.get("/orders/nothing-like-this", 404)
    assert "Voucherify has no order with this id" in page.text
    assert page.links()["All orders"] == "/orders"
    client.get("/orders/..", 404)


def test_a_failing_side_call_costs_its_panel(client: PageClient, sandbox: SandboxServer):
    order_id = place(sandbox, source_id="web-1", amount=100, customer={"id": make(sandbox, name="Anna Nowak")})
    for route in (ACTIVITY, "/v1/metadata-schemas/order", "/v1/customers/{customerId}"):
        sandbox.fault("status", status=403, times=9, route=route)
    page = client.get(f"/orders/{order_id}")
    assert "Frontdesk's key may not do this" in page.text
    assert "The project's kinds could not be read just now." in page.text
    assert "the name could not be read just now" in page.text
    assert "€1.00" in page.text


def test_a_slow_history_loads_itself(client: PageClient, sandbox: SandboxServer):
    order_id = place(sandbox, source_id="web-1", status="PAID", amount=100, customer={"id": make(sandbox)})
    sandbox.fault("delay", milliseconds=700, route=ACTIVITY)
    page = client.get(f"/orders/{order_id}")
    [waiting] = page.all("section", aria_busy="true")
    assert waiting.get("hx-get") == f"/orders/{order_id}/parts/history"
    part = client.get(f"/orders/{order_id}/parts/history", fragment=True)
    assert "No event tells that points were earned for it." in part.text
    assert client.get(f"/orders/{order_id}/parts/history").url == f"/orders/{order_id}"


def test_viewers_see_no_personal_data(viewer: PageClient, sandbox: SandboxServer):
    anna = make(sandbox, name="Anna Nowak", phone="+48600100200", address={"city": "Kraków"})
    metadata = {"deliver_to": "Kraków", "call": "600 100 200", "contact_email": "anna@shop.example.org"}
    order_id = place(sandbox, source_id="for anna@shop.example.org", metadata=metadata, customer={"id": anna})
    page = viewer.get(f"/orders/{order_id}")
    for secret in ("anna@", "Kraków", "600 100 200"):
        assert secret not in page.html
    assert "Anna Nowak" in page.text


WEIRD = [
    {"id": "ord_1"},
    {"id": "ord_1", "items": None, "metadata": [], "redemptions": [], "customer_id": None, "amount": "12"},
    {"id": "ord_1", "status": "PROCESSING", "items": [{}, None, {"price": None, "quantity": "many"}], "amount": None},
    {"id": "ord_1", "status": "SHIPPED_TO_MARS", "redemptions": {"r_1": None, "r_2": {"related_object_id": "p_1"}}},
    {"id": "ord_1", "source_id": "<script>alert(1)</script>{{ 7*7 }}", "created_at": "yesterday", "customer_id": 7},
]


@pytest.mark.parametrize("order", WEIRD)
def test_weird_orders_are_shown_as_they_are(order: dict[str, Any], tmp_path: Path):
    def answer(request: Request) -> Reply:
        is_order = request.path.startswith("/v1/orders/")
        return Reply(200 if is_order else 404, _json(order if is_order else {"code": 404, "key": "not_found"}))

    with Wire() as wire:
        wire.responds(answer)
        app = app_for_tests(tmp_path, voucherify_base_url=wire.url)
        client = PageClient(app)
        client.sign_in("agent")
        page = client.get("/orders/ord_1")
        assert page.heading == f"Order {order.get('source_id') or 'ord_1'}"
        status = order.get("status", "status not known")
        assert {"PROCESSING": "in processing"}.get(status, status) in page.text
        client.get("/orders/ord_1/edit")
        app.extensions["voucherify"].close()


def test_figures_that_do_not_add_up_are_named(tmp_path: Path):
    items = [{"quantity": 2, "price": 500, "amount": 900, "subtotal_amount": 900}]
    order = {"id": "ord_1", "amount": 1_000, "discount_amount": 100, "total_discount_amount": 50,
             "total_amount": 1_000, "items": items}  # fmt: skip
    with Wire() as wire:
        wire.responds(lambda _: Reply(200, _json(order)))
        app = app_for_tests(tmp_path, voucherify_base_url=wire.url)
        client = PageClient(app)
        client.sign_in("agent")
        text = client.get("/orders/ord_1").text
        app.extensions["voucherify"].close()
    assert "The amount of item 1 is told as €9.00; price times quantity would be €10.00." in text
    assert "The amount before discounts is told as €10.00; the items together would be €9.00." in text
    assert "The discount in all is told as €0.50; the discounts on order and items would be €1.00." in text
    assert "The total is told as €10.00; the amount less the discounts would be €9.50." in text


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
