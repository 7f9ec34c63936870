"""Whether an order out of a file can be imported, and the object that is then sent. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from webapp.money import Money
from webapp.order_imports.amounts import Amounts, read_amount
from webapp.order_imports.findings import Finding, Level, readable
from webapp.order_imports.metadata import Schema, read_metadata
from webapp.voucherify.orders import MOST_ITEMS, STATUSES

LONGEST_SOURCE_ID = 255
MONEY = ("amount", "initial_amount", "discount_amount")
MONEY_OF_ITEMS = (*MONEY, "price")
COUNTS_OF_ITEMS = {"quantity": 0, "discount_quantity": 0, "initial_quantity": 1}
TEXTS_OF_ITEMS = ("product_id", "sku_id", "source_id")
ARTICLES = ("product", "sku")
PEOPLE = ("customer", "referrer")
IDENTIFIERS = ("id", "source_id")
TAKEN_OVER = {*MONEY, "source_id", "status", "created_at", "items", "metadata", *PEOPLE, "customer_id", "referrer_id"}
WORKED_OUT = {
    "id", "object", "updated_at", "total_amount", "total_discount_amount", "items_discount_amount", "redemptions",
    "applied_discount_amount", "items_applied_discount_amount", "total_applied_discount_amount",
}  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """What the person and the project decide: how amounts are written, which key takes the true date, the schema."""

    amounts: Amounts
    money: Money
    date_key: str
    schema: Schema
    zone: ZoneInfo
    now: datetime


@dataclass
class Checked:
    """An order as it would be sent, and what there is to say of it. It is sent only without errors."""

    line: int
    source_id: str
    document: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_fine(self) -> bool:
        return all(finding.level is not Level.ERROR for finding in self.findings)

    def error(self, sentence: str) -> None:
        self.findings.append(Finding(self.line, readable(self.source_id), Level.ERROR, readable(sentence)))

    def warn(self, sentence: str) -> None:
        self.findings.append(Finding(self.line, readable(self.source_id), Level.WARNING, readable(sentence)))


def check_order(line: int, raw: Mapping[str, Any], rules: Rules) -> Checked:
    """Check one order. Null counts as not given, as it does for the API."""
    raw = {name: value for name, value in raw.items() if value is not None}
    source_id = _identifier(raw.get("source_id", ""))
    checked = Checked(line, source_id if isinstance(source_id, str) else str(source_id), {})
    _check_source_id(checked, source_id)
    _check_status(checked, raw)
    _check_money(checked, checked.document, raw, MONEY, rules, "")
    _check_people(checked, raw)
    _check_items(checked, raw.get("items", []), rules)
    values = dict(_true_date(checked, raw.get("created_at"), rules))
    _check_metadata(checked, raw.get("metadata", {}), values, rules)
    left_out = [name for name in raw if name not in TAKEN_OVER | WORKED_OUT]
    if left_out:
        checked.warn(f"Not taken over, as orders have no such field: {', '.join(sorted(left_out))}.")
    return checked


def _check_source_id(checked: Checked, source_id: Any) -> None:
    if not isinstance(source_id, str) or not source_id.strip():
        checked.error("There is no source_id. Without one, sending an order twice would make two of it.")
    elif len(source_id) > LONGEST_SOURCE_ID:
        checked.error(f"The source_id is longer than {LONGEST_SOURCE_ID} characters.")
    elif readable(source_id) != source_id:
        checked.error("The source_id holds zero characters or halves of letters, which no text does.")
    else:
        checked.source_id = checked.document["source_id"] = source_id.strip()


def _identifier(value: Any) -> Any:
    """A number that a system writes for an identifier is the text of it."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _check_status(checked: Checked, raw: Mapping[str, Any]) -> None:
    if "status" not in raw:
        checked.warn("There is no status, so it becomes CREATED, which counts for nothing.")
        return
    status = str(raw["status"]).strip().upper()
    if status in STATUSES:
        checked.document["status"] = status
    else:
        checked.error(f"The status is none of {', '.join(sorted(STATUSES))}.")


def _check_money(
    checked: Checked, target: dict[str, Any], raw: Mapping[str, Any], names: tuple[str, ...], rules: Rules, at: str
) -> None:
    for name in names:
        if name in raw:
            try:
                target[name] = read_amount(raw[name], rules.amounts, rules.money)
            except ValueError as error:
                checked.error(f"{at}{name}: {error}")


