"""A demo world read into tables, for tests that look at it as a whole."""

from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from typing import Any

from webapp.sandbox.demo import build

Row = dict[str, Any]

NOW = datetime(2025, 11, 20, 12, 34, 56, 789000, tzinfo=UTC)
NOW_WRITTEN = "2025-11-20T12:34:56.789Z"


class DemoWorld:
    """Every table's rows, and the rows that hang on one customer."""

    def __init__(self, customers: int, seed: int) -> None:
        self.tables: defaultdict[str, list[Row]] = defaultdict(list)
        for table, rows in build(customers, seed, NOW):
            self.tables[table] += rows

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[table]

    def by_id(self, table: str) -> dict[str, Row]:
        return {row["id"]: row for row in self[table]}

    def of_customer(self, table: str, customer: Row) -> list[Row]:
        return [row for row in self[table] if row["customer_id"] == customer["id"]]

    def customer(self, source_id: str) -> Row:
        """The one customer with this source_id."""
        [customer] = [customer for customer in self["customers"] if customer["source_id"] == source_id]
        return customer

    def vouchers_held_by(self, customer: Row) -> list[Row]:
        return [voucher for voucher in self["vouchers"] if voucher["holder_id"] == customer["id"]]


@cache
def demo_world(customers: int = 400, seed: int = 1) -> DemoWorld:
    """The world with so many customers, built once; look, do not touch."""
    return DemoWorld(customers, seed)


def grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    """Rows by the value of one field."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups
