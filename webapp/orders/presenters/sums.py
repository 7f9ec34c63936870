"""Whether an order's amounts add up: each figure the API tells, against what follows from the others. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.voucherify.order_records import Order, OrderItem


@dataclass(frozen=True)
class Mismatch:
    """A figure that differs from what it should be, in minor units; `follows_from` says from what."""

    what: str
    told: int
    expected: int
    follows_from: str


def mismatches(order: Order) -> tuple[Mismatch, ...]:
    """Every figure of the order that does not follow from the others. What is not told is not checked."""
    return tuple(_every(order))


def _every(order: Order) -> Iterator[Mismatch]:
    for number, item in enumerate(order.items, start=1):
        yield from _of_item(number, item)
    amounts = [item.amount for item in order.items if item.amount is not None]
    if amounts and len(amounts) == len(order.items):
        yield from _differs("The amount before discounts", order.amount, sum(amounts), "the items together")
    of_items = [item.discount_amount for item in order.items if item.discount_amount is not None]
    if of_items:
        told = order.items_discount_amount
        yield from _differs("The discount on items", told, sum(of_items), "the discounts of the items together")
    parts = (order.discount_amount or 0) + (order.items_discount_amount or 0)
    yield from _differs("The discount in all", order.total_discount_amount, parts, "the discounts on order and items")
    if order.amount is not None:
        in_all = parts if order.total_discount_amount is None else order.total_discount_amount
        total = max(order.amount - in_all, 0)
        yield from _differs("The total", order.total_amount, total, "the amount less the discounts")


def _of_item(number: int, item: OrderItem) -> Iterator[Mismatch]:
    if item.price is not None and item.quantity is not None:
        product = item.price * item.quantity
        yield from _differs(f"The amount of item {number}", item.amount, product, "price times quantity")
    if item.amount is not None:
        left, told = max(item.amount - (item.discount_amount or 0), 0), item.subtotal_amount
        yield from _differs(f"The subtotal of item {number}", told, left, "its amount less its discount")


def _differs(what: str, told: int | None, expected: int, follows_from: str) -> Iterator[Mismatch]:
    if told is not None and told != expected:
        yield Mismatch(what, told, expected, follows_from)
