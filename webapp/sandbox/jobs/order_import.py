"""POST /v1/orders/import: orders as if they had always been there; no events tell of them, and no points are earned."""

import json
from dataclasses import replace
from typing import Any

from webapp.sandbox.jobs.results import imported
from webapp.sandbox.rules import figures, membership, orders
from webapp.sandbox.rules.async_actions import Failure
from webapp.sandbox.rules.change import Change
from webapp.sandbox.wire import ApiError


class OrderImport:
    """`content` is a JSON array of orders' fields, checked when they were sent."""

    chunk = 200

    def __init__(self, content: str) -> None:
        self._orders = json.loads(content)
        self.total = len(self._orders)

    def apply(self, change: Change, _action_id: str, start: int, stop: int) -> list[Failure]:
        customer_ids: set[str] = set()
        quiet = replace(change, postponed=customer_ids)
        failures = []
        for row, fields in enumerate(self._orders[start:stop], start + 1):
            change.connection.execute("SAVEPOINT one_order")
            try:
                orders.upsert(quiet, fields)
            except ApiError as error:
                change.connection.execute("ROLLBACK TO one_order")
                reason = {"details": error.body["details"]}
                failures.append(Failure(row, fields.get("source_id"), reason))
            change.connection.execute("RELEASE one_order")
        figures.refresh(change.connection, customer_ids)
        membership.reevaluate(change, customer_ids)
        return failures

    def result(self, change: Change, action_id: str) -> dict[str, Any]:
        return imported(change, action_id, self.total, "order", with_row=False)
