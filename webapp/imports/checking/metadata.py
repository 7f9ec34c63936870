"""Metadata as text: read by the type its definition in the project's schema gives it, and held against its rules."""

import csv
import json
import re
from collections.abc import Iterator
from functools import partial
from zoneinfo import ZoneInfo

from webapp.imports.checking.days import DateOrder, read_day, read_moment
from webapp.imports.checking.readings import Flaw, Reader, Reading, error, unreadable, warning
from webapp.kinds import KINDS_OF_SCHEMA, Kind, read
from webapp.schema_rules import Rule, broken, rules_of
from webapp.voucherify.metadata_schemas import Definition

TRUE = frozenset(["true", "yes", "y", "1", "tak", "t", "prawda", "ja", "j", "wahr"])
FALSE = frozenset(["false", "no", "n", "0", "nie", "fałsz", "nein", "f", "falsch"])
CERTAIN_NUMBER = r"-?(?:0|[1-9]\d{0,14}+)(?:\.\d{1,10}+)?+"
"""A pattern of numbers in which nobody finds anything wrong, for a quick look."""

_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d{1,2}|\d{4,})", re.ASCII)  # three digits could be thousands
_LEADING_ZEROS = re.compile(r"[+-]?0\d+", re.ASCII)


def metadata_reader(definition: Definition | None, order: DateOrder, zone: ZoneInfo) -> Reader:
    """How the cells of a metadata column are read; without a definition they are texts."""
    if definition is None:
        return Reading
    kind = definition.type or ""
    read_one = _reader_of_type(kind, order, zone)
    if rules := rules_of(definition):
        read_one = partial(_read_within, read_one, rules)
    return partial(_read_list, kind, read_one) if definition.array else read_one


def is_any_number(definition: Definition | None) -> bool:
    """Whether a key holds a single number, and any will do."""
    return bool(definition and definition.type == "number" and not definition.array and not rules_of(definition))


def _read_within(read_one: Reader, rules: tuple[Rule, ...], text: str) -> Reading:
    value, flaws = read_one(text)
    if any(flaw.level == "error" for flaw in flaws):
        return Reading(None, flaws)
    return Reading(value, (*flaws, *(error("schema_rule", sentence) for sentence in broken(rules, value))))


def _read_list(kind: str, read_one: Reader, text: str) -> Reading:
    """Several values as the API's import takes them, with commas between; or one on each line, or a list in JSON."""
    readings = [read_one(item) for item in _items(kind, text)]
    flaws = tuple(dict.fromkeys(flaw for reading in readings for flaw in reading.flaws))
    return Reading([reading.value for reading in readings], flaws)


def _items(kind: str, text: str) -> list[str]:
    if text.startswith("["):
        try:
            return [item if isinstance(item, str) else json.dumps(item) for item in json.loads(text)]
        except (ValueError, RecursionError):
            pass
    if kind == "object":
        return [text]
    lines = re.split(r"[\n\r]+", text)
    if len(lines) == 1:
        lines = text.split(";") if kind == "geopoint" else next(csv.reader(lines))
    return [line.strip() for line in lines if line.strip()]


def _reader_of_type(kind: str, order: DateOrder, zone: ZoneInfo) -> Reader:
    readers: dict[str, Reader] = {
        "number": _read_number,
        "boolean": _read_boolean,
        "date": partial(read_day, order=order),
        "datetime": partial(read_moment, order=order, zone=zone),
        "object": partial(_read_object, zone),
        "geopoint": partial(_read_kind, "geopoint", zone),
        "image_url": partial(_read_kind, "image_url", zone),
    }
    return readers.get(kind, Reading)


def _read_kind(kind: str, zone: ZoneInfo, text: str) -> Reading:
    try:
        return Reading(read(KINDS_OF_SCHEMA[kind], text, zone))
    except ValueError as unread:
        return unreadable(kind, str(unread))


def _read_object(zone: ZoneInfo, text: str) -> Reading:
    value, flaws = _read_kind("object", zone, text)
    if flaws or isinstance(value, dict):
        return Reading(value, flaws)
    return unreadable("object", 'Write a JSON object: names and values in { }, such as {"size": "M"}.')


def _read_number(text: str) -> Reading:
    number = text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "") if text[-1:].isdigit() else text
    if found := _DECIMAL_COMMA.fullmatch(number):
        number = f"{found[1]}.{found[2]}"
    try:
        value = read(Kind.NUMBER, number, ZoneInfo("UTC"))
    except ValueError as unread:
        return unreadable("number", str(unread))
    return Reading(value, tuple(_number_flaws(number, text, value)))


def _number_flaws(number: str, text: str, value: float) -> Iterator[Flaw]:
    if number != text:
        yield warning("number_style", f"This is read as the number {value}.")
    if _LEADING_ZEROS.match(number):
        yield warning("leading_zeros", f"It is stored as the number {value}: the project's schema says it is one.")


def _read_boolean(text: str) -> Reading:
    word = text.casefold()
    if word in TRUE or word in FALSE:
        return Reading(word in TRUE)
    return unreadable("boolean", "Write true or false.")
