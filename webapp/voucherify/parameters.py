"""How values travel: path segments, query strings and JSON bodies, and the ranges the API documents.

The ValueErrors raised here name the parameter and never quote an identifier.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TypeVar
from urllib.parse import quote, urlencode

from webapp.voucherify.records import UNSET, UnsetType

Given = TypeVar("Given")
Moment = date | str
"""A date, an aware datetime, or either in ISO 8601."""


class NoAddressError(ValueError):
    """An identifier that no request can name, so that nothing can have it."""


def path_segment(identifier: str) -> str:
    """Return an identifier as one percent-encoded path segment.

    Raise NoAddressError for "", "." and "..", which no HTTP client can address: an empty segment names the list, and
    dots are resolved before the request leaves, encoded or not.
    """
    if identifier in {"", ".", ".."}:
        raise NoAddressError("an identifier cannot be empty, '.' or '..'")
    return quote(identifier, safe="")


def address(template: str, identifiers: Iterable[str], query: Mapping[str, object]) -> str:
    """Return a path, its placeholders filled by the identifiers in turn, with its query.

    Raise NoAddressError for what cannot be addressed, ValueError for too few or many identifiers.
    """
    parts = re.split(r"\{\w+\}", template)
    segments = [path_segment(identifier) for identifier in identifiers]
    path = "".join(part + segment for part, segment in zip(parts, [*segments, ""], strict=True))
    encoded = query_string(query)
    return f"{path}?{encoded}" if encoded else path


def query_string(parameters: Mapping[str, object]) -> str:
    """Return the encoded query: UNSET dropped, lists repeated, objects in brackets (`filters[name][…]`).

    Raise ValueError for None, which a query cannot say, and for datetimes without a time zone.
    """
    return urlencode(list(_flatten(parameters)))


def json_body(value: object) -> bytes:
    """Return the JSON of a body: UNSET members dropped, None sent as null, dates in ISO 8601.

    Raise ValueError for NaN, infinities and datetimes without a time zone.
    """
    return json.dumps(_without_unset(value), default=_wire_date, ensure_ascii=False, allow_nan=False).encode()


def within(name: str, value: int | UnsetType, lowest: int, highest: int) -> int | UnsetType:
    """Return the value; raise ValueError when it is given and out of range."""
    if value is not UNSET and not lowest <= value <= highest:
        raise ValueError(f"{name} must be from {lowest} to {highest}")
    return value


def one_of(name: str, value: str | UnsetType, allowed: Collection[str]) -> str | UnsetType:
    """Return the value; raise ValueError when it is given and not among those allowed."""
    if value is not UNSET and value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(sorted(allowed))}")
    return value


def several(name: str, values: Iterable[str] | UnsetType) -> tuple[str, ...] | UnsetType:
    """Return the values as a query repeats them; raise ValueError for none, which would ask for everything."""
    if isinstance(values, UnsetType):
        return UNSET
    if isinstance(values, str) or not (found := tuple(values)):
        raise ValueError(f"{name} must be one or more texts")
    return found


def both_ways(*names: str) -> frozenset[str]:
    """Return what an `order` may be: each name, and each with "-" before it for descending."""
    return frozenset(f"{sign}{name}" for name in names for sign in ("", "-"))


def known(names: Mapping[str, str], given: Mapping[str, Given]) -> dict[str, Given]:
    """Return keyword arguments under their wire names; raise TypeError for a name there is not."""
    unknown = given.keys() - names.keys()
    if unknown:
        raise TypeError(f"unexpected keyword arguments: {', '.join(sorted(unknown))}")
    return {names[name]: value for name, value in given.items()}


def _flatten(parameters: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    for name, value in parameters.items():
        if isinstance(value, Mapping):
            yield from _bracketed(name, value)
        elif isinstance(value, list | tuple):
            yield from ((name, _wire_text(name, item)) for item in value)
        elif value is not UNSET:
            yield name, _wire_text(name, value)


def _bracketed(name: str, value: object) -> Iterable[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _bracketed(f"{name}[{key}]", item)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield f"{name}[{index}]", _wire_text(name, item)
    elif value is not UNSET:
        yield name, _wire_text(name, value)


def _wire_text(name: str, value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case date():
            return _wire_date(value)
        case _:
            raise ValueError(f"{name} cannot be sent in a query as {type(value).__name__}")


def _wire_date(value: object) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a datetime needs a time zone")
        precision = "microseconds" if value.microsecond % 1000 else "milliseconds"
        return value.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")


def _without_unset(value: object) -> object:
    match value:
        case Mapping():
            return {key: _without_unset(item) for key, item in value.items() if item is not UNSET}
        case list() | tuple():
            return [_without_unset(item) for item in value]
        case _:
            return value
