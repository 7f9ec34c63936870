"""Creating and changing orders over the real road, and everything that gets in the way."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from tests.support.app import app_for_tests
from tests.support.customers import make, writes
from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.audit import Outcome
from webapp.audit.entries import search_entries
from webapp.store.audit_search import Criteria

PLATE = {"product_id": "prod_plate", "quantity": 2, "price": 2_000, "metadata": {"gift_wrap": True},
         "product": {"name": "Dinner plate"}}  # fmt: skip
MUG = {"source_id": "mug-1", "related_object": "product", "quantity": 1, "price": 1_400}
POST_ORDER = {"method": "POST", "route": "/v1/orders"}
PUT_ORDER = {"method": "PUT", "route": "/v1/orders/{orderId}"}


@pytest.fixture
def anna(sandbox: SandboxServer) -> str:
    return make(sandbox, name="Anna Nowak", email="anna@shop.example.org")


@pytest.fixture
def order_id(sandbox: SandboxServer, anna: str) -> str:
    fields = {"source_id": "web-77", "items": [PLATE, MUG], "customer": {"id": anna}, "discount_amount": 500}
    placed: str = sandbox.call("POST", "/v1/orders", json={**fields, "metadata": {"till": "7"}}).json()["id"]
    sandbox.forget_requests()
    return placed


def stored(sandbox: SandboxServer, order_id: str) -> dict[str, Any]:
    order: dict[str, Any] = sandbox.call("GET", f"/v1/orders/{quote(order_id, safe='')}").json()
    return order


def change(sandbox: SandboxServer, order_id: str, **fields: Any) -> None:
    """What somebody else does meanwhile."""
    sandbox.call("PUT", f"/v1/orders/{order_id}", json=fields).raise_for_status()


def send(client: PageClient, page: Page, button: str, status: int = 200, /, **values: str) -> Page:
    """Press a button of the page's own form. In names of fields "__" stands for "-"."""
    actions = [each.get("action") or "" for each in page.all("form")]
    [action] = [each for each in actions if each.endswith(("/edit", "/orders/new"))][-1:]
    wanted = {name.replace("__", "-"): value for name, value in values.items()}
    form = page.form(action)
    data = form.filled(button)
    assert not wanted.keys() - {field.get("name") for field in form.element.iter()}
    return client.post(action, {**data, **wanted}, status)


def edit(client: PageClient, order_id: str, status: int = 200, /, **values: str) -> Page:
    return send(client, client.get(f"/orders/{order_id}/edit"), "preview", status, **values)


def test_an_order_is_created_as_it_was_shown(client: PageClient, sandbox: SandboxServer, anna: str):
    page = send(client, client.get(f"/orders/new?customer={anna}"), "add-item", item__0__name="prod_1")
    values = {"item__0__price": "1 234,50", "item__1__name": "mug-1", "item__1__naming": "product",
              "item__1__quantity": "3", "item__1__price": "14", "discount_amount": "34.50", "status": "PAID",
              "source_id": "web/1?x=é", "metadata/gift_wrap": "true",
              "metadata/delivery_date": "2026-12-01"}  # fmt: skip
    sandbox.forget_requests()
    page = send(client, page, "preview", **values)
    assert "Anna Nowak" in page.text
    assert "1 × prod_1, €1,234.50 each" in page.text
    assert "The order then comes to €1,242.00" in page.text
    assert "earning rules" in page.text
    assert writes(sandbox) == []
    page = send(client, page, "save")
    assert "The order was created." in page.text
    assert page.heading == "Order web/1?x=é"
    order = stored(sandbox, "web/1?x=é")
    assert (order["status"], order["amount"], order["total_amount"]) == ("PAID", 127_650, 124_200)
    assert order["customer_id"] == anna
    assert order["metadata"] == {"gift_wrap": True, "delivery_date": "2026-12-01"}
    assert [(item["quantity"], item["price"]) for item in order["items"]] == [(1, 123_450), (3, 1_400)]
    assert order["items"][1]["source_id"] == "mug-1"


