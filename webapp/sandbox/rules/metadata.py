"""Metadata against the schema of its resource.

A definition's rules are told together when one of them is broken, as the API does: `acquisition_channel: must be a
string, property is required, must be equal to one of Facebook,Twitter,Website (actual value is 'snap')`.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.database import Connection
from webapp.sandbox.tables import METADATA_SCHEMAS
from webapp.sandbox.wire import ApiError

Definition = Mapping[str, Any]
Check = Callable[[Any], bool]

DEEPEST = 2  # schemas within schemas

_GEOPOINT = re.compile(r"-?\d{1,2}(\.\d+)?, *-?\d{1,3}(\.\d+)?")


def check(connection: Connection, resource: str, metadata: Any, *, creating: bool) -> None:
    """Raises 400 `metadata_validation_failed` where metadata break the resource's schema.

    `resource` is `customer`, `order`, `voucher` and so on; without a schema everything is allowed. Required keys are
    asked for when creating only. A null is stored as one: it passes, unless the key is required.
    """
    if problems := failures(schemas(connection), resource, metadata or {}, creating=creating):
        raise ApiError(400, "metadata_validation_failed", "; ".join(problems), message="Metadata validation failed")


def schemas(connection: Connection) -> dict[str, dict[str, Any]]:
    """All schemas by the resource or nested object they describe."""
    rows = connection.execute("SELECT related_object, document FROM metadata_schemas")
    return {row["related_object"]: json.loads(row["document"]) for row in rows}


def find(connection: Connection, resource: str) -> dict[str, Any] | None:
    row = METADATA_SCHEMAS.find(connection, related_object=resource)
    return None if row is None else json.loads(row["document"])


def failures(
    known: Mapping[str, Mapping[str, Any]], resource: str, metadata: Mapping[str, Any], *, creating: bool
) -> list[str]:
    """What is wrong, in the API's words, one text per key; `known` is what `schemas` answers, for use on many rows."""
    schema = known.get(resource)
    return [] if schema is None else list(_failures(known, schema, metadata, creating=creating))


def _failures(
    known: Mapping[str, Mapping[str, Any]],
    schema: Mapping[str, Any],
    metadata: Mapping[str, Any],
    *,
    creating: bool,
    path: str = "",
    depth: int = 0,
) -> Iterator[str]:
    definitions = schema["properties"]
    for name, definition in definitions.items():
        if definition.get("deleted"):
            continue
        value = metadata.get(name)
        if value is None:
            if not definition["optional"] and (creating or name in metadata):
                yield _words(path + name, definition, value)
        elif not _suits(definition, value):
            yield _words(path + name, definition, value)
        elif definition["type"] == "object" and definition.get("objectType") in known and depth < DEEPEST:
            nested = known[definition["objectType"]]
            for each in value if definition["array"] else [value]:
                yield from _failures(known, nested, each, creating=creating, path=f"{path}{name}.", depth=depth + 1)
    if schema.get("allow_defined_only"):
        for name in _undefined(definitions, metadata):
            yield f"{path}{name}: is not defined in the metadata schema"


def _undefined(definitions: Mapping[str, Definition], names: Iterable[str]) -> list[str]:
    return [name for name in names if name not in definitions or definitions[name].get("deleted")]


def _suits(definition: Definition, value: Any) -> bool:
    if definition["array"]:
        return isinstance(value, list) and all(_suits_one(definition, each) for each in value)
    return _suits_one(definition, value)


def _suits_one(definition: Definition, value: Any) -> bool:
    return _TYPES[definition["type"]][1](value) and all(
        holds(value, definition[name]) for name, (_, holds) in _RULES.items() if definition.get(name) is not None
    )


def _words(name: str, definition: Definition, value: Any) -> str:
    kind = _TYPES[definition["type"]][0]
    rules = [f"must be an array of {kind.split(' ', 1)[1]}s" if definition["array"] else f"must be {kind}"]
    if not definition["optional"]:
        rules.append("property is required")
    rules += [
        words.format(_listed(definition[rule]))
        for rule, (words, _) in _RULES.items()
        if definition.get(rule) is not None
    ]
    return f"{name}: {', '.join(rules)} (actual value is '{_shown(value)}')"


def _listed(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or "T" not in value:
        return False
    try:
        moments.read(value)
    except ValueError:
        return False
    return True


_TYPES: dict[str, tuple[str, Check]] = {
    "string": ("a string", lambda value: isinstance(value, str)),
    "number": ("a number", _is_number),
    "boolean": ("a boolean", lambda value: isinstance(value, bool)),
    "date": ("a date", lambda value: isinstance(value, str) and moments.is_day(value)),
    "datetime": ("a datetime", _is_moment),
    "geopoint": ("a geopoint", lambda value: isinstance(value, str) and _GEOPOINT.fullmatch(value) is not None),
    "image_url": ("an image_url", lambda value: isinstance(value, str) and value.startswith(("http://", "https://"))),
    "object": ("an object", lambda value: isinstance(value, dict)),
}
_RULES: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "eq": ("must be equal to one of {}", lambda value, allowed: value in allowed),
    "ne": ("must not be equal to any of {}", lambda value, forbidden: value not in forbidden),
    "lt": ("must be lower than {}", lambda value, bound: value < bound),
    "lte": ("must be lower than or equal to {}", lambda value, bound: value <= bound),
    "gt": ("must be greater than {}", lambda value, bound: value > bound),
    "gte": ("must be greater than or equal to {}", lambda value, bound: value >= bound),
    "minLength": ("must have at least {} characters", lambda value, length: len(value) >= length),
    "maxLength": ("must have at most {} characters", lambda value, length: len(value) <= length),
    "exactLength": ("must have exactly {} characters", lambda value, length: len(value) == length),
}
