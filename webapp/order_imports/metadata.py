"""Metadata of orders, by the project's schema. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from webapp.kinds import KINDS_OF_SCHEMA, Kind, read
from webapp.voucherify.metadata_schemas import Definition

TAKES_DATES = ("date", "datetime", "string")
JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "number": (int, float), "boolean": bool, "date": str, "datetime": str, "geopoint": str,
    "image_url": str, "object": dict,
}  # fmt: skip


@dataclass(frozen=True)
class Schema:
    """The definitions by key; `allows_others` says whether other keys may be sent too."""

    definitions: Mapping[str, Definition] = field(default_factory=dict)
    allows_others: bool = True

    def keys_for_dates(self) -> list[str]:
        """The keys that can take the true date of an order, the fitting types first."""
        fitting = [
            (TAKES_DATES.index(each.type), key)
            for key, each in self.definitions.items()
            if each.type in TAKES_DATES and not each.array and not each.deleted and not each.eq
        ]
        return [key for _, key in sorted(fitting)]

    def written(self, key: str, moment: datetime) -> str:
        """A moment as the type of the key has it: the day it is where it was written, or an ISO-8601 time in UTC."""
        definition = self.definitions.get(key)
        if definition is not None and definition.type == "date":
            return moment.date().isoformat()
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_metadata(
    raw: Mapping[str, Any], schema: Schema, zone: ZoneInfo, say: Callable[[str], None]
) -> Iterator[tuple[str, Any]]:
    """The values as the schema has them; `say` is told in a sentence what is wrong. Null and "" count as not given."""
    given = {key: value for key, value in raw.items() if value is not None and value != ""}
    for key, needed in schema.definitions.items():
        if needed.optional is False and not needed.deleted and key not in given:
            say(f"metadata.{key} is missing, and the project wants it with every new order.")
    for key, value in given.items():
        definition = schema.definitions.get(key)
        if definition is None or definition.deleted:
            if not schema.allows_others:
                say(f"metadata.{key} is not among the keys that the project allows.")
            yield key, value
            continue
        try:
            yield key, _typed(value, definition, zone)
        except ValueError as error:
            say(f"metadata.{key}: {error}")


def _typed(value: Any, definition: Definition, zone: ZoneInfo) -> Any:
    kind = KINDS_OF_SCHEMA.get(definition.type or "", Kind.TEXT)
    if definition.array or kind is Kind.JSON:
        typed = read(Kind.JSON, value, zone) if isinstance(value, str) else value
        if not isinstance(typed, list if definition.array else dict):
            raise ValueError("should be a list in [ ]." if definition.array else "should be an object in { }.")
        return typed
    if isinstance(value, str):
        typed = read(kind, value, zone)
    elif isinstance(value, JSON_TYPES.get(definition.type or "", object)) and not (
        kind is Kind.NUMBER and isinstance(value, bool)
    ):
        typed = value
    else:
        raise ValueError(f"should be of the type {definition.type}.")
    if definition.eq and typed not in definition.eq:
        raise ValueError(f"should be one of {', '.join(map(str, definition.eq))}.")
    return typed
