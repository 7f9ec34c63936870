import pytest

from webapp.voucherify import Filters, errors
from webapp.voucherify.filters import is_

ITEMS = [{"product_id": "prod_1", "quantity": 2, "price": 500}, {"product_id": "prod_2", "quantity": 1, "price": 250}]


def test_an_order_is_created_changed_and_found(client):
    created = client.orders.create(source_id="o/1", items=ITEMS, customer={"source_id": "jane", "name": "Jane"})

    assert (created.status, created.amount, created.total_amount) == ("CREATED", 1250, 1250)
    assert [item.amount for item in created.items] == [1000, 250]
    assert created.discount_amount is None
    jane = client.customers.get("jane")
    assert (jane.id, jane.name) == (created.customer_id, "Jane")

    paid = client.orders.update("o/1", status="PAID", metadata={"channel": "web"})
    assert (paid.id, paid.status, paid.amount, len(paid.items)) == (created.id, "PAID", 1250, 2)
    found = client.orders.get("o/1")
    assert (found.id, found.metadata) == (created.id, {"channel": "web"})
    assert client.orders.create(source_id="o/1", status="FULFILLED").id == created.id
    summary = client.customers.get("jane").summary.orders
    assert (summary.total_count, summary.total_amount) == (1, 1250)


def test_an_unknown_order(client):
    for call in (client.orders.get, client.orders.update):
        with pytest.raises(errors.NotFound) as caught:
            call("o-none")
        assert caught.value.resource_type == "order"


def test_a_walk_finds_every_order_once(client):
    total = client.orders.list(limit=1).total

    found = list(client.orders.iterate(page_size=7))

    assert len({order.id for order in found}) == len(found) == total
    moments = [order.created_at for order in found]
    assert moments == sorted(moments, reverse=True)


def test_history_is_imported(client):
    orders = [
        {"source_id": f"old-{number}", "status": "PAID", "amount": 100, "customer": {"source_id": "jane"}}
        for number in range(3)
    ]
    enqueued = client.orders.import_orders([*orders, {"source_id": "old-3", "metadata": {"payment_mean": "shells"}}])

    action = client.async_actions.wait(enqueued.async_action_id)

    assert (action.type, action.status) == ("ORDERS.IMPORT", "DONE")
    assert (action.result.done_count, action.result.failed_count) == (3, 1)
    assert [failure.source_id for failure in action.result.failures] == ["old-3"]
    assert client.orders.get("old-0").amount == 100
    assert client.customers.get("jane").summary.orders.total_amount == 300


def test_orders_are_exported(client):
    client.orders.create(source_id="o-1", status="CANCELED")
    scheduled = client.orders.export(fields=["source_id", "status"], filters=Filters(status=is_("CANCELED")))
    assert (scheduled.exported_object, scheduled.parameters.fields) == ("order", ("source_id", "status"))

    finished = client.exports.wait(scheduled.id)
    with client.exports.download(finished) as file:
        rows = b"".join(file).decode().splitlines()

    assert "o-1,CANCELED" in rows
    assert all(row.endswith(",CANCELED") for row in rows[1:])
