"""Finding one's way in an event's payload, of which nothing is certain."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webapp.voucherify.fields import read_moment


class Payload:
    """A payload; each path names objects within objects: text("order", "customer", "id")."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def at(self, *path: str) -> Any:
        """Whatever stands there; None where the path ends early."""
        found: Any = self._data
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def text(self, *path: str) -> str:
        """The text there; "" where there is none."""
        found = self.at(*path)
        return found if isinstance(found, str) else ""

    def number(self, *path: str) -> int | None:
        """The whole number there."""
        found = self.at(*path)
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def first_number(self, *paths: tuple[str, ...]) -> int | None:
        """The first whole number that one of the paths leads to."""
        return next((found for path in paths if (found := self.number(*path)) is not None), None)

    def moment(self, *path: str) -> datetime | None:
        """The time stamp there (aware)."""
        return read_moment(self.at(*path))

    def names(self, *path: str) -> list[str]:
        """The names of the objects in the list there."""
        found = self.at(*path)
        items = found if isinstance(found, list) else []
        return [str(item["name"]) for item in items if isinstance(item, Mapping) and item.get("name")]
