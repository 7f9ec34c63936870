"""From what the form says to what the API is asked for, and back again for another export like it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from webapp.exports.conditions import Told, told
from webapp.exports.fields import METADATA_KEY, Group
from webapp.exports.forms import CustomerExportForm, ExportForm, OrderExportForm
from webapp.interpretation import Kind as SearchKind
from webapp.interpretation import interpret
from webapp.kinds import KINDS_OF_SCHEMA, Kind, read
from webapp.voucherify import Filters
from webapp.voucherify.export_records import Export
from webapp.voucherify.filters import Condition, after, before, contains, in_, is_, less_than, more_than
from webapp.voucherify.metadata_schemas import Definition

HUNDREDTHS = re.compile(r"\d{1,14}", re.ASCII)
TEXTS = ("name", "email", "city")
MOMENTS = ("created", "updated")
OF_SEARCHES = frozenset({"city", "order", "created_after", "created_before", "updated_after", "updated_before"})


@dataclass(frozen=True)
class Wanted:
    """An export that can be asked for. `fields` are the columns in order; `personal` whether one may be personal."""

    exported_object: str
    fields: tuple[str, ...]
    order: str
    conditions: Mapping[str, Condition]
    personal: bool

    @property
    def filters(self) -> Filters | None:
        return Filters(**self.conditions) if self.conditions else None


def wanted(
    form: ExportForm, groups: tuple[Group, ...], definitions: Mapping[str, Definition], zone: ZoneInfo
) -> Wanted:
    """What a valid form asks for. Days are those of the zone; columns stand in the order of the form."""
    chosen = set(form.fields.data or ())
    columns = [field for group in groups for field in group.fields if field.name in chosen]
    conditions = dict(_conditions(form, definitions, zone))
    return Wanted(
        form.exported_object,
        tuple(field.name for field in columns),
        form.order.data,
        conditions,
        any(field.personal for field in columns),
    )


def _conditions(
    form: ExportForm, definitions: Mapping[str, Definition], zone: ZoneInfo
) -> Iterator[tuple[str, Condition]]:
    for name in MOMENTS:
        span = _span(form.data.get(f"{name}_after"), form.data.get(f"{name}_before"), zone)
        if span:
            yield f"{name}_at", span
    if source_id := _text(form.source_id.data):
        yield "source_id", is_(source_id)
    if isinstance(form, OrderExportForm):
        yield from _conditions_on_orders(form)
    if isinstance(form, CustomerExportForm):
        yield from _conditions_on_customers(form, definitions, zone)


def _conditions_on_orders(form: OrderExportForm) -> Iterator[tuple[str, Condition]]:
    if form.status.data:
        yield "status", in_(*form.status.data)
    lowest, highest = form.amount_from.minor_units, form.amount_to.minor_units
    limits = [] if lowest is None else [more_than(lowest - 1)]  # the grammar knows no "at least"
    limits += [] if highest is None else [less_than(highest + 1)]
    if limits:
        yield "total_amount", limits[0] if len(limits) == 1 else limits[0] & limits[1]


def _conditions_on_customers(
    form: CustomerExportForm, definitions: Mapping[str, Definition], zone: ZoneInfo
) -> Iterator[tuple[str, Condition]]:
    for name in TEXTS:
        if text := _text(form.data[name]):
            yield name, contains(text)
    if key := form.metadata_key.data:
        definition = definitions[key.removeprefix(METADATA_KEY)]
        yield key, is_(_typed(definition, _text(form.metadata_value.data), zone))


def _typed(definition: Definition, text: str, zone: ZoneInfo) -> Any:
    """The value as the schema's type has it; what does not read so is asked for as it was typed."""
    kind = KINDS_OF_SCHEMA.get(definition.type or "", Kind.TEXT)
    try:
        return text if kind is Kind.JSON or definition.array else read(kind, text, zone)
    except ValueError:
        return text


def _span(first: date | None, last: date | None, zone: ZoneInfo) -> Condition | None:
    """From the beginning of the first day to the end of the last, either of which may be open."""
    conditions = [] if first is None else [after(_beginning(first, zone))]
    conditions += [] if last is None else [before(_beginning(last + timedelta(days=1), zone))]
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else conditions[0] & conditions[1]


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _text(text: str | None) -> str:
    return (text or "").strip()


def text_of_address(name: str, text: str) -> str:
    """What fills a field of the form from an address, where amounts are in minor units."""
    return _money(int(text)) if name in {"amount_from", "amount_to"} and HUNDREDTHS.fullmatch(text) else text


def texts_like(export: Export, zone: ZoneInfo) -> tuple[list[tuple[str, str]], list[str]]:
    """The texts that fill the form for another export like this one, and the fields of conditions it cannot say."""
    texts = [("fields", name) for name in export.parameters.fields]
    if export.parameters.order:
        texts.append(("order", export.parameters.order))
    lost: list[str] = []
    for condition in told(export.parameters.filters):
        found = list(_texts_of(condition, zone)) if condition.values else []
        texts += found
        lost += [] if found else [condition.field]
    return texts, lost


def _texts_of(condition: Told, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """What says a condition on the form; nothing where the form cannot."""
    field, operator, values = condition
    value, is_whole = values[0], isinstance(values[0], int)
    match field, operator:
        case (("created_at" | "updated_at"), "$after") if day := _day(value, zone):
            yield field.removesuffix("_at") + "_after", day
        case (("created_at" | "updated_at"), "$before") if day := _day(value, zone, -timedelta(microseconds=1)):
            yield field.removesuffix("_at") + "_before", day
        case "status", ("$in" | "$is"):
            yield from (("status", str(each)) for each in values)
        case "total_amount", "$more_than" if is_whole:
            yield "amount_from", _money(value + 1)
        case "total_amount", "$less_than" if is_whole:
            yield "amount_to", _money(value - 1)
        case ("source_id", "$is") | (("name" | "email" | "city"), "$contains"):
            yield field, str(value)
        case _, "$is" if field.startswith(METADATA_KEY):
            yield from (("metadata_key", field), ("metadata_value", _written(value)))


def _money(minor_units: int) -> str:
    return str(Decimal(minor_units).scaleb(-2))


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def texts_of_search(criteria: Mapping[str, str]) -> tuple[list[tuple[str, str]], list[str]]:
    """The texts that fill the form for the customers a search finds, and in words what an export cannot ask for."""
    asked = interpret(criteria.get("q", ""))
    name = "email" if asked.kind is SearchKind.EMAIL else "name"
    can_say = asked.kind not in {SearchKind.NOTHING, SearchKind.API_ID}
    texts = [(field, text) for field, text in criteria.items() if field in OF_SEARCHES]
    texts += [(name, asked.text)] if can_say else []
    lost = ["the customer's id"] if asked.kind is SearchKind.API_ID else []
    lost += ["the segment"] if criteria.get("segment") else []
    return texts, lost


def _day(value: Any, zone: ZoneInfo, step: timedelta = timedelta()) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return ""
    return (moment + step).astimezone(zone).date().isoformat() if moment.tzinfo else ""