def test_rows_come_and_go_without_a_script(client: PageClient, order_id: str):
    page = client.get(f"/orders/{order_id}/edit")
    page = send(client, page, "add-item", item__1__quantity="9")
    assert "item-2-name" in page.form(f"/orders/{order_id}/edit").filled()
    page = send(client, page, "remove-item-0")
    filled = page.form(f"/orders/{order_id}/edit").filled()
    assert "item-0-name" not in filled
    assert filled["item-1-quantity"] == "9"


@pytest.mark.parametrize(
    ("currency", "typed", "minor_units", "shown"),
    [("JPY", "1200", 120_000, "¥1,200"), ("KWD", "1.250", 125, "KWD1.250")],
)
def test_amounts_of_every_currency_are_sent_in_hundredths(
    tmp_path: Path, sandbox: SandboxServer, currency: str, typed: str, minor_units: int, shown: str
):
    app = app_for_tests(tmp_path, voucherify_base_url=sandbox.url, currency=currency)
    client = PageClient(app)
    client.sign_in("agent")
    page = send(client, client.get("/orders/new"), "preview", item__0__name="p", item__0__price=typed)
    assert shown in page.text.replace("\u00a0", "")
    order = stored(sandbox, send(client, page, "save").url.removeprefix("/orders/"))
    assert (order["items"][0]["price"], order["amount"]) == (minor_units, minor_units)
    app.extensions["voucherify"].close()


def test_a_change_keeps_what_the_form_does_not_show(client: PageClient, sandbox: SandboxServer, order_id: str):
    page = edit(client, order_id, item__0__quantity="5")
    assert "5 × Dinner plate, €20.00 each" in page.text
    page = send(client, page, "save")
    assert "2 changes saved." in page.text
    order = stored(sandbox, order_id)
    plate = order["items"][0]
    assert plate["metadata"] == {"gift_wrap": True}
    assert plate["product"]["name"] == "Dinner plate"
    assert (plate["quantity"], plate["amount"], order["amount"], order["total_amount"]) == (5, 10_000, 11_400, 10_900)
    assert order["metadata"] == {"till": "7"}


def test_items_that_were_not_touched_are_not_sent(client: PageClient, sandbox: SandboxServer, order_id: str):
    page = send(client, edit(client, order_id, status="FULFILLED"), "save")
    assert "1 change saved." in page.text
    assert stored(sandbox, order_id)["status"] == "FULFILLED"
    assert len(stored(sandbox, order_id)["items"]) == 2


def test_an_amount_of_its_own_stands_when_items_change(client: PageClient, sandbox: SandboxServer, order_id: str):
    change(sandbox, order_id, amount=9_900)
    page = edit(client, order_id, item__0__quantity="1")
    assert "is not what the items come to" in page.text
    send(client, page, "save")
    assert stored(sandbox, order_id)["amount"] == 9_900
    send(client, edit(client, order_id, amount=""), "save")
    assert stored(sandbox, order_id)["amount"] == 3_400


def test_of_many_items_only_those_that_differ_are_shown(client: PageClient, sandbox: SandboxServer, anna: str):
    items = [{"product_id": f"prod_{number}", "quantity": 1, "price": 100} for number in range(500)]
    order_id = sandbox.call("POST", "/v1/orders", json={"items": items, "customer": {"id": anna}}).json()["id"]
    page = edit(client, order_id, item__7__quantity="3")
    assert "1 × prod_7, €1.00 each499 lines as before and after 3 × prod_7, €1.00 each499 lines as before" in page.text
    send(client, page, "save")
    assert [item["quantity"] for item in stored(sandbox, order_id)["items"][6:9]] == [1, 3, 1]


def test_a_status_that_is_not_told_is_not_made_up(client: PageClient, sandbox: SandboxServer, order_id: str):
    order = {**stored(sandbox, order_id), "status": None}
    sandbox.fault("status", status=200, body=order, method="GET", route="/v1/orders/{orderId}", times=None)
    page = edit(client, order_id)
    assert "Nothing was changed, so nothing was sent." in page.text


