"""The vendor's own Python client, against the sandbox: orders."""

import json
import time

import pytest
import voucherify
from voucherify.exceptions import BadRequestException, NotFoundException

from tests.support.sandbox_server import SandboxServer


@pytest.fixture
def api(sandbox: SandboxServer) -> voucherify.ApiClient:
    return voucherify.ApiClient(voucherify.Configuration(host=sandbox.url, api_key=dict(sandbox.keys)))


@pytest.fixture
def orders(api: voucherify.ApiClient) -> voucherify.OrdersApi:
    return voucherify.OrdersApi(api)


def test_create_get_update(orders: voucherify.OrdersApi, api: voucherify.ApiClient) -> None:
    made = orders.create_order(
        voucherify.OrdersCreateRequestBody(
            amount=1500,
            source_id="a/b?c=d#e%2F+x@y z order",
            customer=voucherify.Customer(name="Update Customer", email="update@example.org"),
            items=[voucherify.OrderItem(product_id="unknown-product", quantity=1)],
        )
    )
    assert (made.status, made.amount, made.total_amount) == ("CREATED", 1500, 1500)
    assert (made.discount_amount, made.metadata, made.updated_at) == (None, None, None)
    assert [item.product_id for item in made.items] == ["unknown-product"]

    found = orders.get_order(made.source_id)
    assert (found.id, found.customer_id) == (made.id, made.customer_id)
    paid = orders.update_order(made.id, voucherify.OrdersUpdateRequestBody(status="PAID"))
    assert (paid.id, paid.status) == (made.id, "PAID")
    assert paid.updated_at is not None

    buyer = voucherify.CustomersApi(api).get_customer(made.customer_id)
    assert (buyer.name, buyer.summary.orders.total_amount) == ("Update Customer", 1500)
    feed = voucherify.CustomersApi(api).list_customer_activity(made.customer_id)
    assert {"customer.order.created", "customer.order.paid"} <= {event.type for event in feed.data}


def test_every_page_of_the_list(orders: voucherify.OrdersApi) -> None:
    first = orders.list_orders(limit=100, page=1)
    assert 10 < first.total == len(first.orders)
    pages = [orders.list_orders(limit=7, page=page).orders for page in range(1, first.total // 7 + 2)]
    assert [order.id for page in pages for order in page] == [order.id for order in first.orders]
    by_update = orders.list_orders(order=voucherify.ParameterOrderListOrders("-updated_at"), limit=1).orders[0]
    touched = orders.update_order(first.orders[-1].id, voucherify.OrdersUpdateRequestBody(amount=1))
    assert touched.id != by_update.id
    again = orders.list_orders(order=voucherify.ParameterOrderListOrders("-updated_at"), limit=1).orders[0]
    assert again.id == touched.id


def test_an_unknown_order(orders: voucherify.OrdersApi) -> None:
    with pytest.raises(NotFoundException) as missing:
        orders.get_order("ord_nIcO2s8iD4Xh5E9IGDQ57Ax")
    error = json.loads(missing.value.body)
    assert (error["key"], error["resource_type"]) == ("not_found", "order")
    assert error["details"] == "Cannot find order with id ord_nIcO2s8iD4Xh5E9IGDQ57Ax"


def test_import(orders: voucherify.OrdersApi, api: voucherify.ApiClient) -> None:
    answer = orders.import_orders(
        [
            voucherify.OrdersImportCreateRequestBodyItem(
                source_id="imported", status="PAID", customer=voucherify.Customer(source_id="importer"), amount=7000
            ),
            voucherify.OrdersImportCreateRequestBodyItem(source_id="wrong", metadata={"gift_wrap": "yes"}),
        ]
    )
    actions = voucherify.AsyncActionsApi(api)
    for _ in range(50):
        action = actions.get_async_action(answer.async_action_id)
        if action.status == "DONE":
            break
        time.sleep(0.05)
    assert (action.type, action.result["done_count"], action.result["failed_count"]) == ("ORDERS.IMPORT", 1, 1)
    assert orders.get_order("imported").amount == 7000
    importer = voucherify.CustomersApi(api).get_customer("importer")
    assert importer.summary.orders.total_count == 1
    assert voucherify.CustomersApi(api).list_customer_activity(importer.id).data == []


def test_export(orders: voucherify.OrdersApi) -> None:
    parameters = voucherify.OrdersExportCreateRequestBodyParameters(fields=["id", "status"], order="-created_at")
    export = orders.create_order_export(voucherify.OrdersExportCreateRequestBody(parameters=parameters))
    assert (export.exported_object, export.status, export.channel) == ("order", "SCHEDULED", "API")


def test_what_is_no_order(sandbox: SandboxServer, orders: voucherify.OrdersApi) -> None:
    answer = sandbox.call("POST", "/v1/orders", json={"items": [{"initial_quantity": 0}]})
    assert (answer.status_code, answer.json()["details"]) == (
        400,
        "Property .items[0].initial_quantity cannot be lower than 1",
    )
    with pytest.raises(BadRequestException):
        orders.create_order(voucherify.OrdersCreateRequestBody(metadata={"gift_wrap": "yes"}))
