"""The fields for an order's metadata: which there are, and what each can hold. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from webapp.kinds import KINDS_OF_SCHEMA, Kind, kind_of
from webapp.value_fields import ValueField
from webapp.voucherify.metadata_schemas import Definition, MetadataSchema

OTHER_KIND = "What is stored is of another kind than the form expects here, so it is shown as it is."


@dataclass(frozen=True)
class Schema:
    """What the project says of orders' metadata. `is_known` is false where that could not be read."""

    definitions: Mapping[str, Definition] = field(default_factory=dict)
    allows_others: bool = True
    is_known: bool = True

    @classmethod
    def of(cls, schema: MetadataSchema | None) -> "Schema":
        """The schema as read; None where the project has none for orders."""
        return cls(schema.properties, not schema.allow_defined_only) if schema else cls()

    def retired(self, metadata: Mapping[str, Any]) -> dict[str, Any]:
        """The stored values of keys the project no longer defines. They are kept, and no form offers them."""
        return {key: value for key, value in metadata.items() if self._is_retired(key)}

    def _is_retired(self, key: str) -> bool:
        return key in self.definitions and bool(self.definitions[key].deleted)


@dataclass(frozen=True)
class MetadataField(ValueField):
    """One key. `choices` are the only values the schema allows; `is_list` is for several values, one on each line."""

    key: str
    kind: Kind
    is_list: bool = False
    choices: tuple[Any, ...] = ()
    is_required: bool = False
    is_declared: bool = True
    hint: str = ""

    @property
    def name(self) -> str:
        """The field's name in the form; any key can stand in it."""
        return f"metadata/{quote(self.key, safe='')}"

    @property
    def field(self) -> str:
        return f"metadata.{self.key}"


def fields_for(metadata: Mapping[str, Any], schema: Schema, zone: ZoneInfo) -> tuple[MetadataField, ...]:
    """All fields for metadata. A stored value that the field meant for it cannot hold gets one that can."""
    return tuple(_suited(each, metadata.get(each.key), zone) for each in _wanted(metadata, schema))


def _wanted(metadata: Mapping[str, Any], schema: Schema) -> Iterator[MetadataField]:
    for key, definition in schema.definitions.items():
        if not definition.deleted:
            yield _declared(key, definition)
    for key, value in metadata.items():
        if key not in schema.definitions:
            yield MetadataField(key, kind_of(value), is_declared=False)


def _declared(key: str, definition: Definition) -> MetadataField:
    is_object = definition.type == "object"
    return MetadataField(
        key,
        Kind.JSON if is_object else KINDS_OF_SCHEMA.get(definition.type or "", Kind.TEXT),
        is_list=bool(definition.array) and not is_object,
        choices=definition.eq,
        is_required=definition.optional is False,
    )


def _suited(wanted: MetadataField, value: Any, zone: ZoneInfo) -> MetadataField:
    if wanted.write(value, zone) is not None:
        return wanted
    return replace(wanted, kind=kind_of(value), is_list=False, choices=(), hint=OTHER_KIND)
