"""The page of one order: what stands in its way, what was bought, and what became of it. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.orders.criteria import total_of
from webapp.orders.presenters.metadata import metadata_facts
from webapp.orders.presenters.statuses import Status, status_of
from webapp.orders.presenters.sums import Mismatch, mismatches
from webapp.values import Fact, facts_of
from webapp.voucherify.metadata_schemas import Definition
from webapp.voucherify.order_records import Order, OrderItem

VOUCHER = "voucher"
NAMELESS = "An item without a name"


@dataclass(frozen=True)
class Item:
    """One line. Amounts in minor units, None for "not known"; `ids` are (what it is, id)."""

    name: str
    ids: tuple[tuple[str, str], ...]
    quantity: int | None
    initial_quantity: int | None
    free: int | None
    price: int | None
    amount: int | None
    discount: int | None
    subtotal: int | None
    metadata: tuple[Fact, ...]


@dataclass(frozen=True)
class Use:
    """A redemption that took part. `voucher_id` is "" where it was of something else, such as a promotion."""

    redemption_id: str
    date: datetime | None
    voucher_id: str
    related_type: str
    related_id: str
    campaign_id: str
    others: tuple[str, ...]
    rollback_id: str
    rollback_date: datetime | None

    @property
    def is_rolled_back(self) -> bool:
        return bool(self.rollback_id or self.rollback_date)


@dataclass(frozen=True)
class OrderPage:
    """All that the page says of the order's own record. Amounts in minor units; None is "not known"."""

    order_id: str
    source_id: str | None
    name: str
    status: Status
    customer_id: str | None
    referrer_id: str | None
    created_at: datetime | None
    updated_at: datetime | None
    items: tuple[Item, ...]
    tells_items: bool
    amount: int | None
    initial_amount: int | None
    discount: int | None
    items_discount: int | None
    total_discount: int | None
    total: int | None
    mismatches: tuple[Mismatch, ...]
    uses: tuple[Use, ...]
    metadata: tuple[Fact, ...]
    raw_json: str


def present(order: Order, definitions: Mapping[str, Definition] | None, *, is_masked: bool = False) -> OrderPage:
    """Turn an order into what its page shows. `definitions` are those of its metadata, None when not known."""
    return OrderPage(
        order_id=order.id,
        source_id=order.source_id,
        name=order.source_id or order.id,
        status=status_of(order.status),
        customer_id=order.customer_id,
        referrer_id=order.referrer_id,
        created_at=order.created_at,
        updated_at=order.updated_at,
        items=tuple(_item(item) for item in order.items),
        tells_items=order.has("items"),
        amount=order.amount,
        initial_amount=order.initial_amount,
        discount=order.discount_amount,
        items_discount=order.items_discount_amount,
        total_discount=order.total_discount_amount,
        total=total_of(order),
        mismatches=mismatches(order),
        uses=tuple(_uses(order)),
        metadata=metadata_facts(order.metadata, definitions, is_masked=is_masked),
        raw_json=json.dumps(order.to_json(), indent=2, ensure_ascii=False),
    )


def name_of(item: OrderItem) -> str:
    """What an item is called: the product's name and the variant's, as far as they are told."""
    names = dict.fromkeys(each for each in (item.product.name, item.sku.sku) if each)
    return ", ".join(names) or item.source_id or item.sku_id or item.product_id or NAMELESS


def _item(item: OrderItem) -> Item:
    return Item(
        name=name_of(item),
        ids=tuple(_ids(item)),
        quantity=item.quantity,
        initial_quantity=item.initial_quantity if item.initial_quantity != item.quantity else None,
        free=item.discount_quantity,
        price=item.price,
        amount=item.amount,
        discount=item.discount_amount,
        subtotal=item.subtotal_amount if item.subtotal_amount is not None else item.amount,
        metadata=facts_of(item.metadata),
    )


def _ids(item: OrderItem) -> Iterator[tuple[str, str]]:
    named = [("SKU id", item.sku_id), ("product id", item.product_id)]
    yield from ((what, id_) for what, id_ in named if id_)
    if item.source_id:
        yield ("SKU source id" if item.related_object == "sku" else "product source id", item.source_id)


def _uses(order: Order) -> Iterator[Use]:
    for redemption_id, each in order.redemptions.items():
        is_voucher = each.related_object_type == VOUCHER
        yield Use(
            redemption_id=redemption_id,
            date=each.date,
            voucher_id=(each.related_object_id or "") if is_voucher else "",
            related_type=(each.related_object_type or "").replace("_", " "),
            related_id=each.related_object_id or "",
            campaign_id=each.related_object_parent_id or "",
            others=tuple(other for other in each.stacked if other != redemption_id),
            rollback_id=each.rollback_id or "",
            rollback_date=each.rollback_date,
        )