def test_nothing_changed_is_nothing_sent(client: PageClient, sandbox: SandboxServer, order_id: str):
    page = send(client, client.get(f"/orders/{order_id}/edit"), "preview")
    assert "Nothing was changed, so nothing was sent." in page.text
    assert writes(sandbox) == []


def test_the_audit_trail_tells_of_both(client: PageClient, app: Flask, anna: str, order_id: str):
    send(client, edit(client, order_id, status="CANCELED"), "save")
    page = send(client, client.get(f"/orders/new?customer={anna}"), "preview", amount="5", status="CREATED")
    send(client, page, "save")
    with app.app_context():
        created, changed = search_entries(Criteria()).entries[:2]
    assert (created.action, created.outcome, created.customer_id) == ("order.created", Outcome.SUCCEEDED, anna)
    assert created.result["order_id"].startswith("ord_")
    assert (changed.action, changed.customer_id) == ("order.updated", anna)
    assert changed.result == {"order_id": order_id}
    assert [(each.field, each.old, each.new) for each in changed.changes] == [("status", "CREATED", "CANCELED")]


def test_the_audit_trail_writes_amounts_as_money(client: PageClient, app: Flask, order_id: str):
    send(client, edit(client, order_id, discount_amount="12.50", item__0__price="21"), "save")
    supervisor = PageClient(app)
    supervisor.sign_in("supervisor")
    page = supervisor.get(supervisor.get("/audit").links()["Changed an order"])
    assert "Discount on the order changed €5.00 €12.50" in page.text
    assert "price€20.00" in page.text
    assert "price€21.00" in page.text
    assert page.links()["The order"] == f"/orders/{order_id}"


def test_two_people_change_different_fields(client: PageClient, sandbox: SandboxServer, order_id: str):
    page = client.get(f"/orders/{order_id}/edit")
    change(sandbox, order_id, discount_amount=700)
    page = send(client, page, "preview", status="PAID")
    assert "Changed by somebody else meanwhile" in page.text
    send(client, page, "save")
    assert (stored(sandbox, order_id)["status"], stored(sandbox, order_id)["discount_amount"]) == ("PAID", 700)


@pytest.mark.parametrize(("choice", "outcome"), [("mine", "CANCELED"), ("theirs", "FULFILLED")])
def test_two_people_change_the_same(
    client: PageClient, sandbox: SandboxServer, order_id: str, choice: str, outcome: str
):
    page = edit(client, order_id, status="CANCELED")
    change(sandbox, order_id, status="FULFILLED")
    page = send(client, page, "save", 409)
    assert "Somebody else changed the same" in page.text
    page = send(client, page, "save", 200, **{"choice:status": choice})
    assert stored(sandbox, order_id)["status"] == outcome
    assert page.url == f"/orders/{order_id}"


def test_items_changed_by_two_are_chosen_between(client: PageClient, sandbox: SandboxServer, order_id: str):
    page = edit(client, order_id, item__0__quantity="5")
    change(sandbox, order_id, items=[MUG])
    page = send(client, page, "save", 409)
    assert "5 × Dinner plate" in page.text
    page = send(client, page, "back")
    assert page.form(f"/orders/{order_id}/edit").filled()["item-0-quantity"] == "5"
    page = send(client, page, "preview")
    send(client, page, "save", 200, **{"choice:items": "mine"})
    plate, mug = stored(sandbox, order_id)["items"]
    assert (plate["quantity"], plate["metadata"], mug["quantity"]) == (5, {"gift_wrap": True}, 1)


def test_a_number_that_is_there_already_is_refused_before_anything_is_sent(
    client: PageClient, sandbox: SandboxServer, order_id: str
):
    page = send(client, client.get("/orders/new"), "preview", 409, source_id="web-77", amount="5")
    assert "Creating this one would change that order, so nothing was sent." in page.text
    assert page.links()["Open that order"] == f"/orders/{order_id}"
    assert page.form("/orders/new").filled()["amount"] == "5"
    assert writes(sandbox) == []


