"""Audit entries in people's terms. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.audit.actions import Outcome
from webapp.audit.changes import Change
from webapp.audit.describing import describe_field
from webapp.audit.entries import Entry
from webapp.formats import counted
from webapp.values import Fact, Value, describe
from webapp.voucherify import UNSET

Mask = Callable[[Any], Any]
"""Turns a JSON value into what the reader may see of it."""

MOST_FIELDS_NAMED = 3
FIELD_LABELS = {
    "name": "Name",
    "source_id": "Source id",
    "description": "Description",
    "email": "E-mail",
    "phone": "Phone",
    "birthdate": "Birthdate",
    "birthday": "Birthday, older field",
    "address": "Address",
    "address.line_1": "Address, line 1",
    "address.line_2": "Address, line 2",
    "address.postal_code": "Postal code",
    "address.city": "City",
    "address.state": "State",
    "address.country": "Country",
    "metadata": "Metadata",
    "status": "Status",
    "customer_id": "Customer",
    "amount": "Amount before discounts",
    "discount_amount": "Discount on the order",
    "items": "Items",
}
NOT_THERE = Value("words", "not there")
NOT_KNOWN = Value("unknown")


@dataclass(frozen=True)
class ShownChange:
    """One field, old and new side by side. `kind` is added, removed or changed."""

    field: str
    label: str
    kind: str
    old: Value
    new: Value


@dataclass(frozen=True)
class ShownEntry:
    """One entry as lists and its own page show it. `summary` names the fields."""

    id: int
    at: datetime
    label: str
    summary: str
    who: str
    role: str
    customer_id: str | None
    order_id: str | None
    outcome: Outcome
    reason: str | None
    changes: tuple[ShownChange, ...]
    erased: bool
    undoes: int | None
    can_be_undone: bool
    facts: tuple[Fact, ...]


def present(entry: Entry, mask: Mask, consent_names: Mapping[str, str] | None = None) -> ShownEntry:
    """Turn an entry into what is shown of it; all that may hold words of somebody's goes through `mask`."""
    names = consent_names or {}
    return ShownEntry(
        id=entry.id,
        at=entry.at,
        label=entry.label,
        summary=mask(_summary(entry.fields, names)),
        who=entry.actor_name,
        role=entry.actor_role,
        customer_id=entry.customer_id,
        order_id=entry.order_id,
        outcome=entry.outcome,
        reason=mask(entry.reason),
        changes=tuple(present_change(change, mask, names) for change in entry.changes),
        erased=entry.erased,
        undoes=entry.undoes,
        can_be_undone=entry.can_be_undone,
        facts=_facts(entry),
    )


def present_change(change: Change, mask: Mask, consent_names: Mapping[str, str] | None = None) -> ShownChange:
    absent = NOT_KNOWN if change.path[0] == "consents" else NOT_THERE
    return ShownChange(
        field=change.field,
        label=mask(field_label(change.field, consent_names or {})),
        kind="added" if change.old is UNSET else "removed" if change.new is UNSET else "changed",
        old=present_side(change, change.old, mask, absent),
        new=present_side(change, change.new, mask, absent),
    )


def present_side(change: Change, value: Any, mask: Mask, absent: Value = NOT_THERE) -> Value:
    """One value of a field, masked as that field is."""
    return absent if value is UNSET else describe_field(change.field, masked_side(change, value, mask))


def masked_side(change: Change, value: Any, mask: Mask) -> Any:
    """A value as the reader may see it; what it is masked for depends on the field it stands in."""
    nested = value
    for name in reversed(change.path):
        nested = {name: nested}
    nested = mask(nested)
    for _ in change.path:
        [nested] = nested.values()  # a key may be masked too, so it is not asked for by name
    return nested


def field_label(field: str, consent_names: Mapping[str, str] | None = None) -> str:
    """What a field is called: "E-mail", "Metadata: tier", "Consent: Newsletter"."""
    name, _, key = field.partition(".")
    if field in FIELD_LABELS:
        return FIELD_LABELS[field]
    if name == "consents":
        return f"Consent: {(consent_names or {}).get(key, key)}"
    return f"{FIELD_LABELS.get(name, name)}: {key}" if key else name


def _summary(fields: tuple[str, ...], consent_names: Mapping[str, str]) -> str:
    labels = [field_label(field, consent_names) for field in fields]
    if len(labels) <= MOST_FIELDS_NAMED:
        return ", ".join(labels)
    rest = len(labels) - MOST_FIELDS_NAMED
    return f"{', '.join(labels[:MOST_FIELDS_NAMED])} and {counted(rest, 'more field', 'more fields')}"


def _facts(entry: Entry) -> tuple[Fact, ...]:
    """What else is on record, for those who look into it."""
    facts = [Fact(name.replace("_", " "), describe(value)) for name, value in entry.result.items() if name != "undoes"]
    if entry.error:
        facts.append(Fact("Error", Value("text", entry.error)))
    if entry.api_request_id:
        facts.append(Fact("Voucherify's reference", Value("identifier", entry.api_request_id)))
    if entry.correlation_id:
        facts.append(Fact("Frontdesk's reference", Value("identifier", entry.correlation_id)))
    return tuple(facts)
