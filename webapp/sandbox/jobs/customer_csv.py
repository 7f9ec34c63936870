"""POST /v1/customers/importCSV: rows of a CSV file as customers. A known customer's whole profile is overwritten."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from webapp.sandbox.identifiers import neighbouring_identifiers
from webapp.sandbox.jobs.csv_columns import Columns
from webapp.sandbox.jobs.results import imported
from webapp.sandbox.rules import customers_in_bulk, metadata
from webapp.sandbox.rules.async_actions import Outcome
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customers_in_bulk import Customer
from webapp.sandbox.wire import MAXIMUM_PAYLOAD

csv.field_size_limit(MAXIMUM_PAYLOAD)

KEPT = ("id", "source_id", "system_metadata", "created_at", "object")  # of a customer who is overwritten


class CustomerCsv:
    """`content` is the file's text; lines without any value are passed over and not counted."""

    chunk = 4_000

    def __init__(self, content: str) -> None:
        lines = csv.reader(io.StringIO(content, newline=""))
        self._header = next(lines, [])
        self._rows = [row for row in lines if any(row)]
        self.total = len(self._rows)

    def apply(self, change: Change, start: int, stop: int) -> list[Outcome]:
        columns = Columns(self._header, metadata.schemas(change.connection))
        outcomes: list[Outcome] = []
        sound: list[Customer] = []
        for row, cells in enumerate(self._rows[start:stop], start + 1):
            customer = columns.customer(cells)
            if problems := columns.problems(cells, customer):
                reason = {"details": "; ".join(problems)}
                outcomes.append(Outcome(row, customer.get("source_id", ""), error=reason))
            else:
                sound.append(customer)
        for group in customers_in_bulk.apart(sound, _identity):
            _write(change, group)
        return outcomes

    def result(self, change: Change, action_id: str) -> dict[str, Any]:
        return imported(change, action_id, self.total, "customer", with_row=True)


def _identity(customer: Customer) -> str | None:
    """What says which customer is meant: an id wins over a source_id."""
    return customer.get("id") or customer.get("source_id")


def _write(change: Change, customers: Sequence[Customer]) -> None:
    by_id = customers_in_bulk.stored(change.connection, "id", [each["id"] for each in customers if "id" in each])
    source_ids = [each["source_id"] for each in customers if "source_id" in each and "id" not in each]
    by_source_id = customers_in_bulk.stored(change.connection, "source_id", source_ids)
    fresh_ids = iter(neighbouring_identifiers("cust_", len(customers)))
    written = []
    for customer in customers:
        if "id" in customer:
            existing = by_id.get(customer["id"])
        else:
            existing = by_source_id.get(customer.get("source_id", ""))
        if existing is None:
            source_id = None if "id" in customer else customer.get("source_id")  # an id given wins
            base = customers_in_bulk.new_customer(change, customer.get("id") or next(fresh_ids), source_id)
        else:
            base = {name: existing.get(name) for name in KEPT} | {"updated_at": change.now}
        written.append(customer | base)
    customers_in_bulk.write(change, written)
