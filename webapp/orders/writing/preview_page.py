"""What is about to be stored, and what became of something that was sent. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.audit import Change
from webapp.audit.presenters import NOT_THERE, ShownChange
from webapp.formats import Formats, counted
from webapp.orders.presenters.statuses import COUNTING, consequence, status_of
from webapp.orders.writing.contents import ITEMS, Contents, same, value_of
from webapp.orders.writing.drafts import Draft
from webapp.orders.writing.item_lines import ItemLines
from webapp.orders.writing.items import sum_of
from webapp.orders.writing.merging import Dispute, Merged
from webapp.values import Value, describe
from webapp.voucherify import UNSET
from webapp.voucherify.order_records import OrderItem

LABELS = {
    "status": "Status",
    "source_id": "Source id",
    "customer_id": "Customer",
    "items": "Items",
    "amount": "Amount before discounts",
    "discount_amount": "Discount on the order",
}
FIGURES = frozenset({ITEMS, "amount", "discount_amount"})


@dataclass(frozen=True)
class ShownDispute:
    """A field that was changed by somebody else meanwhile: what stood there, what they and what the agent wrote."""

    id: str
    name: str
    label: str
    before: Value
    theirs: Value
    mine: Value
    choice: str


@dataclass(frozen=True)
class PreviewPage:
    """What saving would do. `hidden` are the fields that carry everything typed on to the next step.

    `consequences` are sentences on what follows besides, `cautions` on what looks wrong; `total` (minor units) is
    what the order comes to then, None where only Voucherify can tell.
    """

    changes: tuple[ShownChange, ...]
    disputes: tuple[ShownDispute, ...]
    settled: tuple[str, ...]
    elsewhere: tuple[ShownChange, ...]
    consequences: tuple[str, ...]
    cautions: tuple[str, ...]
    total: int | None
    hidden: tuple[tuple[str, str], ...]
    save_label: str


@dataclass(frozen=True)
class Checked:
    """One field of something whose outcome was not known. `state` is "as sent", "as before" or "otherwise"."""

    label: str
    before: Value
    sent: Value
    stored: Value
    state: str


@dataclass(frozen=True)
class Writer:
    """Writes values of an order's fields for people; `names` are of customers, by id."""

    formats: Formats
    names: Mapping[str, str]

    def changes(self, changes: Sequence[Change]) -> tuple[ShownChange, ...]:
        return tuple(self._change(change) for change in changes)

    def value(self, field: str, value: Any) -> Value:
        """One value of a field."""
        if value is UNSET:
            return NOT_THERE
        match field, value:
            case "status", str():
                return Value("text", status_of(value).words)
            case "customer_id", str():
                return Value("text", f"{self.names[value]} ({value})" if value in self.names else value)
            case (("amount" | "discount_amount"), int()):
                return Value("money", value)
            case "items", list():
                return ItemLines(self.formats).all_of(value)
        return describe(value)

    def _change(self, change: Change) -> ShownChange:
        kind = "added" if change.old is UNSET else "removed" if change.new is None else "changed"
        if change.field == ITEMS and isinstance(change.old, list) and isinstance(change.new, list):
            old, new = ItemLines(self.formats).apart(change.old, change.new)
        else:
            old, new = self.value(change.field, change.old), self.value(change.field, change.new)
        return ShownChange(change.field, label_of(change.field), kind, old, new)


def preview_page(draft: Draft, merged: Merged, writer: Writer) -> PreviewPage:
    """The page between the form and saving."""
    disputed = {dispute.field for dispute in merged.disputes}
    plain = [change for change in merged.changes if change.field not in disputed]
    return PreviewPage(
        changes=writer.changes(plain),
        disputes=tuple(_dispute(f"dispute-{place}", each, writer) for place, each in enumerate(merged.disputes)),
        settled=tuple(label_of(field) for field in merged.settled),
        elsewhere=writer.changes(merged.elsewhere),
        consequences=tuple(_consequences(merged)),
        cautions=tuple(_cautions(merged, writer.formats)),
        total=total_after(merged),
        hidden=tuple(draft.pairs()),
        save_label="Save the changes" if merged.undecided else f"Save {counted(len(merged.changes), 'change')}",
    )


