"""How the sandbox behaves where the API leaves room: kept in its database, changed through the control plane."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from webapp.sandbox.database import Database
from webapp.sandbox.tables import dumps

Check = Callable[[Any], bool]


def _one_of(*values: str) -> Check:
    return lambda value: isinstance(value, str) and value in values


def _async_progress(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"immediate|reads:\d{1,4}|seconds:\d{1,5}", value) is not None


def _rate_limits(value: Any) -> bool:
    return isinstance(value, dict) and all(
        window in ("minute", "hour", "cycle", "bulk") and type(calls) is int and calls > 0
        for window, calls in value.items()
    )


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


# name -> (value at the start, what it must be, check)
SETTINGS: dict[str, tuple[Any, str, Check]] = {
    "merge": (
        "merge",
        "'merge' or 'replace': what a partial metadata or address does to the stored one",
        _one_of("merge", "replace"),
    ),
    "async_progress": (
        "immediate",
        "'immediate', 'reads:<n>' or 'seconds:<t>': how async actions advance",
        _async_progress,
    ),
    "rate_limits": (
        {},
        "an object of calls per 'minute', 'hour' or 'cycle', and of 'bulk' calls per hour; empty is unlimited",
        _rate_limits,
    ),
    "consents": (True, "true or false: whether the project has the consents feature", _flag),
}


class Settings:
    """The current values, read once and held; the database keeps them across a restart."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.reload()

    def reload(self) -> None:
        """Reads what the database holds; after a reset that is the seeded state again."""
        with self._database.read() as connection:
            stored = dict(connection.execute("SELECT name, value FROM settings").fetchall())
        self._values = {name: start for name, (start, _, _) in SETTINGS.items()} | {
            name: json.loads(value) for name, value in stored.items()
        }

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def as_dict(self) -> dict[str, Any]:
        return {name: self._values[name] for name in SETTINGS}

    def update(self, changes: Mapping[str, Any]) -> None:
        """Checks and stores settings; ValueError says in words what is wrong, and nothing is stored."""
        for name, value in changes.items():
            if name not in SETTINGS:
                raise ValueError(f"There is no setting {name}; there are {', '.join(SETTINGS)}")
            _, meaning, check = SETTINGS[name]
            if not check(value):
                raise ValueError(f"{name} must be {meaning}")
        self.keep(changes)

    def keep(self, changes: Mapping[str, Any]) -> None:
        with self._database.write() as connection:
            connection.executemany(
                "INSERT INTO settings (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [(name, dumps(value)) for name, value in changes.items()],
            )
        self._values |= changes

    def get(self, name: str) -> Any:
        return self._values.get(name)
