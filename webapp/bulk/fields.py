"""The fields that can be set or cleared for many customers, and what each can hold. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from webapp.kinds import KINDS_OF_SCHEMA, Kind, kind_of, read, write
from webapp.schema_rules import broken, rules_of
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.metadata_schemas import Definition, MetadataSchema

METADATA = "metadata."
SHARED = {
    "description": "Description",
    "address.line_1": "Address, line 1",
    "address.line_2": "Address, line 2",
    "address.postal_code": "Postal code",
    "address.city": "City",
    "address.state": "State",
    "address.country": "Country",
}
"""Standard fields that many customers may well have in common."""
PERSONAL = {"name": "Name", "email": "E-mail", "phone": "Phone", "birthdate": "Birthdate"}
"""Those that hardly ever two people share."""
MOST_OTHER_KEYS = 50


@dataclass(frozen=True)
class Field:
    """One field, under the flat name of change sets ("address.city", "metadata.tier"). `definition` is the schema's."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    definition: Definition | None = None
    is_list: bool = False

    @property
    def key(self) -> str:
        """What names the field in a form; any metadata key can stand in it."""
        return quote(self.name, safe=".")

    @property
    def choices(self) -> tuple[Any, ...]:
        return self.definition.eq if self.definition else ()

    @property
    def can_be_cleared(self) -> bool:
        """Whether it may be empty; the project requires a value in some."""
        return self.definition is None or self.definition.optional is not False

    def write(self, value: Any, zone: ZoneInfo) -> str:
        """The text for a value, one line for each item of a list; "" for none."""
        if self.is_list:
            return "\n".join(write(self.kind, item, zone) or "" for item in value or ())
        return write(self.kind, value, zone) or ""

    def read(self, text: str, zone: ZoneInfo) -> Any:
        """The value of a text that is not empty. Raise ValueError with a sentence for people."""
        if not self.is_list:
            return self._read_one(text, zone)
        return [self._read_one(line, zone) for line in text.splitlines() if line.strip()]

    def _read_one(self, text: str, zone: ZoneInfo) -> Any:
        value = read(self.kind, text, zone)
        for sentence in broken(rules_of(self.definition), value):
            raise ValueError(sentence)
        return value


def fields_of(schema: MetadataSchema | None, other_keys: Mapping[str, str]) -> tuple[Field, ...]:
    """All fields: the keys the project defines, then those seen on customers besides, the shared and the personal."""
    return (*_defined(schema), *_others(schema, other_keys), *_standard(SHARED), *_standard(PERSONAL))


def allows_others(schema: MetadataSchema | None) -> bool:
    """Whether a key the project does not define may be set."""
    return schema is None or not schema.allow_defined_only


def other_keys_of(schema: MetadataSchema | None, customers: Sequence[Customer]) -> dict[str, str]:
    """The metadata keys that customers have and the schema does not define, with the kinds of their values."""
    defined = schema.properties if schema else {}
    kinds: dict[str, set[Kind]] = {}
    for customer in customers:
        for key, value in customer.metadata.items():
            if key not in defined and value is not None:
                kinds.setdefault(key, set()).add(kind_of(value))
    return {
        key: (found.pop() if len(found) == 1 else Kind.JSON).value
        for key, found in sorted(kinds.items())[:MOST_OTHER_KEYS]
    }


def label_of(name: str) -> str:
    """What people call the field of a flat name."""
    return SHARED.get(name) or PERSONAL.get(name) or name.removeprefix(METADATA)


def _defined(schema: MetadataSchema | None) -> Iterator[Field]:
    for key, definition in (schema.properties if schema else {}).items():
        if not definition.deleted:
            kind = KINDS_OF_SCHEMA.get(definition.type or "", Kind.TEXT)
            is_list = bool(definition.array) and kind is not Kind.JSON
            yield Field(METADATA + key, key, kind, definition, is_list)


def _others(schema: MetadataSchema | None, other_keys: Mapping[str, str]) -> Iterator[Field]:
    if allows_others(schema):
        for key, kind in other_keys.items():
            yield Field(METADATA + key, key, Kind(kind))


def _standard(labels: Mapping[str, str]) -> Iterator[Field]:
    for name, label in labels.items():
        yield Field(name, label, Kind.DAY if name == "birthdate" else Kind.TEXT)
