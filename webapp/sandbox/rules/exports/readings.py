"""How each field of an exported object is read from the object.

Money stays in minor units (`10000` is 100.00), except in a voucher's `value`, which the API prints with decimals.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

Record = Mapping[str, Any]
Reading = Callable[[Record], Any]


def at(first: str, *rest: str) -> Reading:
    """The value at this place in the object; None where anything on the way is missing."""
    if not rest:  # as with most fields of most objects
        return lambda record: record.get(first)

    def read(record: Record) -> Any:
        value = record.get(first)
        for key in rest:
            if not isinstance(value, dict):
                return None
            value = value.get(key)
        return value

    return read


def _named(*names: str) -> dict[str, Reading]:
    return {name: at(name) for name in names}


def _either(*readings: Reading) -> Reading:
    return lambda record: next((value for read in readings if (value := read(record)) is not None), None)


def _json(key: str) -> Reading:
    read = at(key)
    return lambda record: json.dumps(read(record), ensure_ascii=False)


def _decimals(minor_units: int | None) -> str | None:
    return None if minor_units is None else f"{minor_units / 100:.2f}"


def _value(voucher: Record) -> Any:
    """Money left on a gift card, points on a loyalty card, or what a discount takes off."""
    if gift := voucher.get("gift"):
        return _decimals(gift.get("balance"))
    if card := voucher.get("loyalty_card"):
        return card.get("balance")
    discount = voucher.get("discount") or {}
    if discount.get("type") == "AMOUNT":
        return _decimals(discount.get("amount_off"))
    if discount.get("type") == "FIXED":
        return _decimals(discount.get("fixed_amount"))
    return discount.get("percent_off", discount.get("unit_off"))


def _weekdays(voucher: Record) -> str | None:
    days = voucher.get("validity_day_of_week")
    return ",".join(map(str, days)) if days else None


def _bucket_id(voucher: Record) -> str:
    """The points bucket of a card: the world keeps one, with the card."""
    return "lopb_" + str(voucher["id"]).removeprefix("v_")[:24]


_TOTALS = ("redeemed", "failed", "succeeded", "rolled_back", "rollback_failed", "rollback_succeeded")
_ORDER_FIGURES = ("total_amount", "total_count", "average_amount", "last_order_amount", "last_order_date")
_ADDRESS = ("city", "state", "line_1", "line_2", "country", "postal_code")

CUSTOMER: dict[str, Reading] = {
    **_named("name", "id", "description", "email", "source_id", "created_at"),
    **{f"address_{line}": at("address", line) for line in _ADDRESS},
    **{f"redemptions_total_{total}": at("summary", "redemptions", f"total_{total}") for total in _TOTALS},
    **{f"orders_{figure}": at("summary", "orders", figure) for figure in _ORDER_FIGURES},
    "loyalty_points": at("summary", "redemptions", "loyalty_card", "points_to_go"),
    "loyalty_referred_customers": at("loyalty", "referred_customers"),
    **_named("updated_at", "phone", "birthday", "birthdate"),
}
ORDER: dict[str, Reading] = _named(
    "id", "source_id", "created_at", "updated_at", "status", "amount", "discount_amount", "items_discount_amount",
    "total_discount_amount", "total_amount", "customer_id", "referrer_id",
)  # fmt: skip

VOUCHER: dict[str, Reading] = {
    "code": at("code"),
    "voucher_type": at("type"),
    "value": _value,
    "formula": _either(*(at("discount", f"{kind}_formula") for kind in ("amount_off", "percent_off", "fixed_amount"))),
    "discount_type": at("discount", "type"),
    **_named("campaign", "category", "start_date", "expiration_date"),
    "gift_balance": at("gift", "balance"),
    "loyalty_balance": at("loyalty_card", "balance"),
    "redemption_quantity": at("redemption", "quantity"),
    "redemption_count": at("redemption", "redeemed_quantity"),
    "active": at("active"),
    "qr_code": at("assets", "qr", "url"),
    "bar_code": at("assets", "barcode", "url"),
    **_named("id", "is_referral_code", "created_at", "updated_at"),
    "validity_timeframe_interval": at("validity_timeframe", "interval"),
    "validity_timeframe_duration": at("validity_timeframe", "duration"),
    "validity_day_of_week": _weekdays,
    "discount_amount_limit": at("discount", "amount_limit"),
    **_named("campaign_id", "additional_info"),
    "customer_id": at("owner_id"),
    "discount_effect": at("discount", "effect"),
    "discount_unit_type": at("discount", "unit_type"),
    "discount_unit_effect": at("discount", "effect"),
    "validation_rules_id": at("validation_rules_id"),
    "customer_source_id": at("owner_source_id"),
}

REDEMPTION: dict[str, Reading] = {
    **_named("id", "object", "date"),
    "voucher_code": at("voucher", "code"),
    "campaign": at("voucher", "campaign"),
    "promotion_tier_id": at("promotion_tier", "id"),
    "customer_id": at("customer_id"),
    "customer_source_id": at("customer", "source_id"),
    "customer_name": at("customer", "name"),
    "tracking_id": at("tracking_id"),
    "order_id": at("order", "id"),
    "order_amount": at("order", "amount"),
    "gift_amount": at("gift", "amount"),
    "loyalty_points": at("loyalty_card", "points"),
    **_named("result", "failure_code", "failure_message"),
}

PUBLICATION: dict[str, Reading] = {
    "voucher_code": at("voucher", "code"),
    "code": at("voucher", "code"),  # the name the default columns use
    "customer_id": at("customer_id"),
    "customer_source_id": at("customer", "source_id"),
    "date": at("created_at"),
    "channel": at("channel"),
    "campaign": at("voucher", "campaign"),
    "is_winner": at("is_winner"),
}

POINTS_EXPIRATION: dict[str, Reading] = {
    "id": _bucket_id,
    "campaign_id": at("campaign_id"),
    "voucher_id": at("id"),
    "points": at("loyalty_card", "next_expiration_points"),
    "status": lambda _: "ACTIVE",
    "expires_at": at("loyalty_card", "next_expiration_date"),
}

TRANSACTION: dict[str, Reading] = {
    **_named("id", "campaign_id", "voucher_id", "type", "source_id", "status", "reason", "source"),
    "balance": at("details", "balance", "balance"),
    "amount": _either(at("details", "balance", "amount"), at("details", "balance", "points")),
    **_named("related_transaction_id", "created_at"),
    "details": _json("details"),
}
