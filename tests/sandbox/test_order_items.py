"""The items of an order: calculated, echoed, and named from the catalogue that `override` fills."""

from typing import Any

import pytest
from flask.testing import FlaskClient


def items_of(client: FlaskClient, *items: dict[str, Any]) -> list[dict[str, Any]]:
    answer = client.post("/v1/orders", json={"items": list(items)})
    assert answer.status_code == 200, answer.get_json()
    found: list[dict[str, Any]] = answer.get_json()["items"]
    return found


def test_an_unknown_product_is_echoed_and_not_kept(client: FlaskClient) -> None:
    lamp = {"source_id": "lamp", "related_object": "product", "quantity": 2, "product": {"name": "Lamp", "price": 450}}
    assert items_of(client, lamp) == [
        {"object": "order_item", **lamp, "amount": 900, "price": 450, "subtotal_amount": 900}
    ]
    assert items_of(client, {"source_id": "lamp", "quantity": 2}) == [
        {"object": "order_item", "source_id": "lamp", "quantity": 2}
    ]


def test_numbers_of_an_item_are_kept(client: FlaskClient) -> None:
    sent = {
        "quantity": 3,
        "discount_quantity": 1,
        "initial_quantity": 2,
        "amount": 1000,
        "discount_amount": 300,
        "initial_amount": 900,
        "price": 400,
        "metadata": {"note": None},
    }
    assert items_of(client, sent, {"price": 5}, {"price": None}) == [
        {"object": "order_item", **sent, "subtotal_amount": 700},
        {"object": "order_item", "price": 5, "amount": 5, "subtotal_amount": 5},
        {"object": "order_item"},
    ]


def test_override_keeps_a_product_for_later_orders(client: FlaskClient) -> None:
    said = {"name": "Chair", "price": 60000, "metadata": {"color": ["purple"]}}
    named = {"source_id": "chair", "related_object": "product", "quantity": 2}
    [item] = items_of(client, named | {"product": said | {"override": True}})
    product = item.pop("product")
    assert product.pop("id").startswith("prod_")
    assert product == {"source_id": "chair", **said}
    assert item == {"object": "order_item", **named, "amount": 120000, "price": 60000, "subtotal_amount": 120000}

    [later] = items_of(client, {"source_id": "chair", "related_object": "product", "quantity": 1})
    assert (later["amount"], later["product"]["name"], later["product"]["metadata"]) == (
        60000,
        "Chair",
        said["metadata"],
    )
    [by_id] = items_of(client, {"product_id": later["product"]["id"], "quantity": 1, "price": 100})
    assert (by_id["amount"], by_id["product"]) == (100, later["product"])


def test_override_changes_what_was_kept(client: FlaskClient) -> None:
    named = {"source_id": "chair", "related_object": "product"}
    [first] = items_of(client, named | {"product": {"name": "Chair", "price": 1, "override": True}})
    [second] = items_of(client, named | {"product": {"price": 2, "override": True}})
    assert second["product"] == first["product"] | {"price": 2}
    [unkept] = items_of(client, named | {"product": {"price": 3, "override": False}})
    assert unkept["price"] == 3
    assert items_of(client, named)[0]["price"] == 2


def test_a_sku_knows_its_product(client: FlaskClient) -> None:
    [item] = items_of(
        client,
        {
            "source_id": "comic-1",
            "related_object": "sku",
            "quantity": 1,
            "product": {"source_id": "books", "name": "Comic books", "price": 2100, "override": True},
            "sku": {"source_id": "comic-1", "sku": "Comics", "price": 1700, "override": True},
        },
    )
    assert item["sku"].pop("id").startswith("sku_")
    assert item["sku"] == {"source_id": "comic-1", "sku": "Comics", "price": 1700}
    assert (item["price"], item["amount"], item["product_id"]) == (1700, 1700, item["product"]["id"])

    [later] = items_of(client, {"source_id": "comic-1", "related_object": "sku", "quantity": 4})
    assert (later["amount"], later["sku"]["sku"], later["product"]) == (6800, "Comics", item["product"])


@pytest.mark.parametrize(("price", "amount"), [(10.4, 20), (10.6, 22), (0, 0)])
def test_a_price_in_fractions_is_rounded(client: FlaskClient, price: float, amount: int) -> None:
    assert items_of(client, {"quantity": 2, "product": {"price": price}})[0]["amount"] == amount
