"""A change of one field, and how it is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.voucherify import UNSET


@dataclass(frozen=True)
class Change:
    """One field, its old and its new value as JSON. UNSET stands for "not there", and for "not known" in consents.

    A field within an object is written with a dot: "address.city", "metadata.tier" (the key is all after the first
    dot), "consents.cnst_…".
    """

    field: str
    old: Any = UNSET
    new: Any = UNSET

    @property
    def path(self) -> tuple[str, ...]:
        """The field's name, and the key within it where there is one: ("metadata", "tier")."""
        return tuple(self.field.split(".", 1))

    def to_json(self) -> dict[str, Any]:
        """The change as kept; what is UNSET is left out."""
        sides = {"old": self.old, "new": self.new}
        return {"field": self.field, **{side: value for side, value in sides.items() if value is not UNSET}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Change":
        return cls(kept["field"], kept.get("old", UNSET), kept.get("new", UNSET))


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any], parent: str = "") -> Sequence[Change]:
    """One change for each top-level key that differs between two JSON objects, in the order of the keys."""
    prefix = f"{parent}." if parent else ""
    return [
        Change(prefix + name, old.get(name, UNSET), new.get(name, UNSET))
        for name in sorted({*old, *new})
        if old.get(name, UNSET) != new.get(name, UNSET)
    ]
