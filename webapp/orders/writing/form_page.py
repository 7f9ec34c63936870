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
from webapp.orders.writing.drafts import NEW_KINDS, Base, Draft, NewKey
from webapp.orders.writing.items import NAMING, ItemRow, rows_of
from webapp.orders.writing.metadata_fields import MetadataField, fields_for, lines_of
from webapp.orders.writing.wishes import NEW_STATUS, amount_text
from webapp.values import Fact, facts_of
from webapp.voucherify.order_records import OrderItem

LONG_TEXT = 80
KIND_LABELS = {
    Kind.TEXT: "Text",
    Kind.NUMBER: "Number",
    Kind.FLAG: "Yes or no",
    Kind.DAY: "Day",
    Kind.MOMENT: "Day and time",
    Kind.IMAGE: "Address of a picture",
    Kind.JSON: "List or object (JSON)",
}
KIND_HINTS = {
    Kind.GEOPOINT: "Latitude and longitude, such as 50.06, 19.94.",
    Kind.IMAGE: "A complete web address.",
    Kind.JSON: "Written as JSON.",
}


@dataclass(frozen=True)
class Option:
    """Something to choose; `effect` says what it brings about."""

    value: str
    label: str
    is_chosen: bool
    effect: str = ""


@dataclass(frozen=True)
class ShownInput:
    """One field. `widget` is text, area, json, lines, day, moment, choice or choices."""

    id: str
    name: str
    label: str
    widget: str
    text: str
    options: tuple[Option, ...] = ()
    input_mode: str = "text"
    hint: str = ""
    error: str = ""
    caution: str = ""
    is_required: bool = False
    can_be_removed: bool = False


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
class NewRow:
    """A row for a key that is to be added."""

    row: int
    key: str
    text: str
    kinds: tuple[Option, ...]
    key_error: str
    value_error: str


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
        new_rows=tuple(_new_row(new, errors) for new in draft.new_keys),
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
    widget = _widget(each, text, has_error=bool(error))
    return ShownInput(
        id=id_,
        name=each.name,
        label=each.key,
        widget=widget,
        text=text,
        options=_options(each, text, zone),
        input_mode="decimal" if each.kind is Kind.NUMBER else "text",
        hint=each.hint or KIND_HINTS.get(each.kind, "") or ("One on each line." if widget == "lines" else ""),
        error=error,
        is_required=each.is_required and base.is_new,
        can_be_removed=not each.is_declared,
    )


def _widget(each: MetadataField, text: str, *, has_error: bool) -> str:
    if each.choices or each.kind is Kind.FLAG:
        return "choices" if each.is_list else "choice"
    if each.is_list:
        return "lines"
    if each.kind in {Kind.DAY, Kind.MOMENT}:
        return "text" if has_error else each.kind.value  # a date field would not show what cannot be read
    if each.kind is Kind.JSON:
        return "json"
    return "area" if "\n" in text or "\r" in text or len(text) > LONG_TEXT else "text"


def _options(each: MetadataField, text: str, zone: ZoneInfo) -> tuple[Option, ...]:
    """What can be chosen; what is stored although it is not allowed is offered too, so that it can stay."""
    if each.kind is Kind.FLAG:
        labels = {"true": "Yes", "false": "No"}
    else:
        one = MetadataField(each.key, each.kind)
        labels = {written: written for choice in each.choices if (written := one.write(choice, zone))}
    chosen = lines_of(text) if each.is_list else [text] if text else []
    labels |= {line: f"{line} (not among the allowed values)" for line in chosen if line not in labels}
    options = tuple(Option(value, label, value in chosen) for value, label in labels.items())
    return options if each.is_list else (Option("", "none given", not chosen), *options)


def _new_row(new: NewKey, errors: Mapping[str, str]) -> NewRow:
    return NewRow(
        row=new.row,
        key=new.key,
        text=new.text,
        kinds=tuple(Option(kind.value, KIND_LABELS[kind], kind is new.kind) for kind in NEW_KINDS),
        key_error=errors.get(f"new-{new.row}-key", ""),
        value_error=errors.get(f"new-{new.row}-value", ""),
    )
