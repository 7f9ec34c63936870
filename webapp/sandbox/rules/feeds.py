"""A customer's events as a feed: conditions, an order, and a place in it given by an event's id or a moment."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from webapp.sandbox.database import Connection

# What a feed can be ordered by -> the expression behind it, which is never null.
ORDERS = {
    "created_at": "created_at",
    "updated_at": "created_at",  # events are never updated
    "type": "type",
    "category": "coalesce(category, '')",
    "campaign": "coalesce(json_extract(document, '$.data.data.campaign.name'), '')",
    "code": "coalesce(json_extract(document, '$.data.data.voucher.code'), '')",
}


@dataclass
class Feed:
    customer_id: str
    types: Iterable[str]
    order: str = "-created_at"
    conditions: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)

    def where(self, condition: str, parameter: str | None) -> None:
        """Adds a condition, unless there is nothing to compare with."""
        if parameter is not None:
            self.conditions.append(condition)
            self.parameters.append(parameter)

    def total(self, connection: Connection) -> int:
        where, parameters = self._clause()
        count: int = connection.execute(f"SELECT count(*) FROM told_events WHERE {where}", parameters).fetchone()[0]  # noqa: S608
        return count

    def events(self, connection: Connection, limit: int, after_id: str | None = None) -> list[dict[str, Any]] | None:
        """At most `limit` events, those after the event `after_id` in this order; None when there is no such event."""
        where, parameters = self._clause()
        key = ORDERS[self.order.lstrip("-")]
        direction, sign = ("DESC", "<") if self.order.startswith("-") else ("ASC", ">")
        if after_id is not None:
            place = connection.execute(
                f"SELECT {key}, sequence FROM told_events WHERE id = ? AND customer_id = ?",  # noqa: S608
                [after_id, self.customer_id],
            ).fetchone()
            if place is None:
                return None
            where += f" AND ({key}, sequence) {sign} (?, ?)"
            parameters += [*place]
        statement = (
            f"SELECT document FROM told_events WHERE {where}"  # noqa: S608 -- our own names
            f" ORDER BY {key} {direction}, sequence {direction} LIMIT ?"
        )
        return [json.loads(row["document"]) for row in connection.execute(statement, [*parameters, limit])]

    def _clause(self) -> tuple[str, list[Any]]:
        holes = ", ".join("?" for _ in self.types)
        conditions = ["customer_id = ?", *self.conditions, f"type IN ({holes})"]
        return " AND ".join(conditions), [self.customer_id, *self.parameters, *self.types]