def _check_people(checked: Checked, raw: Mapping[str, Any]) -> None:
    for role in PEOPLE:
        person = raw.get(role, {})
        if not isinstance(person, Mapping):
            checked.error(f"{role} should be an object with an id or a source_id.")
            continue
        by_id = {"id": raw[f"{role}_id"]} if f"{role}_id" in raw else {}
        given = {name: value for name, value in {**person, **by_id}.items() if value is not None and name != "object"}
        given |= {name: _identifier(given[name]) for name in IDENTIFIERS if name in given}
        if given and not (given.get("id") or given.get("source_id")):
            checked.error(f"{role} has neither id nor source_id, so the API would make somebody new.")
        elif given:
            checked.document[role] = given


def _check_items(checked: Checked, items: Any, rules: Rules) -> None:
    if not isinstance(items, list):
        checked.error("items should be a list.")
        return
    if len(items) > MOST_ITEMS:
        checked.error(f"There are {len(items):,} items. An order has at most {MOST_ITEMS}.")
        return
    sent = [_item(checked, f"Item {number}: ", item, rules) for number, item in enumerate(items, 1)]
    if sent:
        checked.document["items"] = sent


def _item(checked: Checked, at: str, raw: Any, rules: Rules) -> dict[str, Any]:
    item: dict[str, Any] = {}
    if not isinstance(raw, Mapping):
        checked.error(f"{at}should be an object.")
        return item
    raw = {name: value for name, value in raw.items() if value is not None}
    item |= {name: str(raw[name]) for name in TEXTS_OF_ITEMS if raw.get(name)}
    if raw.get("related_object"):
        item["related_object"] = raw["related_object"]
        if raw["related_object"] not in ARTICLES:
            checked.error(f"{at}related_object is neither product nor sku.")
    item |= {name: dict(raw[name]) for name in (*ARTICLES, "metadata") if isinstance(raw.get(name), Mapping)}
    is_named = any(item.get(name) for name in ("product_id", "sku_id", *ARTICLES))
    if not is_named and not (item.get("source_id") and item.get("related_object")):
        checked.error(f"{at}names no product: product_id, sku_id, or source_id with related_object.")
    for name, lowest in COUNTS_OF_ITEMS.items():
        if name in raw:
            try:
                item[name] = _count(raw[name], lowest)
            except ValueError as error:
                checked.error(f"{at}{name}: {error}")
    _check_money(checked, item, raw, MONEY_OF_ITEMS, rules, at)
    return item


def _count(value: Any, lowest: int) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not text.isascii() or not text.isdecimal() or int(text) < lowest:
        raise ValueError(f"should be a whole number of at least {lowest}.")
    return int(text)


def _true_date(checked: Checked, created_at: Any, rules: Rules) -> Iterator[tuple[str, str]]:
    """The day of the order for the key of metadata that was chosen for it; the API itself takes the import's."""
    if created_at is None:
        if rules.date_key:
            checked.warn("There is no created_at, so its true date will not be known.")
        return
    try:
        moment = _moment(str(created_at).strip(), rules.zone)
        kept = rules.schema.written(rules.date_key, moment) if rules.date_key else ""
    except (ValueError, OverflowError):  # the latter for a day at either end of time, such as 0001-01-01
        checked.error("created_at should be an existing day or time, such as 2026-05-03 or 2026-05-03T14:30:00Z.")
        return
    if moment > rules.now:
        checked.warn("created_at lies in the future.")
    if kept:
        yield rules.date_key, kept


def _moment(text: str, zone: ZoneInfo) -> datetime:
    moment = (
        datetime.combine(date.fromisoformat(text), time.min) if len(text) == len("2026-05-03") else
        datetime.fromisoformat(text)
    )  # fmt: skip
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _check_metadata(checked: Checked, raw: Any, dates: Mapping[str, str], rules: Rules) -> None:
    if not isinstance(raw, Mapping):
        checked.error("metadata should be an object.")
        return
    say: Callable[[str], None] = checked.error
    values = dict(read_metadata({**raw, **dates}, rules.schema, rules.zone, say))
    if values:
        checked.document["metadata"] = values
