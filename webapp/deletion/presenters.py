"""What goes with a customer, and the record of their deletion. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.audit import Entry, Outcome
from webapp.side_by_side import Answer
from webapp.values import Fact, Value, known
from webapp.voucherify.customer_records import Customer, PermanentDeletion

REMOVED_LABELS = {
    "customer": "Customers",
    "orders": "Orders",
    "segments": "Memberships of segments",
    "events": "Events",
    "customer_events": "Events about the customer",
    "order_events": "Events about orders",
    "daily_events": "Daily figures",
}
WORTH_LABELS = {
    "points": ("Loyalty points", "points"),
    "gift_balance": ("Gift balance", "money"),
    "orders": ("Orders paid or fulfilled", "count"),
    "orders_worth": ("Worth of those orders", "money"),
    "segments": ("Segments", "count"),
    "redeemables": ("Vouchers and cards in their name", "count"),
}


@dataclass(frozen=True)
class Loss:
    """One thing that goes. `is_worth_something` for what the customer could still spend."""

    label: str
    value: Value
    is_worth_something: bool


@dataclass(frozen=True)
class Record:
    """What is on record about a deletion. `worth` is what went along, `removed` what Voucherify counted."""

    entry_id: int
    customer_id: str
    at: datetime
    who: str
    reason: str | None
    outcome: Outcome
    deletion_id: str | None
    worth: tuple[Fact, ...]
    removed: tuple[Fact, ...]


def figures(customer: Customer, segments: Answer, redeemables: Answer) -> dict[str, int | None]:
    """What goes with a customer, in numbers: points, minor units of money, counts; None for what is not known."""
    summary = customer.summary
    return {
        "points": customer.loyalty.points,
        "gift_balance": summary.redemptions.gift.amount_to_go,
        "orders": summary.orders.total_count,
        "orders_worth": summary.orders.total_amount,
        "segments": len(segments.value.items) if segments.is_there else None,
        "redeemables": _total(redeemables),
    }


def losses(numbers: Mapping[str, int | None]) -> tuple[Loss, ...]:
    return tuple(
        Loss(label, known(kind, numbers[name]), bool(numbers[name]) and name in {"points", "gift_balance"})
        for name, (label, kind) in WORTH_LABELS.items()
    )


def known_as(customer: Customer) -> set[str]:
    """The texts by which somebody looks this customer up."""
    texts = (customer.id, customer.source_id, customer.name, customer.email, customer.phone)
    return {text.strip() for text in texts if text and text.strip()}


def removed_by(deletion: PermanentDeletion) -> dict[str, Any]:
    """What the outcome of a permanent deletion keeps of Voucherify's receipt; nothing in it is personal."""
    counted = deletion.raw.get("data_json")
    numbers = {name: count for name, count in counted.items() if isinstance(count, int)} if counted else {}
    return {"deletion_id": deletion.id, "deletion_status": deletion.status, "removed": numbers}


def record(entry: Entry) -> Record:
    worth, removed = entry.result.get("worth"), entry.result.get("removed")
    return Record(
        entry_id=entry.id,
        customer_id=entry.customer_id or "",
        at=entry.at,
        who=entry.actor_name,
        reason=entry.reason,
        outcome=entry.outcome,
        deletion_id=entry.result.get("deletion_id"),
        worth=tuple(_worth(worth if isinstance(worth, Mapping) else {})),
        removed=tuple(_removed(removed if isinstance(removed, Mapping) else {})),
    )


def _worth(numbers: Mapping[str, Any]) -> Iterator[Fact]:
    for name, (label, kind) in WORTH_LABELS.items():
        if name in numbers:
            yield Fact(label, known(kind, numbers[name]))


def _removed(numbers: Mapping[str, int]) -> Iterator[Fact]:
    """What Voucherify counted, under its own names where we know no better."""
    for name, count in sorted(numbers.items(), key=lambda item: _place(item[0])):
        yield Fact(REMOVED_LABELS.get(name, name), Value("count", count))


def _place(name: str) -> int:
    known_names = [*REMOVED_LABELS]
    return known_names.index(name) if name in REMOVED_LABELS else len(known_names)


def _total(redeemables: Answer) -> int | None:
    if not redeemables.is_there:
        return None
    total: int | None = redeemables.value.total
    return len(redeemables.value.items) if total is None else total
