"""The form of an order as the template shows it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from webapp.kinds import Kind
from webapp.money import Money
from webapp.orders.presenters.page import name_of
from webapp.orders.presenters.statuses import EFFECTS, status_of
from webapp.orders.writing.contents import METADATA
from webapp.orders.writing.drafts import NEW_KINDS, Base, Draft
from webapp.orders.writing.items import NAMING, ItemRow, rows_of
from webapp.orders.writing.metadata_fields import MetadataField, fields_for
from webapp.orders.writing.wishes import NEW_STATUS, amount_text
from webapp.shown_inputs import NewRow, Option, ShownInput, hint_of, is_long, new_row, options_of, widget_of
from webapp.values import Fact, facts_of
from webapp.voucherify.order_records import OrderItem


@dataclass(frozen=True)
class ShownRow:
    """One item; `title` is what the stored item it stands for is called, "" for a new one. Errors by field."""

    row: int
    was: str
    title: str
    namings: tuple[Option, ...]
    name: str
    quantity: str
    price: str
    errors: Mapping[str, str]
    is_new: bool


@dataclass(frozen=True)
class FormPage:
    """All that the form shows. `kept` are keys the project no longer defines, which stay as they are."""

    statuses: tuple[Option, ...]
    source_id: ShownInput
    amount: ShownInput
    discount: ShownInput
    rows: tuple[ShownRow, ...]
    declared: tuple[ShownInput, ...]
    others: tuple[ShownInput, ...]
    new_rows: tuple[NewRow, ...]
    kept: tuple[Fact, ...]
    can_add_keys: bool
    schema_is_known: bool
    customer_id: str
    find: str
    errors: Mapping[str, str] = field(default_factory=dict)


def form_page(
    base: Base, draft: Draft, money: Money, zone: ZoneInfo, errors: Mapping[str, str] | None = None
) -> FormPage:
    """The form with everything typed in it, and for the rest what the agent saw."""
    errors = errors or {}
    contents = base.contents
    metadata = contents.get(METADATA, {})
    stored_items = base.items_shown
    rows = rows_of(stored_items, money) if draft.rows is None else draft.rows
    if not rows and base.is_new:
        rows = (ItemRow(0),)
    shown = [
        _metadata(each, f"metadata-{number}", base, draft, zone, errors)
        for number, each in enumerate(fields_for(metadata, base.schema, zone))
    ]
    return FormPage(
        statuses=_statuses(base, draft),
        source_id=_source_id(draft, contents.get("source_id", ""), errors),
        amount=_amount("amount", "Amount before discounts", base, draft, money, errors, AMOUNT_HINT),
        discount=_amount("discount_amount", "Discount on the order", base, draft, money, errors, ""),
        rows=tuple(_row(row, stored_items, errors) for row in rows),
        declared=tuple(each for each in shown if not each.can_be_removed),
        others=tuple(each for each in shown if each.can_be_removed),
        new_rows=tuple(new_row(new, NEW_KINDS, errors) for new in draft.new_keys),
        kept=facts_of(base.schema.retired(metadata)),
        can_add_keys=base.schema.allows_others,
        schema_is_known=base.schema.is_known,
        customer_id=draft.texts.get("customer", contents.get("customer_id", "")),
        find=draft.texts.get("find", ""),
        errors=errors,
    )


SOURCE_ID_HINT = "The order's number in your own systems."
AMOUNT_HINT = "Leave it empty to take what the items come to."


def _statuses(base: Base, draft: Draft) -> tuple[Option, ...]:
    """Those that can be set; one that is stored although it is none of them is offered too, so that it can stay."""
    stored = base.contents.get("status", "")
    chosen = draft.texts.get("status", stored or (NEW_STATUS if base.is_new else ""))
    effects = EFFECTS if stored in EFFECTS or not stored else {stored: "As it is stored.", **EFFECTS}
    return tuple(
        Option(value, status_of(value).words.capitalize(), value == chosen, effect) for value, effect in effects.items()
    )


def _source_id(draft: Draft, shown: str, errors: Mapping[str, str]) -> ShownInput:
    text, error = draft.texts.get("source_id", shown), errors.get("source_id", "")
    label = "Source id"
    return ShownInput("field-source-id", "source_id", label, "text", text, hint=SOURCE_ID_HINT, error=error)


def _amount(
    name: str, label: str, base: Base, draft: Draft, money: Money, errors: Mapping[str, str], hint: str
) -> ShownInput:
    text = draft.texts.get(name, amount_text(base.contents, name, money))
    error = errors.get(name, "")
    return ShownInput(f"field-{name}", name, label, "text", text, input_mode="decimal", hint=hint, error=error)


def _row(row: ItemRow, stored: Sequence[Mapping[str, Any]], errors: Mapping[str, str]) -> ShownRow:
    is_stored = row.was is not None and row.was < len(stored)
    return ShownRow(
        row=row.row,
        was="" if row.was is None else str(row.was),
        title=name_of(OrderItem(stored[row.was])) if is_stored and row.was is not None else "",
        namings=tuple(Option(value, label, value == row.naming) for value, label in NAMING.items()),
        name=row.name,
        quantity=row.quantity,
        price=row.price,
        errors={part: errors.get(f"item-{row.row}-{part}", "") for part in ("name", "quantity", "price")},
        is_new=not is_stored,
    )


def _metadata(
    each: MetadataField, id_: str, base: Base, draft: Draft, zone: ZoneInfo, errors: Mapping[str, str]
) -> ShownInput:
    stored = each.write(base.contents.get(METADATA, {}).get(each.key), zone) or ""
    text, error = draft.texts.get(each.name, stored), errors.get(each.name, "")
    widget = widget_of(each, needs_area=is_long(text), has_error=bool(error))
    return ShownInput(
        id=id_,
        name=each.name,
        label=each.key,
        widget=widget,
        text=text,
        options=options_of(each, text, zone),
        input_mode="decimal" if each.kind is Kind.NUMBER else "text",
        hint=each.hint or hint_of(each.kind, widget),
        error=error,
        is_required=each.is_required and base.is_new,
        can_be_removed=not each.is_declared,
    )
