"""Typed, lenient views of the API's JSON objects, and the word for "leave it alone".

The API promises only to add: fields may be missing, null, new or of an unexpected type. A record therefore keeps
the JSON as it came and reads fields when asked; what cannot be read is None, or empty where a collection is meant.
"""

from collections.abc import Mapping
from copy import deepcopy
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, ClassVar, Final, Literal, Self


class UnsetType(Enum):
    """The type of UNSET."""

    UNSET = auto()

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> Literal[False]:
        return False


UNSET: Final = UnsetType.UNSET
"""Not given. In a write it leaves the field alone, where None sets it to null."""


class Record:
    """One JSON object of the API. Fields are declared with the descriptors of `fields`.

    Records are equal when they are of one type and their JSON is. An empty record is false.
    """

    essential: ClassVar[tuple[str, ...]] = ()
    """Names of fields that have to be there and readable, or the answer is not this kind of object at all."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Mapping[str, Any] | None = None) -> None:
        self._raw: dict[str, Any] = dict(raw or {})

    @property
    def raw(self) -> Mapping[str, Any]:
        """The JSON as it came, unknown fields included; read only."""
        return MappingProxyType(self._raw)

    def has(self, name: str) -> bool:
        """Say whether the JSON names the field at all, be it with null."""
        return name in self._raw

    def to_json(self) -> dict[str, Any]:
        """Return a copy of the JSON that the caller may change."""
        return deepcopy(self._raw)

    @classmethod
    def reads(cls, value: object) -> bool:
        """Say whether a JSON value can be this kind of object."""
        return isinstance(value, dict) and all(
            value.get(name) is not None and getattr(cls(value), name) not in (None, "") for name in cls.essential
        )

    @classmethod
    def lenient(cls, value: object) -> Self:
        """Return the record of a JSON value, an empty one when it is no object."""
        return cls(value if isinstance(value, dict) else None)

    def __bool__(self) -> bool:
        return bool(self._raw)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or type(other) is not type(self):
            return NotImplemented
        return self._raw == other._raw

    def __hash__(self) -> int:
        return hash((type(self), str(self._raw.get("id"))))

    def __repr__(self) -> str:
        identifier = self._raw.get("id")
        return f"<{type(self).__name__} {identifier}>" if identifier else f"<{type(self).__name__}>"
