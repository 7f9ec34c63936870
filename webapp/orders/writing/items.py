"""The items of an order as rows of a form, and back. Pure.

A row that stands for a stored item keeps all that the form does not show: metadata, discounts, what the product was
called then. A row that names another product is a new item.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from webapp.money import Money
from webapp.voucherify.order_records import OrderItem

PRODUCT_ID = "product_id"
SKU_ID = "sku_id"
NAMING = {
    PRODUCT_ID: "Product id",
    SKU_ID: "SKU id",
    "product": "Product source id",
    "sku": "SKU source id",
}
"""The ways to name what is bought: by the API's ids, or by those of one's own systems (`source_id`)."""

FIRST_PART = re.compile(r"item-(\d{1,5})-name", re.ASCII)
COUNT = re.compile(r"\d{1,9}", re.ASCII)
MOST_ROWS = 600
"""What a form may carry; more than an order may hold, so that the refusal can show what was typed."""

WHICH = "Say what is bought."
HOW_MANY = "Write a whole number, at least 1."
FOLLOWS = ("amount", "subtotal_amount")


@dataclass(frozen=True)
class ItemRow:
    """One row, as typed. `was` is the place of the stored item it stands for, None for a new one."""

    row: int
    naming: str = PRODUCT_ID
    name: str = ""
    quantity: str = "1"
    price: str = ""
    was: int | None = None

    @property
    def is_empty(self) -> bool:
        return self.was is None and not self.name.strip() and not self.price.strip()

    @property
    def typed(self) -> tuple[str, str, str, str]:
        return (self.naming, self.name.strip(), self.quantity.strip(), self.price.strip())

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The row's fields as names and texts."""
        yield f"item-{self.row}-naming", self.naming
        yield f"item-{self.row}-name", self.name
        yield f"item-{self.row}-quantity", self.quantity
        yield f"item-{self.row}-price", self.price
        yield f"item-{self.row}-was", "" if self.was is None else str(self.was)


def rows_of(items: Sequence[Mapping[str, Any]], money: Money) -> tuple[ItemRow, ...]:
    """The rows in which stored items are shown."""
    return tuple(_row_of(place, OrderItem(item), money) for place, item in enumerate(items))


def rows_from(form: MultiDict[str, str]) -> tuple[ItemRow, ...]:
    """The rows a browser sent, in their order."""
    numbers = sorted({int(found[1]) for name in form if (found := FIRST_PART.fullmatch(name))})
    return tuple(_row_from(form, row) for row in numbers[:MOST_ROWS])


def with_another(rows: Sequence[ItemRow]) -> tuple[ItemRow, ...]:
    """The same with an empty row."""
    return (*rows, ItemRow(max((row.row for row in rows), default=-1) + 1))


def items_of(
    rows: Iterable[ItemRow], stored: Sequence[Mapping[str, Any]], money: Money
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The items that the rows mean, and sentences by field name for what cannot be read."""
    shown = rows_of(stored, money)
    items: list[dict[str, Any]] = []
    errors: dict[str, str] = {}
    for row in rows:
        if row.is_empty:
            continue
        was = row.was if row.was is not None and row.was < len(stored) else None
        if was is not None and row.typed == shown[was].typed:
            items.append(dict(stored[was]))
            continue
        old = stored[was] if was is not None and row.typed[:2] == shown[was].typed[:2] else None
        wrong = dict(_problems(row, old, money))
        errors |= wrong
        if not wrong:
            items.append(_item(row, old, None if was is None else shown[was], money))
    return items, errors


def sum_of(items: Sequence[Mapping[str, Any]]) -> int | None:
    """What items come to in minor units; None where there are none, or one does not tell."""
    amounts = [_amount(OrderItem(item)) for item in items]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known and len(known) == len(amounts) else None


def _amount(item: OrderItem) -> int | None:
    if item.amount is not None:
        return item.amount
    return None if item.price is None else item.price * (1 if item.quantity is None else item.quantity)


def _row_of(place: int, item: OrderItem, money: Money) -> ItemRow:
    naming, name = _named(item)
    quantity = "" if item.quantity is None else str(item.quantity)
    return ItemRow(place, naming, name, quantity, "" if item.price is None else money.write(item.price), place)


def _named(item: OrderItem) -> tuple[str, str]:
    if item.sku_id:
        return SKU_ID, item.sku_id
    if item.product_id:
        return PRODUCT_ID, item.product_id
    if item.source_id:
        return "sku" if item.related_object == "sku" else "product", item.source_id
    return PRODUCT_ID, ""


def _row_from(form: MultiDict[str, str], row: int) -> ItemRow:
    naming, was = form.get(f"item-{row}-naming", ""), form.get(f"item-{row}-was", "")
    return ItemRow(
        row,
        naming=naming if naming in NAMING else PRODUCT_ID,
        name=form[f"item-{row}-name"],
        quantity=form.get(f"item-{row}-quantity", ""),
        price=form.get(f"item-{row}-price", ""),
        was=int(was) if COUNT.fullmatch(was) else None,
    )


def _problems(row: ItemRow, old: Mapping[str, Any] | None, money: Money) -> Iterator[tuple[str, str]]:
    if not row.name.strip() and old is None:
        yield f"item-{row.row}-name", WHICH
    quantity = row.quantity.strip()
    if quantity and not (COUNT.fullmatch(quantity) and int(quantity)):
        yield f"item-{row.row}-quantity", HOW_MANY
    if row.price.strip():
        try:
            money.read(row.price)
        except ValueError as error:
            yield f"item-{row.row}-price", str(error)


def _item(row: ItemRow, old: Mapping[str, Any] | None, shown: ItemRow | None, money: Money) -> dict[str, Any]:
    """The item of a row that differs from what is stored; the amounts that follow from others are left to the API."""
    item = _naming(row) if old is None else {name: value for name, value in old.items() if name not in FOLLOWS}
    quantity, price = row.quantity.strip(), row.price.strip()
    item["quantity"] = int(quantity) if quantity else None
    if old is None or shown is None or price != shown.price:
        item["price"] = money.read(price) if price else None
    return {name: value for name, value in item.items() if value is not None}


def _naming(row: ItemRow) -> dict[str, Any]:
    name = row.name.strip()
    if row.naming in {PRODUCT_ID, SKU_ID}:
        return {row.naming: name}
    return {"source_id": name, "related_object": row.naming}
