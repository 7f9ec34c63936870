"""What a value is, so that a template can write it the way people read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Value:
    """A value and its kind.

    Kinds: text, identifier, email, phone, url, number (as given), count, flag, day, moment, money (minor units),
    points, lines (texts), list (Values), fields (names to Values) and words (shown quietly); without content: null
    (stored as null), empty (an empty text), missing ("none given") and unknown ("not known").
    """

    kind: str
    content: Any = None


@dataclass(frozen=True)
class Fact:
    """One line of a card: what it is called, what it is, and a sentence that explains it where that helps."""

    label: str
    value: Value
    note: str = ""


MISSING = Value("missing")
UNKNOWN = Value("unknown")


def given(kind: str, content: Any) -> Value:
    """A value that people give: when there is none, the page says "none given"."""
    return MISSING if content is None or content == "" else Value(kind, content)


def known(kind: str, content: Any) -> Value:
    """A value the API works out: when there is none, the page says "not known"."""
    return UNKNOWN if content is None else Value(kind, content)


def describe(value: Any) -> Value:
    """Tell what a JSON value of free form, such as metadata, is meant to be."""
    match value:
        case None:
            return Value("null")
        case bool():
            return Value("flag", value)
        case int() | float():
            return Value("number", value)
        case str():
            return _describe_text(value)
        case list():
            return Value("list", tuple(describe(item) for item in value))
        case _:  # JSON has nothing else but objects
            return Value("fields", {name: describe(item) for name, item in value.items()})


def facts_of(values: Mapping[str, Any]) -> tuple[Fact, ...]:
    """One fact for each key of a free object, in the order of the keys."""
    return tuple(Fact(name, describe(values[name])) for name in sorted(values, key=str.casefold))


def _describe_text(text: str) -> Value:
    if not text:
        return Value("empty")
    if (day := _day(text)) is not None:
        return Value("day", day)
    if (moment := _moment(text)) is not None:
        return Value("moment", moment)
    if _is_web_address(text):
        return Value("url", text)
    return Value("text", text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-05-03") else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """Read a time stamp that says its zone; without one nobody knows which instant is meant."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and "T" in text else None


def _is_web_address(text: str) -> bool:
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in {"http", "https"} and bool(address.hostname) and not any(map(str.isspace, text))