def test_a_number_taken_after_the_preview_is_refused_too(client: PageClient, sandbox: SandboxServer):
    page = send(client, client.get("/orders/new"), "preview", source_id="web-1", amount="5")
    sandbox.call("POST", "/v1/orders", json={"source_id": "web-1", "amount": 700})
    send(client, page, "save", 409)
    assert stored(sandbox, "web-1")["amount"] == 700


def test_a_form_sent_twice_makes_one_order(client: PageClient, sandbox: SandboxServer):
    page = send(client, client.get("/orders/new"), "preview", amount="5")
    sandbox.forget_requests()
    first, second = send(client, page, "save"), send(client, page, "save")
    assert first.url == second.url
    assert "Sending the form again made no second one." in second.text
    assert writes(sandbox) == ["POST /v1/orders"]


def test_a_form_sent_twice_at_once_makes_one_order(client: PageClient, sandbox: SandboxServer):
    data = send(client, client.get("/orders/new"), "preview", amount="5").form("/orders/new").filled("save")
    sandbox.forget_requests()
    sandbox.fault("delay", milliseconds=200, **POST_ORDER)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: client.http.post("/orders/new", data=data), range(2)))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert writes(sandbox) == ["POST /v1/orders"]


def test_a_creation_without_an_answer_is_unknown_and_can_be_checked(client: PageClient, sandbox: SandboxServer):
    page = send(client, client.get("/orders/new"), "preview", source_id="web-1", amount="5")
    sandbox.fault("drop", carried_out=True, **POST_ORDER)
    page = send(client, page, "save", 502)
    assert page.heading == "It is not known whether this was saved"
    page = send(client, page, "check")
    assert "so it was very likely created" in page.text
    assert "web-1" in page.links()


def test_a_creation_that_was_lost_can_be_sent_again(client: PageClient, sandbox: SandboxServer):
    page = send(client, client.get("/orders/new"), "preview", amount="5.25")
    sandbox.fault("drop", **POST_ORDER)
    page = send(client, send(client, page, "save", 502), "check")
    assert "so it was not created, at least not yet" in page.text
    page = send(client, send(client, page, "preview"), "save")
    assert "The order was created." in page.text


def test_a_change_without_an_answer_is_unknown_and_can_be_checked(
    client: PageClient, sandbox: SandboxServer, order_id: str
):
    sandbox.fault("drop", carried_out=True, **PUT_ORDER)
    page = send(client, edit(client, order_id, item__0__quantity="7", status="PAID"), "save", 502)
    assert "neither done nor failed" in page.text
    assert "It was saved" in send(client, page, "check").text
    change(sandbox, order_id, status="CREATED")
    assert "Some of it is stored otherwise" in send(client, page, "check").text


@pytest.mark.parametrize(
    ("status", "shown", "said"),
    [(429, 503, "Too many calls"), (500, 502, "It is not known"), (404, 404, "Not found"), (401, 502, "key")],
)
def test_a_refusal_keeps_every_word(
    client: PageClient, sandbox: SandboxServer, order_id: str, status: int, shown: int, said: str
):
    page = edit(client, order_id, item__0__price="19,99")
    sandbox.fault("status", status=status, times=9, **PUT_ORDER)
    page = send(client, page, "save", shown)
    assert said in page.text
    assert page.form(f"/orders/{order_id}/edit").filled()["item-0-price"] == "19,99"


def test_what_is_wrong_is_said_at_its_field(client: PageClient, sandbox: SandboxServer, order_id: str):
    wrong = {"item__0__price": "1,234", "item__0__quantity": "0", "item__1__price": "free", "amount": "-5",
             "metadata/delivery_date": "2026-02-30", "source_id": "."}  # fmt: skip
    page = edit(client, order_id, 422, **wrong)
    for sentence in ("This could mean 1234 or 1.234.", "at least 1", "such as 12.50", "existing day", "No address can"):
        assert sentence in page.text
    filled = page.form(f"/orders/{order_id}/edit").filled()
    assert {name.replace("__", "-"): value for name, value in wrong.items()}.items() <= filled.items()
    assert writes(sandbox) == []


