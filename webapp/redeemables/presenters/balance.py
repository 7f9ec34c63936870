"""How a card's balance came about: its transactions, and a picture of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.pictures import Steps, steps
from webapp.values import Value
from webapp.voucherify.voucher_records import Transaction, Voucher

WORDS = {
    "CREDITS_REDEMPTION": "Spent",
    "CREDITS_REFUND": "Given back",
    "CREDITS_ADDITION": "Added",
    "CREDITS_REMOVAL": "Taken off",
    "POINTS_ACCRUAL": "Earned",
    "POINTS_REDEMPTION": "Spent",
    "POINTS_REFUND": "Given back",
    "POINTS_ADDITION": "Added",
    "POINTS_REMOVAL": "Taken off",
    "POINTS_EXPIRATION": "Expired",
    "POINTS_TRANSFER_IN": "Moved here",
    "POINTS_TRANSFER_OUT": "Moved away",
    "PENDING_POINTS_ACTIVATION": "Pending points became usable",
}


@dataclass(frozen=True)
class Row:
    """One transaction. `change` and `balance` are in the card's own unit; None is "not known"."""

    id: str
    words: str
    moment: datetime | None
    change: Value | None
    is_loss: bool
    balance: Value | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """Transactions, newest first. `began_with` is what was there before; `check` whether they explain the balance."""

    rows: tuple[Row, ...]
    picture: Steps | None
    highest: Value | None
    began_with: Value | None
    began_at: datetime | None
    check: str


def history_of(
    voucher: Voucher, transactions: Sequence[Transaction], now: datetime, *, is_complete: bool, is_newest: bool
) -> History:
    """Tell a card's story. `is_complete` says that there are no older transactions, `is_newest` no newer ones."""
    unit = "money" if voucher.gift else "points"
    balance = voucher.gift.balance if voucher.gift else voucher.loyalty_card.balance
    oldest_first = list(reversed(transactions))
    before = _before(oldest_first)
    curve = [(each.created_at, each.details.balance.balance) for each in oldest_first]
    points = [(moment, value) for moment, value in curve if moment is not None and value is not None]
    began_at = voucher.created_at if is_complete else None
    if points and before is not None:
        points.insert(0, (min(began_at or points[0][0], points[0][0]), before))
    picture = steps(points, now if is_newest else points[-1][0]) if points else None
    return History(
        rows=tuple(_row(each, unit) for each in transactions),
        picture=picture,
        highest=Value(unit, picture.highest) if picture else None,
        began_with=Value(unit, before) if before is not None else None,
        began_at=began_at,
        check=_check(points, balance) if is_newest else "",
    )


def change_of(transaction: Transaction) -> int | None:
    """By how much the balance moved, in minor units or points; loyalty cards call it `points`."""
    balance = transaction.details.balance
    found = balance.raw.get("points") if balance.amount is None else balance.amount
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _before(oldest_first: Sequence[Transaction]) -> int | None:
    if not oldest_first:
        return None
    after, change = oldest_first[0].details.balance.balance, change_of(oldest_first[0])
    return None if after is None or change is None else after - change


def _check(points: Sequence[tuple[datetime, int]], balance: int | None) -> str:
    if not points or balance is None:
        return ""
    if points[-1][1] == balance:
        return "The last transaction agrees with the balance."
    return "The last transaction and the balance disagree; one of them may lag behind by seconds."


def _row(transaction: Transaction, unit: str) -> Row:
    change, after = change_of(transaction), transaction.details.balance.balance
    kind = transaction.type or ""
    return Row(
        id=transaction.id,
        words=WORDS.get(kind, kind or "not known"),
        moment=transaction.created_at,
        change=None if change is None else Value(unit, change),
        is_loss=change is not None and change < 0,
        balance=None if after is None else Value(unit, after),
        reasons=tuple(_reasons(transaction)),
    )


def _reasons(transaction: Transaction) -> list[str]:
    details = transaction.details
    order = details.order.get("source_id") or details.order.get("id")
    source = details.earning_rule.get("source")
    rule = source.get("banner") if isinstance(source, dict) else None
    return [
        text
        for text in (
            f"order {order}" if order else "",
            f"rollback {details.rollback['id']}" if details.rollback.get("id") else "",
            f"earning rule: {rule}" if rule else "",
            f"“{transaction.reason}”" if transaction.reason else "",
            f"number {transaction.source_id}" if transaction.source_id else "",
            f"from {transaction.source}" if transaction.source else "",
        )
        if text
    ]
