"""The part of a customer that can be written, as plain JSON, and single values in it by their path. Pure."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from webapp.audit import Change
from webapp.voucherify import UNSET

SIMPLE = ("name", "email", "phone", "birthdate", "birthday", "description")
OBJECTS = ("address", "metadata")
ADDRESS_LINES = ("line_1", "line_2", "postal_code", "city", "state", "country")

Profile = dict[str, Any]
"""The writable fields that a customer has, under the API's names; what is not there is left out."""

Path = tuple[str, ...]
"""Where a value stands: ("email",), ("address", "city"), ("metadata", "preferences", "topics")."""


def writable(customer: Mapping[str, Any]) -> Profile:
    """The writable fields of a customer object."""
    return {name: deepcopy(customer[name]) for name in (*SIMPLE, *OBJECTS) if name in customer}


def value_at(profile: Mapping[str, Any], path: Path) -> Any:
    """The value at a path; UNSET where there is none, or nothing that could hold it."""
    value: Any = profile
    for name in path:
        value = value.get(name, UNSET) if isinstance(value, Mapping) else UNSET
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same; true is not 1, and null counts as not there."""
    return _nothing(one) == _nothing(other) and _spelled(one) == _spelled(other)


def with_values(profile: Mapping[str, Any], values: Mapping[Path, Any]) -> Profile:
    """A copy of the profile with these values in it; objects on the way are made where there are none."""
    changed = deepcopy(dict(profile))
    for path, value in values.items():
        place = changed
        for name in path[:-1]:
            if not isinstance(place.get(name), dict):
                place[name] = {}
            place = place[name]
        place[path[-1]] = value
    return changed


def update_for(profile: Mapping[str, Any], values: Mapping[Path, Any]) -> Profile:
    """What to send to write these values into a profile as just read.

    Whether the API merges or replaces an address or metadata is not documented, so either goes whole.
    """
    changed = with_values(profile, values)
    return {name: changed[name] for name in dict.fromkeys(path[0] for path in values)}


def changes_for(profile: Mapping[str, Any], values: Mapping[Path, Any]) -> list[Change]:
    """The same as the audit trail notes it: one change for each field, and for each key of an address or metadata."""
    changed = with_values(profile, values)
    units = dict.fromkeys(path[:2] if path[0] in OBJECTS else path[:1] for path in values)
    return [Change(".".join(unit), value_at(profile, unit), value_at(changed, unit)) for unit in units]


def differences(old: Mapping[str, Any], new: Mapping[str, Any], apart_from: Iterable[Path] = ()) -> list[Change]:
    """What differs between two profiles, except at these paths."""
    spared = {path[:2] for path in apart_from}
    return [
        Change(".".join(unit), value_at(old, unit), value_at(new, unit))
        for unit in dict.fromkeys((*_units(old), *_units(new)))
        if unit not in spared and not same(value_at(old, unit), value_at(new, unit))
    ]


def _units(profile: Mapping[str, Any]) -> Iterable[Path]:
    for name, value in profile.items():
        if name in OBJECTS and isinstance(value, Mapping):
            yield from ((name, key) for key in value)
        else:
            yield (name,)


def _nothing(value: Any) -> bool:
    return value is None or value is UNSET


def _spelled(value: Any) -> str:
    return "" if _nothing(value) else json.dumps(value, sort_keys=True)
