"""The fields of the profile form: which there are for a customer, and what each can hold. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from webapp.editing.profiles import ADDRESS_LINES, Path, value_at
from webapp.kinds import KINDS_OF_SCHEMA, Kind, kind_of
from webapp.value_fields import ValueField
from webapp.voucherify.metadata_schemas import Definition

LABELS: dict[Path, str] = {
    ("source_id",): "Source id",
    ("name",): "Name",
    ("email",): "E-mail",
    ("phone",): "Phone",
    ("birthdate",): "Birthdate",
    ("birthday",): "Birthday, older field",
    ("description",): "Description",
    ("address", "line_1"): "Address, line 1",
    ("address", "line_2"): "Address, line 2",
    ("address", "postal_code"): "Postal code",
    ("address", "city"): "City",
    ("address", "state"): "State",
    ("address", "country"): "Country",
}
DAYS = {"birthdate", "birthday"}
HINTS = {
    ("birthday",): "Voucherify keeps it apart from the birthdate. Leave it, unless another system still reads it.",
}


@dataclass(frozen=True)
class Input(ValueField):
    """One field of the form. `choices` are the only values the schema allows; `is_list` is for several values."""

    path: Path
    kind: Kind
    is_list: bool = False
    choices: tuple[Any, ...] = ()
    is_required: bool = False
    is_declared: bool = True
    hint: str = ""

    @property
    def name(self) -> str:
        """The field's name in the form; any key can stand in it."""
        return "/".join(quote(part, safe="") for part in self.path)

    @property
    def label(self) -> str:
        return LABELS.get(self.path, self.path[-1])


SOURCE_ID = Input(("source_id",), Kind.TEXT, hint="Your own number for the customer. It can never be changed.")


@dataclass(frozen=True)
class Schema:
    """What the project says about customers' metadata; `nested` are the definitions of objects in it, by name.

    `is_known` is false where it could not be read. Where it `allows_others`, keys it does not define may be added.
    """

    definitions: Mapping[str, Definition]
    nested: Mapping[str, Mapping[str, Definition]]
    allows_others: bool = True
    is_known: bool = True

    def retired(self, metadata: Mapping[str, Any]) -> dict[str, Any]:
        """The stored values of keys the project no longer defines. They are kept, and no form offers them."""
        return {key: value for key, value in metadata.items() if self._is_retired(key)}

    def _is_retired(self, key: str) -> bool:
        return key in self.definitions and bool(self.definitions[key].deleted)


NO_SCHEMA = Schema({}, {}, is_known=False)


def inputs_for(
    profile: Mapping[str, Any], schema: Schema, zone: ZoneInfo, *, is_new: bool = False
) -> tuple[Input, ...]:
    """All fields for a profile. A stored value that the field meant for it cannot hold gets one that can.

    A source id can only be given to a new customer.
    """
    metadata = profile.get("metadata")
    wanted = [SOURCE_ID] if is_new else []
    wanted += [*_personal(), *_metadata(metadata if isinstance(metadata, Mapping) else {}, schema)]
    return tuple(_suited(each, value_at(profile, each.path), zone) for each in wanted)


def _personal() -> Iterator[Input]:
    for name in ("name", "email", "phone", "birthdate", "birthday", "description"):
        yield Input((name,), Kind.DAY if name in DAYS else Kind.TEXT, hint=HINTS.get((name,), ""))
    for line in ADDRESS_LINES:
        yield Input(("address", line), Kind.TEXT)


def _metadata(metadata: Mapping[str, Any], schema: Schema) -> Iterator[Input]:
    for key, definition in schema.definitions.items():
        if not definition.deleted:
            yield from _declared(("metadata", key), definition, metadata.get(key), schema)
    for key, value in metadata.items():
        if key not in schema.definitions:
            yield _undeclared(("metadata", key), value)


def _undeclared(path: Path, value: Any) -> Input:
    is_list = isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)
    return Input(path, Kind.TEXT if is_list else kind_of(value), is_list=is_list, is_declared=False)


def _declared(path: Path, definition: Definition, value: Any, schema: Schema) -> Iterator[Input]:
    inner = schema.nested.get(definition.object_type or "")
    if definition.type == "object" and inner and not definition.array and (value is None or isinstance(value, dict)):
        yield from _of_object(path, inner, value or {})
        return
    yield Input(
        path,
        Kind.JSON if definition.type == "object" else KINDS_OF_SCHEMA.get(definition.type or "", Kind.TEXT),
        is_list=bool(definition.array) and definition.type != "object",
        choices=definition.eq,
        is_required=definition.optional is False,
        hint=_rules(definition),
    )


def _of_object(path: Path, inner: Mapping[str, Definition], value: Mapping[str, Any]) -> Iterator[Input]:
    """One field for each key of an object, one level deep; deeper objects are written as JSON."""
    for key, definition in inner.items():
        if not definition.deleted:
            yield from _declared((*path, key), definition, value.get(key), Schema({}, {}))
    for key, item in value.items():
        if key not in inner:
            yield _undeclared((*path, key), item)


def _suited(wanted: Input, value: Any, zone: ZoneInfo) -> Input:
    if wanted.write(value, zone) is not None:
        return wanted
    hint = "What is stored is of another kind than the form expects here, so it is shown as it is."
    return replace(wanted, kind=kind_of(value), is_list=False, choices=(), hint=hint)


def _rules(definition: Definition) -> str:
    rules = [
        ("at least {} characters", definition.min_length),
        ("at most {} characters", definition.max_length),
        ("exactly {} characters", definition.exact_length),
        ("more than {}", definition.gt),
        ("at least {}", definition.gte),
        ("less than {}", definition.lt),
        ("at most {}", definition.lte),
    ]
    words = [text.format(bound) for text, bound in rules if bound is not None]
    words += [f"not {_listed(definition.ne)}"] if definition.ne else []
    sentence = ", ".join(words)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _listed(values: Sequence[Any]) -> str:
    return ", ".join(str(value) for value in values)
