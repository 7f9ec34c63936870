"""Gift cards and loyalty cards: every movement of a balance, and the transaction that says why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import TRANSACTIONS, VOUCHERS

Document = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """How the two kinds of card name the same things."""

    name: str  # as in a balance
    purse: str  # the voucher's property that holds the balance
    unit: str
    transactions: str  # the start of every transaction type
    event: str
    exceeded: tuple[str, str]  # error key and message


KINDS = {
    "GIFT_VOUCHER": Kind(
        "gift_voucher",
        "gift",
        "amount",
        "CREDITS",
        "customer.voucher.gift.balance_added",
        ("gift_amount_exceeded", "Gift amount exceeded"),
    ),
    "LOYALTY_CARD": Kind(
        "loyalty_card",
        "loyalty_card",
        "points",
        "POINTS",
        "customer.voucher.loyalty_card.points_added",
        ("loyalty_card_points_exceeded", "Loyalty card points exceeded"),
    ),
}


def move(
    change: Change,
    card: Mapping[str, Any],
    movement: str,
    value: int,
    *,
    related: Mapping[str, Any] | None = None,
    source_id: str | None = None,
    reason: str | None = None,
    manual: bool = False,
    expiration: str | None = None,
) -> tuple[Document, Document]:
    """Changes a card's balance by `value` (minor units or points, signed); the card as it is now and the transaction.

    `movement` is ACCRUAL or ADDITION (more on the card), REMOVAL (taken away by hand), REDEMPTION or REFUND.
    `related` are the objects named in the transaction's details: order, event, earning_rule, redemption, rollback.
    `expiration` is the day (`YYYY-MM-DD`) on which points added expire, where it is known.
    The customer's figures are the caller's to refresh.
    """
    kind = KINDS[card["type"]]
    before, used = card[kind.purse], card["redemption"]
    purse = before | {"balance": before["balance"] + value} | _next_to_expire(before, value, expiration)
    redeemed = used.get(f"redeemed_{kind.unit}") or 0
    if movement in ("ACCRUAL", "ADDITION"):
        purse[kind.unit] += value
    elif movement == "REMOVAL":
        purse[f"subtracted_{kind.unit}"] = (purse.get(f"subtracted_{kind.unit}") or 0) - value
    else:
        redeemed -= value
    moved = {
        **card,
        kind.purse: purse,
        "redemption": used | {f"redeemed_{kind.unit}": redeemed},
        "updated_at": change.now,
    }
    VOUCHERS.update(change.connection, moved)
    balance = {
        "type": kind.name,
        "total": purse["balance"] + redeemed,
        kind.unit: value,
        "balance": purse["balance"],
        "operation_type": "MANUAL" if manual else "AUTOMATIC",
        "related_object": {"type": "voucher", "id": card["id"]},
        "object": "balance",
    }
    transaction = {
        "id": new_identifier("vtx_"),
        "source_id": source_id,
        "voucher_id": card["id"],
        "campaign_id": card["campaign_id"],
        "source": "API",
        "reason": reason,
        "type": f"{kind.transactions}_{movement}",
        "details": {"balance": balance, **(related or {})},
        "related_transaction_id": None,
        "created_at": change.now,
    }
    TRANSACTIONS.insert(change.connection, [transaction])
    return moved, transaction


def _next_to_expire(purse: Document, value: int, expiration: str | None) -> Document:
    """What expires next, and when. Points that leave the card are those that would expire first."""
    if not purse.get("next_expiration_points"):
        fresh = expiration and value > 0
        return {"next_expiration_date": expiration, "next_expiration_points": value} if fresh else {}
    day, points = purse["next_expiration_date"], purse["next_expiration_points"]
    if value < 0 or expiration == day:
        points += value
    elif expiration and expiration < day:
        day, points = expiration, value
    if points <= 0:
        day, points = None, None
    return {"next_expiration_date": day, "next_expiration_points": points}
