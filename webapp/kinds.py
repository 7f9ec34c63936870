"""The kinds of values a form can hold, and the way from the API's JSON to the text in a field and back. Pure."""

import json
import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
WHOLE_NUMBER = re.compile(r"[+-]?\d{1,300}", re.ASCII)
GEOPOINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*", re.ASCII)


class Kind(StrEnum):
    """What a field holds. JSON stands for whatever no other kind can hold."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    MOMENT = "moment"
    GEOPOINT = "geopoint"
    IMAGE = "image"
    JSON = "json"


KINDS_OF_SCHEMA = {
    "string": Kind.TEXT,
    "number": Kind.NUMBER,
    "boolean": Kind.FLAG,
    "date": Kind.DAY,
    "datetime": Kind.MOMENT,
    "geopoint": Kind.GEOPOINT,
    "image_url": Kind.IMAGE,
    "object": Kind.JSON,
}
"""The kinds by the `type` of a definition of GET /v1/metadata-schemas."""


def kind_of(value: Any) -> Kind:
    """The kind that suits a JSON value of which nothing else is known."""
    match value:
        case None | str():
            return Kind.TEXT
        case bool():
            return Kind.FLAG
        case int() | float():
            return Kind.NUMBER
        case _:
            return Kind.JSON


def write(kind: Kind, value: Any, zone: ZoneInfo) -> str | None:
    """The text a field shows for a JSON value; "" for null, None for a value that is not of this kind.

    A time stamp is written in `zone`, to the second, the way browsers write local times.
    """
    return "" if value is None else _WRITERS[kind](value, zone)


def read(kind: Kind, text: str, zone: ZoneInfo) -> Any:
    """The JSON value of a typed text that is not empty. Raise ValueError with a sentence for people."""
    return _READERS[kind](text.strip(), zone)


def write_lines(kind: Kind, values: Any, zone: ZoneInfo) -> str | None:
    """The text for a list, one line for each item; None where an item is not of this kind, or fits on no line."""
    lines = [write(kind, item, zone) for item in values] if isinstance(values, list) else [None]
    whole = [line for line in lines if line and line == line.strip() and not {"\n", "\r"} & {*line}]
    return "\n".join(whole) if len(whole) == len(lines) else None


def read_lines(kind: Kind, text: str, zone: ZoneInfo) -> list[Any]:
    """The list for a typed text, an item for each line. Raise ValueError with a sentence for people."""
    return [read(kind, line, zone) for line in lines_of(text)]


def lines_of(text: str) -> list[str]:
    """The lines that hold something, whichever ends a browser gave them."""
    return [line for line in with_plain_ends(text).split("\n") if line.strip()]


def with_plain_ends(text: str) -> str:
    """The text with a line feed between its lines; forms send them with a carriage return besides."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _write_text(value: Any, _zone: ZoneInfo) -> str | None:
    return value if isinstance(value, str) else None


def _write_number(value: Any, _zone: ZoneInfo) -> str | None:
    return json.dumps(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _write_flag(value: Any, _zone: ZoneInfo) -> str | None:
    return str(value).lower() if isinstance(value, bool) else None


def _write_day(value: Any, _zone: ZoneInfo) -> str | None:
    return value if isinstance(value, str) and _day(value) else None


def _write_moment(value: Any, zone: ZoneInfo) -> str | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
        local = moment.astimezone(zone) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
    if local is None:
        return None
    return local.replace(tzinfo=None).isoformat(timespec="seconds" if local.second else "minutes")


def _write_json(value: Any, _zone: ZoneInfo) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _read_number(text: str, _zone: ZoneInfo) -> int | float:
    if WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    raise ValueError("Write a number, with a point before decimals, such as 12.5.")


def _read_flag(text: str, _zone: ZoneInfo) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("Choose yes or no.")
    return text == "true"


def _read_day(text: str, _zone: ZoneInfo) -> str:
    if not _day(text):
        raise ValueError("Write an existing day as year-month-day, such as 2026-05-03.")
    return text


def _read_moment(text: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(text)
        in_utc = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("Write an existing day and time, such as 2026-05-03 14:30.") from None
    return in_utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _read_geopoint(text: str, _zone: ZoneInfo) -> str:
    found = GEOPOINT.fullmatch(text)
    if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise ValueError("Write latitude and longitude with a comma between, such as 50.06, 19.94.")
    return f"{found[1]}, {found[2]}"


def _read_image(text: str, _zone: ZoneInfo) -> str:
    try:
        address = urlsplit(text)
        is_address = address.scheme in {"http", "https"} and bool(address.hostname)
    except ValueError:
        is_address = False
    if not is_address or any(map(str.isspace, text)):
        raise ValueError("Write a complete web address that begins with https:// or http://.")
    return text


def _read_json(text: str, _zone: ZoneInfo) -> Any:
    try:
        value = json.loads(text)
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()  # Python reads more than JSON can say
    except RecursionError:
        raise ValueError("This is nested too deeply.") from None
    except ValueError:
        raise ValueError("Write it as JSON: texts in quotation marks, lists in [ ], objects in { }.") from None
    return value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-05-03") else None
    except ValueError:
        return None


_WRITERS: dict[Kind, Callable[[Any, ZoneInfo], str | None]] = {
    Kind.TEXT: _write_text,
    Kind.NUMBER: _write_number,
    Kind.FLAG: _write_flag,
    Kind.DAY: _write_day,
    Kind.MOMENT: _write_moment,
    Kind.GEOPOINT: _write_text,
    Kind.IMAGE: _write_text,
    Kind.JSON: _write_json,
}
_READERS: dict[Kind, Callable[[str, ZoneInfo], Any]] = {
    Kind.TEXT: lambda text, _zone: text,
    Kind.NUMBER: _read_number,
    Kind.FLAG: _read_flag,
    Kind.DAY: _read_day,
    Kind.MOMENT: _read_moment,
    Kind.GEOPOINT: _read_geopoint,
    Kind.IMAGE: _read_image,
    Kind.JSON: _read_json,
}