def checked(changes: Sequence[Change], now: Contents, writer: Writer) -> tuple[Checked, ...]:
    """Compare what is stored now with what was sent and with what stood there before."""
    return tuple(_checked(change, value_of(now, change.field), writer) for change in changes)


def label_of(field: str) -> str:
    """What a field is called: "Status", "Metadata: gift_wrap"."""
    name, _, key = field.partition(".")
    return f"Metadata: {key}" if key else LABELS.get(name, name)


def total_after(merged: Merged) -> int | None:
    """What the order comes to once this is saved, in minor units; None where only Voucherify can tell."""
    stored = merged.after("amount")
    is_left_to_the_api = ITEMS in merged.values and "amount" not in merged.values and not merged.amount_stands
    amount = stored if isinstance(stored, int) else sum_of(_items_after(merged))
    if amount is None or is_left_to_the_api:
        return None
    of_items = sum(OrderItem(item).discount_amount or 0 for item in _items_after(merged))
    of_order = merged.after("discount_amount")
    total: int = max(amount - of_items - (of_order if isinstance(of_order, int) else 0), 0)
    return total


def _items_after(merged: Merged) -> Sequence[Mapping[str, Any]]:
    items: Any = merged.after(ITEMS)
    return items if isinstance(items, list) else ()


def _consequences(merged: Merged) -> Iterator[str]:
    old, new = merged.now.get("status"), merged.after("status")
    if "status" in merged.values and (sentence := consequence(old, new)):
        yield sentence
    elif new in COUNTING and FIGURES & merged.values.keys():
        yield "The order counts in the customer's summary, so the customer's figures change with it."
    if "customer_id" in merged.values and merged.now.get("customer_id"):
        yield "The order moves to another customer: it leaves the summary of the one and enters that of the other."
    if ITEMS in merged.values and not merged.values[ITEMS]:
        yield "All items go. What Voucherify makes of an order without items is not documented."


def _cautions(merged: Merged, formats: Formats) -> Iterator[str]:
    amount, discount = merged.after("amount"), merged.after("discount_amount")
    together = sum_of(_items_after(merged))
    touched = FIGURES & merged.values.keys()
    if touched and isinstance(amount, int) and together is not None and amount != together:
        told, found = formats.money(amount), formats.money(together)
        yield f"The amount, {told}, is not what the items come to, {found}."
    whole = amount if isinstance(amount, int) else together
    if touched and isinstance(discount, int) and whole is not None and discount > whole:
        yield "The discount is more than the order comes to."


def _dispute(id_: str, dispute: Dispute, writer: Writer) -> ShownDispute:
    before, theirs, mine = (
        writer.value(dispute.field, value) for value in (dispute.before, dispute.theirs, dispute.mine)
    )
    return ShownDispute(id_, dispute.field, label_of(dispute.field), before, theirs, mine, dispute.choice)


def _checked(change: Change, stored: Any, writer: Writer) -> Checked:
    state = "as sent" if is_as_sent(change, stored) else "as before" if same(stored, change.old) else "otherwise"
    before, sent, now = (writer.value(change.field, value) for value in (change.old, change.new, stored))
    return Checked(label_of(change.field), before, sent, now, state)


def is_as_sent(change: Change, stored: Any) -> bool:
    """Whether what is stored is what was sent; the API adds to items what it knows, and leaves out no discount."""
    if change.field == "discount_amount":
        return (stored or 0) == (change.new or 0)
    if change.field != ITEMS or not isinstance(stored, list):
        return same(stored, change.new)
    return len(stored) == len(change.new) and all(
        all(same(item.get(name), value) for name, value in sent.items() if name not in {"product", "sku"})
        for sent, item in zip(change.new, stored, strict=True)
    )
