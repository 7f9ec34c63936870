"""What the API tells about orders. Amounts are in minor units of money."""

from webapp.voucherify.fields import (
    identifier,
    mapping,
    moment,
    record,
    records,
    records_by_key,
    text,
    texts,
    whole_number,
)
from webapp.voucherify.records import Record


class Product(Record):
    """A product as an item of an order shows it."""

    id = text()
    source_id = text()
    name = text()
    price = whole_number()
    metadata = mapping()


class Sku(Record):
    """A variant of a product; `sku` is its name."""

    id = text()
    source_id = text()
    sku = text()
    price = whole_number()
    metadata = mapping()


class OrderItem(Record):
    """One line of an order: `amount` is price times quantity, `subtotal_amount` that less the discount."""

    id = text()
    product_id = text()
    sku_id = text()
    source_id = text()
    related_object = text()
    quantity = whole_number()
    initial_quantity = whole_number()
    discount_quantity = whole_number()
    price = whole_number()
    amount = whole_number()
    initial_amount = whole_number()
    discount_amount = whole_number()
    applied_discount_amount = whole_number()
    subtotal_amount = whole_number()
    product = record(Product)
    sku = record(Sku)
    metadata = mapping()


class OrderRedemption(Record):
    """A redemption that took part in an order, and its rollback if there was one."""

    date = moment()
    rollback_id = text()
    rollback_date = moment()
    related_object_type = text()
    related_object_id = text()
    related_object_parent_id = text()
    stacked = texts()
    rollback_stacked = texts()


class Order(Record):
    """An order. `status` is CREATED, PAID, CANCELED or FULFILLED.

    `amount` is before discounts, `total_amount` after all of them; discounts are None where there are none. Of the
    customer only `customer_id` is told. `redemptions` are keyed by their ids.
    """

    essential = ("id",)

    id = identifier()
    source_id = text()
    status = text()
    amount = whole_number()
    initial_amount = whole_number()
    discount_amount = whole_number()
    items_discount_amount = whole_number()
    total_discount_amount = whole_number()
    total_amount = whole_number()
    applied_discount_amount = whole_number()
    items_applied_discount_amount = whole_number()
    total_applied_discount_amount = whole_number()
    items = records(OrderItem)
    metadata = mapping()
    customer_id = text()
    referrer_id = text()
    redemptions = records_by_key(OrderRedemption)
    created_at = moment()
    updated_at = moment()
