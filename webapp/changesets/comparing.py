"""What a wanted row would do to a customer as stored. Pure, and quick: it is called once for each row of a file."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from webapp.changesets.wanted import Options, Wanted, place_of

Customer = Mapping[str, Any]

OBJECTS = ("address", "metadata")
WRITABLE = ("name", "description", "email", "phone", "birthdate", "birthday")
EXISTS = "There is a customer with this key, and only new ones were asked for."
IS_MISSING = "There is no customer with this key, and only existing ones were asked for."
UNKNOWN_ID = "No customer has this id, and the API gives out ids itself."
CHANGED_SINCE = "Somebody has changed it since, so it is left alone."
NO_KEY = "The row names no customer."
NO_ADDRESS = "The API has no address for a customer with this key."
WITHOUT_ADDRESS = frozenset({".", ".."})
CANNOT_BE_KEPT = "It holds a number of more than 19 digits, or broken letters, which would not arrive as they are."
HAS_HISTORY = "They have orders, redemptions or points by now, which would go with them, so they are left alone."
GONE = "The customer is there no more."

place = lru_cache(maxsize=4096)(place_of)


class Kind(StrEnum):
    """What the dry run found. The values are the letters kept for each row."""

    CREATE = "c"
    UPDATE = "u"
    UNCHANGED = "="
    CONFLICT = "!"
    DELETE = "d"


class Row(NamedTuple):
    """A row as compared, and as kept: JSON only.

    `before` holds the stored values of the fields that differ, by flat name, with None for what is not there; of a
    customer to be deleted, all of them; None for a new one. `body` is what is sent: the source id and each field that
    changes, an address or metadata whole. `note` is why nothing is done. `name` is what people know the customer by,
    kept where rows are keyed by the API's ids, which tell nobody anything.
    """

    line: int
    key: str
    customer_id: str | None
    source_id: str | None
    before: dict[str, Any] | None
    body: dict[str, Any] | None
    note: str | None = None
    name: str | None = None


class Compared(NamedTuple):
    """A row with its kind. `cleared` fields lose a value they have, `wiped` ones of them only for not being named."""

    kind: Kind
    row: Row
    cleared: tuple[str, ...] = ()
    wiped: tuple[str, ...] = ()


def compare(wanted: Wanted, stored: Customer | None, options: Options) -> Compared:
    """Tell what the row would do. Raise ValueError for a field that customers do not have."""
    if not wanted.key or wanted.key in WITHOUT_ADDRESS:
        return _conflict(wanted, stored, NO_ADDRESS if wanted.key else NO_KEY)
    if stored is None:
        return _of_nobody(wanted, options)
    if wanted.expected is not None and not holds(stored, wanted.expected):
        return _conflict(wanted, stored, CHANGED_SINCE, _name(stored, options))
    if wanted.values is None:
        if (note := against_deleting(stored, wanted.expected)) is not None:
            return _conflict(wanted, stored, note, _name(stored, options))
        name = _name(stored, options)
        row = Row(wanted.line, wanted.key, stored["id"], stored.get("source_id"), flat(stored), None, None, name)
        return Compared(Kind.DELETE, row)
    if options.mode == "create_only":
        return _conflict(wanted, stored, EXISTS)
    return _of_somebody(wanted, stored, wanted.values, options)


def flat(customer: Customer) -> dict[str, Any]:
    """The writable values a customer has, by flat name; without those that are null."""
    values = {name: value for name in WRITABLE if (value := customer.get(name)) is not None}
    for top in OBJECTS:
        values |= {f"{top}.{key}": value for key, value in (customer.get(top) or {}).items() if value is not None}
    return values


def value_at(customer: Customer, field: str) -> Any:
    """The value under a flat name; None where there is none."""
    top, rest = place(field)
    if rest is None:
        return customer.get(top)
    inside = customer.get(top)
    return inside.get(rest) if isinstance(inside, Mapping) else None


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same: true is not 1, 1 is 1.0."""
    if one.__class__ is other.__class__ and one.__class__ not in (list, dict):
        return bool(one == other)
    if isinstance(one, bool) or isinstance(other, bool):
        return False
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    return bool(one == other)


