"""What changed between two states of a customer, as events tell them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.formats import day
from webapp.values import Value, describe
from webapp.voucherify.activity import ActivityEvent

FIELDS = {
    "name": "Name",
    "email": "E-mail",
    "phone": "Phone",
    "description": "Description",
    "birthdate": "Birthdate",
    "birthday": "Birthday, older field",
    "source_id": "Source id",
}
NESTED = {"address": "Address", "metadata": "Metadata", "system_metadata": "System metadata"}
ADDRESS_LINES = {
    "line_1": "line 1",
    "line_2": "line 2",
    "postal_code": "postal code",
    "city": "city",
    "state": "state",
    "country": "country",
}
SHORT = 32


@dataclass(frozen=True)
class Change:
    """One field with what it was and what it became; "none given" stands for no value."""

    label: str
    old: Value
    new: Value


@dataclass(frozen=True)
class Difference:
    """One field of the JSON that differs: its path, and the JSON values."""

    path: tuple[str, ...]
    old: Any
    new: Any


def state_of(event: ActivityEvent) -> Mapping[str, Any] | None:
    """The customer as of the event, where its payload holds the whole customer and not just who it was."""
    customer = event.payload.get("customer")
    is_whole = isinstance(customer, Mapping) and ("summary" in customer or "created_at" in customer)
    return customer if is_whole else None


def state_before(older: Iterable[ActivityEvent]) -> Mapping[str, Any] | None:
    """The latest whole customer among older events, given newest first."""
    return next((state for event in older if (state := state_of(event)) is not None), None)


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    """What people wrote that differs; figures the API works out are left aside."""
    for name in FIELDS:
        if old.get(name) != new.get(name):
            yield Difference((name,), old.get(name), new.get(name))
    for name in NESTED:
        before, after = _object(old.get(name)), _object(new.get(name))
        for key in [*before, *(key for key in after if key not in before)]:
            if before.get(key) != after.get(key):
                yield Difference((name, key), before.get(key), after.get(key))


def change_of(difference: Difference) -> Change:
    """A difference in people's terms."""
    return Change(_label(difference.path), _value(difference.old), _value(difference.new))


def in_a_sentence(difference: Difference) -> str:
    """The field, and "old → new" after it where both are short and not masked alike."""
    name = difference.path[-1] if difference.path[0] == "metadata" else _label(difference.path).replace(": ", " ")
    old, new = _briefly(difference.old), _briefly(difference.new)
    return f"{name} {old} → {new}" if old and new and old != new else name


def _briefly(value: Any) -> str:
    """A value in a few words; "" for one that takes more."""
    match _value(value):
        case Value("missing" | "empty"):
            return "none"
        case Value("flag", is_set):
            return "yes" if is_set else "no"
        case Value("day", date):
            return day(date)
        case Value("text" | "number", content) if len(str(content)) <= SHORT:
            return str(content)
        case _:
            return ""


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _label(path: tuple[str, ...]) -> str:
    if len(path) == 1:
        return FIELDS[path[0]]
    name, key = path
    return f"{NESTED[name]}: {ADDRESS_LINES.get(key, key) if name == 'address' else key}"


def _value(value: Any) -> Value:
    return Value("missing") if value is None else describe(value)
