"""A payload as facts to read: the objects it is about, each with what matters of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.activity.presenters.payload import Payload
from webapp.values import Fact, Value, describe

Path = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A fact to look for: its label, where it stands, and the kind of value it is ("" to tell by its look)."""

    label: str
    path: Path
    kind: str = ""


LINES: tuple[Line, ...] = (
    Line("Segment", ("segment", "name")),
    Line("Segment id", ("segment", "id"), "identifier"),
    Line("Order", ("order", "source_id"), "identifier"),
    Line("Order id", ("order", "id"), "identifier"),
    Line("Order status", ("order", "status")),
    Line("Order amount", ("order", "amount"), "money"),
    Line("Discount", ("order", "total_discount_amount"), "money"),
    Line("To pay", ("order", "total_amount"), "money"),
    Line("Code", ("voucher", "code"), "identifier"),
    Line("Code", ("publication", "voucher", "code"), "identifier"),
    Line("Starts", ("voucher", "start_date")),
    Line("Ends", ("voucher", "expiration_date")),
    Line("Money left on it then", ("voucher", "gift", "balance"), "money"),
    Line("Points left on it then", ("voucher", "loyalty_card", "balance"), "points"),
    Line("Campaign", ("campaign", "name")),
    Line("Promotion", ("promotion_tier", "name")),
    Line("Redemption id", ("redemption", "id"), "identifier"),
    Line("Result", ("redemption", "result")),
    Line("Failure", ("redemption", "failure_code")),
    Line("Voucherify says", ("redemption", "failure_message")),
    Line("Rollback id", ("redemption_rollback", "id"), "identifier"),
    Line("Reason", ("redemption_rollback", "reason")),
    Line("Transaction", ("transaction", "type")),
    Line("Transaction id", ("transaction", "id"), "identifier"),
    Line("Reason", ("transaction", "reason")),
    Line("Earning rule", ("earning_rule", "source", "banner")),
    Line("Tier before", ("loyalty_tier_from", "name")),
    Line("Tier after", ("loyalty_tier_to", "name")),
    Line("Tier", ("loyalty_tier", "name")),
    Line("Until", ("expiration_date",)),
    Line("Reward", ("reward", "name")),
    Line("Referrer", ("referrer", "name")),
    Line("Referrer's id", ("referrer", "id"), "identifier"),
    Line("Message", ("distribution", "name")),
    Line("Sent", ("sent_at",)),
    Line("Failed", ("failed_at",)),
    Line("Recovered", ("recovered_at",)),
    Line("Custom event", ("event_schema", "name")),
)


def facts_in(payload: Payload) -> tuple[Fact, ...]:
    """The facts that the payload holds, each value once."""
    return tuple(dict.fromkeys([*_lines(payload), *_items(payload)]))


def _lines(payload: Payload) -> Iterator[Fact]:
    for line in LINES:
        found = payload.at(*line.path)
        if found is None or found == "" or isinstance(found, dict | list):
            continue
        if line.kind in {"money", "points"}:
            found = payload.number(*line.path)
        if found is not None:
            yield Fact(line.label, Value(line.kind, found) if line.kind else describe(found))


def _items(payload: Payload) -> Iterator[Fact]:
    items = payload.at("order", "items")
    for item in (Payload(each) for each in (items if isinstance(items, list) else []) if isinstance(each, dict)):
        name = item.text("product", "name") or item.text("sku", "sku") or item.text("source_id") or "Item"
        quantity = item.number("quantity")
        amount = item.number("amount")
        label = f"{name} × {quantity}" if quantity not in (None, 1) else name
        yield Fact(label, Value("words", "no amount given") if amount is None else Value("money", amount))
