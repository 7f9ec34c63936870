"""Metadata as text: read by the type its definition in the project's schema gives it, and held against its rules."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from webapp.imports.checking.days import DateOrder, read_day, read_moment
from webapp.imports.checking.readings import Flaw, Reader, Reading, error, unreadable, warning
from webapp.kinds import KINDS_OF_SCHEMA, Kind, read
from webapp.voucherify.metadata_schemas import Definition

TRUE = frozenset(["true", "yes", "y", "1", "tak", "t", "prawda", "ja", "j", "wahr"])
FALSE = frozenset(["false", "no", "n", "0", "nie", "fałsz", "nein", "f", "falsch"])
CERTAIN_NUMBER = r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?"
"""A pattern of numbers in which nobody finds anything wrong, for a quick look."""

_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d{1,2}|\d{4,})", re.ASCII)  # three digits could be thousands
_LEADING_ZEROS = re.compile(r"[+-]?0\d+", re.ASCII)

Rule = tuple[Callable[[Any, Any], bool], str]
_RULES: dict[str, Rule] = {
    "eq": (lambda value, allowed: value in allowed, "It must be one of {}."),
    "ne": (lambda value, forbidden: value not in forbidden, "It must not be {}."),
    "lt": (lambda value, bound: value < bound, "It must be less than {}."),
    "lte": (lambda value, bound: value <= bound, "It must be at most {}."),
    "gt": (lambda value, bound: value > bound, "It must be more than {}."),
    "gte": (lambda value, bound: value >= bound, "It must be at least {}."),
    "min_length": (lambda value, length: len(value) >= length, "It must have at least {} characters."),
    "max_length": (lambda value, length: len(value) <= length, "It must have at most {} characters."),
    "exact_length": (lambda value, length: len(value) == length, "It must have exactly {} characters."),
}


def metadata_reader(definition: Definition | None, order: DateOrder, zone: ZoneInfo) -> Reader:
    """How the cells of a metadata column are read; without a definition they are texts."""
    if definition is None:
        return Reading
    kind = definition.type or ""
    read_one = _reader_of_type(kind, order, zone)
    rules = [
        (holds, bound, words)
        for name, (holds, words) in _RULES.items()
        if _is_bound(bound := getattr(definition, name))
    ]
    if rules:
        read_one = partial(_read_within, read_one, rules)
    return partial(_read_list, kind, read_one) if definition.array else read_one


def is_any_number(definition: Definition | None) -> bool:
    """Whether a key holds a single number, and any will do."""
    return bool(
        definition
        and definition.type == "number"
        and not definition.array
        and not any(_is_bound(getattr(definition, name)) for name in _RULES)
    )


def _read_within(read_one: Reader, rules: list[tuple[Callable[[Any, Any], bool], Any, str]], text: str) -> Reading:
    value, flaws = read_one(text)
    if any(flaw.level == "error" for flaw in flaws):
        return Reading(None, flaws)
    broken = [words.format(_listed(bound)) for holds, bound, words in rules if not _holds(holds, value, bound)]
    return Reading(value, (*flaws, *(error("schema_rule", sentence) for sentence in broken)))


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


def _is_bound(bound: Any) -> bool:
    return bound is not None and bound != ()


def _holds(holds: Callable[[Any, Any], bool], value: Any, bound: Any) -> bool:
    try:
        return holds(value, bound)
    except TypeError:  # a rule for another type than the definition's: the API knows what it means
        return True


def _listed(bound: Any) -> str:
    return ", ".join(map(str, bound)) if isinstance(bound, tuple | list) else str(bound)
