"""Lists: conditions, order, place and total, at a cost that hardly grows with the table."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.tables import dumps


@dataclass(frozen=True)
class Condition:
    """One filter in two forms, which hold for the same rows and take the same parameters.

    `seek` is what an index finds rows by. `test` only looks at a row already found: with it SQLite walks the
    list in its order, which is the quicker way when many rows match. `count`, where there is one, counts the
    rows without visiting them. `kept`, where there is one, is a table of just these rows and what finds them in it,
    indexed by `created_at` and `sequence`.
    """

    seek: str
    test: str
    parameters: tuple[str, ...]
    count: str | None = None
    kept: tuple[str, str] | None = None


@dataclass
class Selection:
    """Rows of one table that meet every condition; the most selective condition comes first."""

    table: str
    conditions: list[Condition] = field(default_factory=list)

    def where(self, seek: str, *parameters: str, test: str | None = None, **more: Any) -> None:
        """Adds a condition; `more` are its `count` and `kept`."""
        self.conditions.append(Condition(seek, test or seek, parameters, **more))

    def among(self, column: str, values: Sequence[str]) -> None:
        """Adds the condition that the column has one of these values."""
        if len(values) == 1:
            self.where(f"{column} = ?", *values)
        else:
            self.where(f"{column} IN (SELECT value FROM json_each(?))", dumps(values))  # noqa: S608 -- our own names

    def total(self, connection: Connection) -> int:
        """How many rows match. Counted once for each state of the database: paging asks again and again."""
        if len(self.conditions) == 1 and self.conditions[0].count:
            statement, parameters = self.conditions[0].count, self.conditions[0].parameters
        else:
            where, parameters = self._clause(broad=False)
            statement = f"SELECT count(*) FROM {self.table} WHERE {where}"  # noqa: S608 -- our own names
        key = (statement, *parameters)
        if key not in connection.totals:
            connection.totals[key] = connection.execute(statement, parameters).fetchone()[0]
        return connection.totals[key]

    def rows(
        self, connection: Connection, order: str, limit: int, offset: int = 0, cursor: str | None = None
    ) -> Sequence[sqlite3.Row]:
        """The rows in `order` (`created_at`, or `-created_at` for descending; ties by insertion).

        With a `cursor`, only the rows whose column in that order comes after it.
        """
        expected = self.total(connection)
        if not expected:
            return []
        largest = connection.execute(f"SELECT max(sequence) FROM {self.table}").fetchone()[0]  # noqa: S608
        # Walking in order reads about largest/expected rows for each one found; seeking reads all that match.
        broad = expected * expected > largest * (limit + offset)
        where, parameters = self._clause(broad=broad)
        column, direction = order.lstrip("-"), "DESC" if order.startswith("-") else "ASC"
        table = self.table
        if column == "created_at" and len(self.conditions) == 1 and self.conditions[0].kept:
            broad = True
            table, where = self.conditions[0].kept
        walked = column if broad else f"+{column}"  # the plus keeps SQLite from walking where it should seek
        if cursor is not None:
            where += f" AND {walked} {'<' if direction == 'DESC' else '>'} ?"
            parameters += (cursor,)
        # The inner query lives on an index alone, so that a far page does not read the rows before it.
        statement = (
            f"SELECT * FROM {self.table} WHERE sequence IN (SELECT sequence FROM {table} WHERE {where}"  # noqa: S608
            f" ORDER BY {walked} {direction}, sequence {direction} LIMIT ? OFFSET ?)"
            f" ORDER BY {column} {direction}, sequence {direction}"
        )
        return connection.execute(statement, (*parameters, limit, offset)).fetchall()

    def _clause(self, *, broad: bool) -> tuple[str, tuple[str, ...]]:
        forms = [condition.test for condition in self.conditions]
        if self.conditions and not broad:
            forms[0] = self.conditions[0].seek
        parameters = tuple(value for condition in self.conditions for value in condition.parameters)
        return " AND ".join(forms) or "TRUE", parameters