def test_an_order_without_anything_is_not_created(client: PageClient):
    assert "Add an item" in send(client, client.get("/orders/new"), "preview", 422).text


def test_more_than_500_items_are_refused_with_all_of_them_kept(client: PageClient, sandbox: SandboxServer):
    items = [{"product_id": f"prod_{number}", "quantity": 1, "price": 100} for number in range(500)]
    order_id = sandbox.call("POST", "/v1/orders", json={"items": items}).json()["id"]
    data = client.get(f"/orders/{order_id}/edit").form(f"/orders/{order_id}/edit").filled("preview")
    page = client.post(f"/orders/{order_id}/edit", {**data, "item-500-name": "prod_500"}, 422)
    assert "at most 500 items" in page.text
    assert page.form(f"/orders/{order_id}/edit").filled()["item-500-name"] == "prod_500"


def test_metadata_voucherify_refuses_is_said_at_its_key(client: PageClient, order_id: str):
    data = edit(client, order_id, status="PAID").form(f"/orders/{order_id}/edit").filled("save")
    page = client.post(f"/orders/{order_id}/edit", {**data, "metadata/payment_mean": "cash"}, 422)
    assert "Voucherify says" in page.text


def test_a_number_of_another_order_is_said_at_its_field(client: PageClient, sandbox: SandboxServer, order_id: str):
    sandbox.call("POST", "/v1/orders", json={"source_id": "taken", "amount": 1})
    page = send(client, edit(client, order_id, source_id="taken"), "save", 422)
    assert "Another order has this source id already." in page.text


def test_a_customer_is_found_and_chosen_by_id_only(client: PageClient, anna: str):
    page = send(client, client.get("/orders/new"), "find-customer", find="anna@shop.example.org")
    filled = page.form("/orders/new").filled()
    assert filled["customer"] == anna
    assert "Nobody was found" in send(client, page, "find-customer", find="no one").text
    page = send(client, send(client, page, "preview", amount="5"), "save")
    assert page.links()["Anna Nowak"] == f"/customers/{anna}"
    assert not any("anna" in url for url in client.visited)


def test_nobody_is_made_up_as_a_customer(client: PageClient, sandbox: SandboxServer):
    data = client.get("/orders/new").form("/orders/new").filled("preview")
    page = client.post("/orders/new", {**data, "customer": "cust_nobody", "amount": "5"}, 422)
    assert "This customer is no longer there." in page.text
    assert writes(sandbox) == []


def test_an_unreadable_base_starts_again_with_the_words(client: PageClient, order_id: str):
    data = client.get(f"/orders/{order_id}/edit").form(f"/orders/{order_id}/edit").filled("preview")
    page = client.post(f"/orders/{order_id}/edit", {**data, "base": "forged", "source_id": "mine"}, 400)
    assert "does not tell any more what you had seen" in page.text
    assert page.form(f"/orders/{order_id}/edit").filled()["source_id"] == "mine"


def test_a_form_from_before_the_last_sign_in_keeps_its_words(client: PageClient, order_id: str):
    data = client.get(f"/orders/{order_id}/edit").form(f"/orders/{order_id}/edit").filled("preview")
    page = client.post(f"/orders/{order_id}/edit", {**data, "csrf_token": "old", "source_id": "mine"}, 400)
    assert page.form(f"/orders/{order_id}/edit").filled()["source_id"] == "mine"


def test_viewers_may_not_write(viewer: PageClient, order_id: str):
    viewer.get("/orders/new", 403)
    viewer.get(f"/orders/{order_id}/edit", 403)
    assert "Change" not in viewer.get(f"/orders/{order_id}").links()


def test_an_order_that_is_not_there_cannot_be_changed(client: PageClient):
    assert "Voucherify has no order with this id" in client.get("/orders/ord_none/edit", 404).text
