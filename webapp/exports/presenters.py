"""Exports in words: what was asked for, how far it is, who asked. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.exports.conditions import Told, told
from webapp.exports.fields import EXPORTABLES, METADATA, METADATA_KEY, Field, holds_personal_data
from webapp.formats import Formats
from webapp.store.exports import Asked
from webapp.voucherify.export_records import Export

Mask = Callable[[Any], Any]

OTHER_KINDS = {
    "voucher": "Vouchers",
    "redemption": "Redemptions",
    "publication": "Publications",
    "points_expiration": "Expiring points",
    "voucher_transactions": "Card transactions",
    "product": "Products",
    "sku": "SKUs",
}
STATES = {"SCHEDULED": "waiting", "IN_PROGRESS": "being made", "DONE": "ready", "ERROR": "failed"}
TONES = {"SCHEDULED": "warn", "IN_PROGRESS": "warn", "DONE": "good", "ERROR": "bad"}
OPERATORS = {
    "$is": "is",
    "$is_not": "is not",
    "$in": "is",
    "$not_in": "is not",
    "$contains": "contains",
    "$not_contain": "does not contain",
    "$starts_with": "starts with",
    "$ends_with": "ends with",
    "$has_value": "is given",
    "$is_unknown": "is not given",
    "$after": "after",
    "$before": "before",
    "$more_than": "more than",
    "$less_than": "less than",
}
WITHOUT_VALUE = frozenset({"$has_value", "$is_unknown"})
LIMITS = {"$more_than": ("at least", 1), "$less_than": ("at most", -1)}
MOMENTS = {"created_at": "Created", "updated_at": "Changed"}
ANOTHER_TOOL = "another tool"


@dataclass(frozen=True)
class Row:
    """One export as the list and its own page show it. `who` is empty where the person's name is gone.

    `columns` are the labels of the fields, `conditions` sentences; both are empty where the API was not asked for any.
    `rows` and `size` (in bytes) are None until somebody has downloaded all of it.
    """

    id: str
    title: str
    state: str
    tone: str
    is_running: bool
    is_ready: bool
    personal: bool
    who: str
    is_ours: bool
    made_at: datetime | None
    order: str
    columns: tuple[str, ...]
    conditions: tuple[str, ...]
    rows: int | None
    size: int | None
    can_be_asked_again: bool


def present(export: Export, asked: Asked | None, formats: Formats, mask: Mask) -> Row:
    """An export with what Frontdesk knows of it. `mask` is applied to what was filtered by."""
    kind = EXPORTABLES.get(export.exported_object or "")
    request = asked.request if asked else None
    orders = kind.orders if kind else {}
    order = export.parameters.order or ""
    return Row(
        id=export.id,
        title=title_of(export.exported_object),
        state=STATES.get(export.status or "", export.status or "not known"),
        tone=TONES.get(export.status or "", "warn"),
        is_running=not export.is_finished,
        is_ready=export.status == "DONE" and bool(export.result.url),
        personal=is_personal(export, asked),
        who=(asked.who or "somebody who is gone") if asked else ANOTHER_TOOL,
        is_ours=asked is not None,
        made_at=export.created_at,
        order=orders.get(order, order),
        columns=tuple(_label(export.exported_object, name) for name in export.parameters.fields)
        or tuple(_label(export.exported_object, name) for name in (kind.defaults if kind else ())),
        conditions=conditions_of(export.exported_object, export.parameters.filters, formats, mask),
        rows=request.rows if request else None,
        size=request.size if request else None,
        can_be_asked_again=kind is not None,
    )


def is_personal(export: Export, asked: Asked | None) -> bool:
    """Whether its file may hold personal data. What was made elsewhere is judged by its fields alone."""
    if asked is not None:
        return asked.request.personal
    return holds_personal_data(export.exported_object, export.parameters.fields)


def title_of(exported_object: str | None) -> str:
    kind = EXPORTABLES.get(exported_object or "")
    if kind is not None:
        return kind.plural
    return OTHER_KINDS.get(exported_object or "", exported_object or "Something")


def conditions_of(
    exported_object: str | None, filters: Mapping[str, Any], formats: Formats, mask: Mask
) -> tuple[str, ...]:
    """What must hold of each object, one sentence for each condition."""
    return tuple(_sentences(exported_object, filters, formats, mask))


def _sentences(exported_object: str | None, filters: Mapping[str, Any], formats: Formats, mask: Mask) -> Iterator[str]:
    for condition in told(filters):
        field = _field(exported_object, condition.field)
        words = OPERATORS.get(condition.operator, condition.operator.removeprefix("$").replace("_", " "))
        if condition.operator in WITHOUT_VALUE:
            yield f"{field.label} {words}"
        elif field.is_money and condition.operator in LIMITS:
            yield f"{field.label} {_limit(condition, formats)}"
        else:
            yield f"{field.label} {words} {' or '.join(_values(condition, formats, mask))}"


def _limit(condition: Told, formats: Formats) -> str:
    """A limit of whole hundredths the way people say it: more than 1249 is at least 12.50."""
    words, step = LIMITS[condition.operator]
    amounts = (formats.money(value + step) for value in condition.values if isinstance(value, int))
    return f"{words} {' or '.join(amounts)}"


def _values(condition: Told, formats: Formats, mask: Mask) -> Iterator[str]:
    masked_as = "address_city" if condition.field == "city" else condition.field
    for value in condition.values:
        moment = _moment(value) if condition.field in MOMENTS else None
        if moment:
            yield formats.moment(moment)
        elif condition.field == "status":
            yield str(value).lower()
        else:
            yield str(mask({masked_as: value})[masked_as])


def _moment(value: Any) -> datetime | None:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None


def _label(exported_object: str | None, name: str) -> str:
    """The name of a column, in words."""
    kind = EXPORTABLES.get(exported_object or "")
    known = {field.name: field.label for field in kind.fields} if kind else {}
    return known.get(name) or ("All metadata" if name == METADATA else _plain(name))


def _field(exported_object: str | None, name: str) -> Field:
    """What a condition is about: a moment in it says its own zone, so that its label does not."""
    if name in MOMENTS:
        return Field(name, MOMENTS[name])
    kind = EXPORTABLES.get(exported_object or "")
    known = {field.name: field for field in kind.fields} if kind else {}
    return known.get(name) or Field(name, _plain(name).capitalize() if METADATA_KEY not in name else _plain(name))


def _plain(name: str) -> str:
    return name.removeprefix(METADATA_KEY) if name.startswith(METADATA_KEY) else name.replace("_", " ")
