"""The filter grammar: fields, conditions and a junction, from a query's brackets or from a JSON body.

    filters[holder_role][conditions][$in][0]=OWNER&filters[junction]=or
    {"junction": "and", "metadata.level": {"conditions": {"$is": ["gold"]}}}

Both become one `Sql` condition. Fields are joined by the junction (`and` unless said otherwise); the conditions of
one field must all hold.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from webapp.sandbox.rules.filters.fields import Fields
from webapp.sandbox.rules.filters.operators import OPERATORS
from webapp.sandbox.rules.filters.sql import Sql, joined
from webapp.sandbox.rules.filters.values import UnsuitableValueError
from webapp.sandbox.wire import invalid_payload, invalid_query

_KEY = re.compile(r"\[?filters\]?\[(?P<field>[^\]]+)\](\[conditions\]\[(?P<operator>[^\]]+)\](\[\d*\])?)?")
LONGEST_SQL = 16_000  # characters: far below where SQLite refuses an expression as too deep


class _FilterError(ValueError):
    """The filter is not one: the message is what stands in `details` after the name of the property."""


def from_query(pairs: Iterable[tuple[str, str]], fields: Fields, now: datetime) -> Sql | None:
    """The condition in a query's `filters[...]` (or `[filters][...]`) parameters; None when there are none.

    Raises 400 `invalid_query_params`.
    """
    try:
        filters = _gathered(pairs)
        return _compiled(filters, fields, now) if filters else None
    except _FilterError as error:
        raise invalid_query(f"Property .filters{error}") from error


def from_body(filters: Any, fields: Fields, now: datetime, path: str = ".filter") -> Sql:
    """The condition in the filter object of a body; one without fields lets everything through.

    `path` is the property's name in the body. Raises 400 `invalid_payload`.
    """
    try:
        return _compiled(filters, fields, now)
    except _FilterError as error:
        raise invalid_payload(f"Property {path}{error}") from error


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The JSON form of the bracketed parameters."""
    filters: dict[str, Any] = {}
    for key, value in pairs:
        if key.startswith(("filters", "[filters]")):
            _gather(filters, key, value)
    return filters


def _gather(filters: dict[str, Any], key: str, value: str) -> None:
    match = _KEY.fullmatch(key)
    if match is None:
        raise _misshapen()
    field, operator = match["field"], match["operator"]
    if operator is None:
        if field != "junction":
            raise _misshapen()
        filters[field] = value
        return
    conditions = filters.setdefault(field, {"conditions": {}})
    if not isinstance(conditions, dict) or not isinstance(conditions.get("conditions"), dict):
        raise _misshapen()
    conditions["conditions"].setdefault(operator, []).append(value)


def _compiled(filters: Any, fields: Fields, now: datetime) -> Sql:
    if not isinstance(filters, Mapping):
        raise _FilterError(" should be an object")
    junction = filters.get("junction") or "and"
    if junction not in ("and", "or"):
        raise _FilterError(".junction should be one of and, or")
    tests = [_field(name, value, fields, now) for name, value in filters.items() if name != "junction"]
    whole = joined(junction.upper(), tests) if tests else Sql("TRUE")
    if len(whole.clause) > LONGEST_SQL:
        raise _FilterError(" has too many conditions")
    return whole


def _field(name: str, value: Any, fields: Fields, now: datetime) -> Sql:
    field = None if _is_unsafe(name) else fields(name)
    if field is None:
        raise _FilterError(f".{name} is not a field that can be filtered by")
    conditions = value.get("conditions") if isinstance(value, Mapping) else None
    if not isinstance(conditions, Mapping) or not conditions:
        raise _misshapen()
    tests = []
    for operator, given in conditions.items():
        if operator not in OPERATORS:
            raise _misshapen()
        try:
            tests.append(OPERATORS[operator](field, _texts(given), now))
        except UnsuitableValueError as error:
            raise _FilterError(f".{name}.conditions.{operator} should be {error}") from error
    return joined("AND", tests)


def _is_unsafe(name: str) -> bool:
    """JSON paths have no way to escape a quotation mark, and SQLite ends a text at a NUL."""
    return '"' in name or "\0" in name


def _texts(given: Any) -> list[str]:
    """The values of a condition; a single one counts as a list of one, and no value as an empty text."""
    values = given if isinstance(given, list) else [given]
    if any(isinstance(value, (list, dict)) for value in values):
        raise UnsuitableValueError("a value or an array of values")
    return [_text(value) for value in values] or [""]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _misshapen() -> _FilterError:
    return _FilterError(
        " should match either `filters[${field}][conditions][${condition}][${index}]` or"
        " `filters[${field}][conditions][${condition}]` format and condition must be one of: " + ", ".join(OPERATORS)
    )


__all__ = ["Fields", "Sql", "from_body", "from_query"]
