"""The descriptors with which a record declares its fields.

Each reads one JSON value when asked, never raises, and answers None (or something empty) for what it cannot read.
The JSON name is the attribute's own unless another is given.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Generic, NoReturn, Self, TypeVar, overload

from webapp.voucherify.records import Record

Value = TypeVar("Value")
Kind = TypeVar("Kind", bound=Record)


class Field(Generic[Value]):
    """A read-only attribute that reads one JSON value of its record."""

    def __init__(self, read: Callable[[object], Value], name: str | None = None) -> None:
        self._read = read
        self.name = name or ""

    def __set_name__(self, owner: type[Record], attribute: str) -> None:
        self.name = self.name or attribute

    @overload
    def __get__(self, record: None, owner: type[Record]) -> Self: ...
    @overload
    def __get__(self, record: Record, owner: type[Record]) -> Value: ...
    def __get__(self, record: Record | None, owner: type[Record]) -> Self | Value:
        return self if record is None else self._read(record.raw.get(self.name))

    def __set__(self, record: Record, value: object) -> NoReturn:
        raise AttributeError(f"{type(record).__name__}.{self.name} is read only")


def identifier(name: str | None = None) -> Field[str]:
    """Text that every such object has; "" should it be missing."""
    return Field(lambda value: value if isinstance(value, str) else "", name)


def text(name: str | None = None) -> Field[str | None]:
    """Any text."""
    return Field(lambda value: value if isinstance(value, str) else None, name)


def whole_number(name: str | None = None) -> Field[int | None]:
    """A whole number, such as minor units of money or points; 12.0 counts, true and "12" do not."""
    return Field(_read_whole_number, name)


def number(name: str | None = None) -> Field[int | float | None]:
    """Any number, such as a percentage; true does not count."""
    return Field(
        lambda value: value if isinstance(value, int | float) and not isinstance(value, bool) else None,
        name,
    )


def flag(name: str | None = None) -> Field[bool | None]:
    """True or false."""
    return Field(lambda value: value if isinstance(value, bool) else None, name)


def moment(name: str | None = None) -> Field[datetime | None]:
    """A time stamp, as an aware datetime in UTC; one without a zone is taken as UTC."""
    return Field(read_moment, name)


def day(name: str | None = None) -> Field[date | None]:
    """A date without a time."""
    return Field(_read_day, name)


def mapping(name: str | None = None) -> Field[Mapping[str, Any]]:
    """A free object, read only; empty for anything else (PHP-made data has [] where {} is meant)."""
    return Field(lambda value: MappingProxyType(value if isinstance(value, dict) else {}), name)


def texts(name: str | None = None) -> Field[tuple[str, ...]]:
    """A list of texts; entries that are none are left out."""
    return Field(
        lambda value: tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else (), name
    )


def values(name: str | None = None) -> Field[tuple[Any, ...]]:
    """A list of anything."""
    return Field(lambda value: tuple(value) if isinstance(value, list) else (), name)


def record(kind: type[Kind], name: str | None = None) -> Field[Kind]:
    """An object within the object; an empty record (which is false) when there is none."""
    return Field(kind.lenient, name)


def records(kind: type[Kind], name: str | None = None) -> Field[tuple[Kind, ...]]:
    """A list of objects; entries that are none are left out."""
    return Field(
        lambda value: tuple(kind(item) for item in value if isinstance(item, dict)) if isinstance(value, list) else (),
        name,
    )


def records_by_key(kind: type[Kind], name: str | None = None) -> Field[Mapping[str, Kind]]:
    """An object used as a dictionary of objects."""
    return Field(
        lambda value: MappingProxyType(
            {key: kind.lenient(item) for key, item in value.items()} if isinstance(value, dict) else {}
        ),
        name,
    )


def _read_whole_number(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else None


def read_moment(value: object) -> datetime | None:
    """Return a time stamp of the API as an aware datetime in UTC, None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        stamp = datetime.fromisoformat(value)
        return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read_day(value: object) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