def holds(customer: Customer, values: Mapping[str, Any]) -> bool:
    """Whether a customer has these values, by flat name."""
    return all(same(value_at(customer, field), value) for field, value in values.items())


def against_deleting(customer: Customer, expected: Mapping[str, Any] | None) -> str | None:
    """Why a customer should not be deleted: they are not as expected, to the last value, or have a history by now."""
    if expected is not None and not same(flat(customer), dict(expected)):
        return CHANGED_SINCE
    summary = customer.get("summary") or {}
    orders, redemptions = summary.get("orders") or {}, summary.get("redemptions") or {}
    points = (customer.get("loyalty") or {}).get("points")
    if orders.get("total_count") or redemptions.get("total_redeemed") or points:
        return HAS_HISTORY
    return None


def after(row: Row) -> dict[str, Any]:
    """The values a row writes, by flat name: of a new customer all of them, else those that differ."""
    if row.body is None:
        return {}
    if row.before is None:
        return flat(row.body)
    return {field: value_at(row.body, field) for field in row.before}


def _of_nobody(wanted: Wanted, options: Options) -> Compared:
    if wanted.values is None or wanted.expected is not None:
        return _conflict(wanted, None, GONE)
    if options.mode == "update_only":
        return _conflict(wanted, None, IS_MISSING)
    if options.key != "source_id":
        return _conflict(wanted, None, UNKNOWN_ID)
    body: dict[str, Any] = {"source_id": wanted.key}
    values = wanted.values
    for top, inside in _places_by_top(tuple(values)):
        if inside is None:
            if (value := values[top]) is not None:
                body[top] = value
        elif members := {rest: value for field, rest in inside if (value := values[field]) is not None}:
            body[top] = members
    return Compared(Kind.CREATE, Row(wanted.line, wanted.key, None, wanted.key, None, body))


@lru_cache(maxsize=64)
def _places_by_top(fields: tuple[str, ...]) -> tuple[tuple[str, tuple[tuple[str, str], ...] | None], ...]:
    """A row's fields, by what they stand in, with the names they have in it; nearly every row of a file has the same.

    None for what holds its value itself.
    """
    by_top: dict[str, list[tuple[str, str]]] = {}
    for field in fields:
        top, rest = place(field)
        by_top.setdefault(top, []).extend([] if rest is None else [(field, rest)])
    return tuple((top, tuple(inside) or None) for top, inside in by_top.items())


def _of_somebody(wanted: Wanted, stored: Customer, values: Mapping[str, Any], options: Options) -> Compared:
    before: dict[str, Any] = {}
    changed: dict[str, Any] = {}
    cleared: list[str] = []
    for field, value in values.items():
        present = value_at(stored, field)
        if not same(present, value):
            before[field], changed[field] = present, value
            if value is None:
                cleared.append(field)
    wiped: list[str] = []
    if options.overwrite:
        for field, present in flat(stored).items():
            if field not in values:
                before[field], changed[field] = present, None
                wiped.append(field)
    source_id, name = stored.get("source_id") or None, _name(stored, options)
    if not changed:
        return Compared(Kind.UNCHANGED, Row(wanted.line, wanted.key, stored["id"], source_id, None, None, None, name))
    body = _merged(stored, source_id, changed)
    row = Row(wanted.line, wanted.key, stored["id"], source_id, before, body, None, name)
    return Compared(Kind.UPDATE, row, tuple(cleared + wiped), tuple(wiped))


def _merged(stored: Customer, source_id: str | None, changed: Mapping[str, Any]) -> dict[str, Any]:
    """What to send: whether the API merges or replaces an address or metadata is not documented, so they go whole."""
    body: dict[str, Any] = {"source_id": source_id}
    for field, value in changed.items():
        top, rest = place(field)
        if rest is None:
            body[top] = value
        else:
            if top not in body:
                body[top] = dict(stored.get(top) or {})
            body[top][rest] = value
    return body


def _name(stored: Customer, options: Options) -> str | None:
    return None if options.key == "source_id" else stored.get("name") or stored.get("email") or None


def _conflict(wanted: Wanted, stored: Customer | None, note: str, name: str | None = None) -> Compared:
    found = stored or {}
    row = Row(wanted.line, wanted.key, found.get("id"), found.get("source_id"), None, None, note, name)
    return Compared(Kind.CONFLICT, row)
