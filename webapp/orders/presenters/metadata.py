"""An order's metadata, typed by what the project says of each key. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from webapp.values import Fact, Value, describe
from webapp.voucherify.fields import read_moment
from webapp.voucherify.metadata_schemas import Definition

RETIRED = "The project no longer uses this key."
UNDEFINED = "Not defined by the project."
OF_ANOTHER_KIND = "The project defines another kind of value for this key."
DAY_LENGTH = len("2026-05-03")


def metadata_facts(
    metadata: Mapping[str, Any], definitions: Mapping[str, Definition] | None, *, is_masked: bool = False
) -> tuple[Fact, ...]:
    """One fact for each key, first those the project defines, in its order. `definitions` are None when not known.

    Masked values are of no kind any more, so with `is_masked` nothing is said about that.
    """
    if definitions is None:
        return tuple(Fact(key, describe(metadata[key])) for key in sorted(metadata, key=str.casefold))
    return tuple(_facts(metadata, definitions, is_masked=is_masked))


def _facts(metadata: Mapping[str, Any], definitions: Mapping[str, Definition], *, is_masked: bool) -> Iterator[Fact]:
    for key, definition in definitions.items():
        if key in metadata:
            value = _typed(metadata[key], definition)
            note = RETIRED if definition.deleted else "" if value or is_masked else OF_ANOTHER_KIND
            yield Fact(key, value or describe(metadata[key]), note)
    for key in sorted(metadata.keys() - definitions.keys(), key=str.casefold):
        yield Fact(key, describe(metadata[key]), UNDEFINED)


def _typed(value: Any, definition: Definition) -> Value | None:
    """The value as its definition means it; None where it is of another kind."""
    if value is None:
        return Value("null")
    if definition.array:
        items = [_single(item, definition.type) for item in value] if isinstance(value, list) else [None]
        return Value("list", tuple(items)) if all(items) else None
    return _single(value, definition.type)


def _single(value: Any, type_: str | None) -> Value | None:
    match type_, value:
        case ("number", int() | float()) if not isinstance(value, bool):
            return Value("number", value)
        case "boolean", bool():
            return Value("flag", value)
        case (("string" | "geopoint"), str()):
            return Value("text", value) if value else Value("empty")
        case "date", str():
            return _day(value)
        case ("datetime", str()) if "T" in value:
            moment = read_moment(value)
            return Value("moment", moment) if moment else None
        case "image_url", str():
            found = describe(value)
            return found if found.kind == "url" else None
        case "object", dict():
            return describe(value)
    return None


def _day(text: str) -> Value | None:
    try:
        return Value("day", date.fromisoformat(text)) if len(text) == DAY_LENGTH else None
    except ValueError:
        return None
