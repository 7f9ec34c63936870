"""How the API's objects become rows: one column mapping per table, and the few statements every table needs."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

import orjson

Row = Mapping[str, Any]
Column = Callable[[Row], Any]

FIGURES = ("summary", "loyalty", "referrals")


def dumps(value: Any) -> str:
    """Compact JSON, as stored and as sent."""
    try:
        return orjson.dumps(value).decode()  # in a tenth of the time
    except TypeError:  # an integer of more than 64 bits
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def optional(name: str) -> Column:
    return lambda row: row.get(name)


def inner(name: str, key: str) -> Column:
    """The `key` of the object `name`, where both are there."""
    return lambda row: (row.get(name) or {}).get(key)


def folded(column: Column) -> Column:
    """Text for comparison without regard to case."""

    def fold(row: Row) -> str | None:
        value = column(row)
        return None if value is None else value.casefold()

    return fold


def touched(row: Row) -> str:
    return str(row.get("updated_at") or row["created_at"])


def document(*links: str) -> Column:
    """The whole object as JSON, without the link fields that are no part of it."""
    if not links:
        return dumps
    return lambda row: dumps({name: value for name, value in row.items() if name not in links})


def columns(required: str = "", nullable: str = "", **computed: Column) -> dict[str, Column]:
    """Columns named as their fields: `required` and `nullable` ones by name, others by function."""
    return (
        {name: itemgetter(name) for name in required.split()}
        | {name: optional(name) for name in nullable.split()}
        | computed
    )


@dataclass(frozen=True)
class Table:
    """A table and its mapping: column name to a function of the API's object.

    `insert_only` columns are written with a new row and left alone by `update`. `looked_up` columns get what SQL
    finds by their value.
    """

    name: str
    columns: Mapping[str, Column]
    insert_only: frozenset[str] = field(default=frozenset({"id", "created_at"}))
    looked_up: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _insert(self) -> str:
        places = ", ".join(self.looked_up.get(name, "?") for name in self.columns)
        return f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES ({places})"  # noqa: S608 -- our own names

    @cached_property
    def _updated(self) -> list[str]:
        return [name for name in self.columns if name not in self.insert_only]

    @cached_property
    def _update(self) -> str:
        places = ", ".join(f"{name} = ?" for name in self._updated)
        return f"UPDATE {self.name} SET {places} WHERE id = ?"  # noqa: S608 -- our own names

    def values(self, row: Row) -> tuple[Any, ...]:
        return tuple(column(row) for column in self.columns.values())

    def insert(self, connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
        connection.executemany(self._insert, map(self.values, rows))

    def update(self, connection: sqlite3.Connection, row: Row) -> None:
        """Writes every column of the row with this `id`, except the ones only an insert writes."""
        connection.execute(self._update, [*(self.columns[name](row) for name in self._updated), row["id"]])

    def _tests(self, names: Iterable[str]) -> str:
        return " AND ".join(f"{name} = {self.looked_up.get(name, '?')}" for name in names)

    def find(self, connection: sqlite3.Connection, **columns: str) -> dict[str, Any] | None:
        """The first row whose columns have these values."""
        tests = self._tests(columns)
        statement = f"SELECT * FROM {self.name} WHERE {tests}"  # noqa: S608 -- our own names
        found = connection.execute(statement, list(columns.values())).fetchone()
        return None if found is None else dict(found)

    def remove(self, connection: sqlite3.Connection, **columns: str) -> int:
        """Deletes the rows whose columns have these values; how many there were."""
        tests = self._tests(columns)
        statement = f"DELETE FROM {self.name} WHERE {tests}"  # noqa: S608 -- our own names
        return connection.execute(statement, list(columns.values())).rowcount


CUSTOMERS = Table(
    "customers",
    columns(
        "id created_at",
        "source_id updated_at",
        name_folded=folded(optional("name")),
        email_folded=folded(optional("email")),
        city_folded=folded(inner("address", "city")),
        touched_at=touched,
        is_told=lambda _: None,
        document=document(*FIGURES),
        figures=lambda row: dumps({name: row[name] for name in FIGURES}),
    ),
    insert_only=frozenset({"id", "created_at", "figures"}),
)
SEGMENTS = Table("segments", columns("id type created_at", "name", document=document()))
SEGMENT_MEMBERS = Table(
    "segment_members",
    columns(sequence=itemgetter("customer_id"), segment=itemgetter("segment_id"), created_at=itemgetter("customer_id")),
    looked_up={
        "sequence": "(SELECT sequence FROM customers WHERE id = ?)",
        "segment": "(SELECT sequence FROM segments WHERE id = ?)",
        "created_at": "(SELECT created_at FROM customers WHERE id = ?)",
    },
)
CAMPAIGNS = Table("campaigns", columns("id created_at", "name campaign_type updated_at", document=document()))
LOYALTY_TIERS = Table("loyalty_tiers", columns("id campaign_id", document=document()))
EARNING_RULES = Table("earning_rules", columns("id event active", document=document()))
VOUCHERS = Table(
    "vouchers",
    columns("id code created_at", "type campaign campaign_id category updated_at", document=document()),
)
HOLDERS = Table(
    "holders",
    columns(
        "id customer_id redeemable_id redeemable_object holder_role created_at",
        "campaign_id campaign_type voucher_type",
    ),
)
ORDERS = Table(
    "orders",
    columns("id status created_at", "source_id customer_id updated_at", touched_at=touched, document=document()),
)
PRODUCTS = Table("products", columns("id", "source_id", document=document()))
SKUS = Table("skus", columns("id", "source_id", document=document()))
REDEMPTIONS = Table(
    "redemptions",
    columns(
        "id object date",
        "result customer_id",
        order_id=inner("order", "id"),
        voucher_id=inner("voucher", "id"),
        campaign=inner("voucher", "campaign"),
        redemption_id=lambda row: row.get("redemption") if row["object"] == "redemption_rollback" else None,
        document=document(),
    ),
)
PUBLICATIONS = Table(
    "publications",
    columns(
        "id created_at",
        "source_id customer_id result",
        # A publication of several vouchers does not say whose they are: the campaign comes along as a link.
        campaign=lambda row: row.get("campaign") or (row.get("voucher") or {}).get("campaign"),
        voucher_code=inner("voucher", "code"),
        document=document("campaign"),
    ),
)
TRANSACTIONS = Table("transactions", columns("id voucher_id created_at", "campaign_id type", document=document()))
EVENT_LINKS = ("customer_id", "category", "campaign_id", "campaign_type")
EVENTS = Table(
    "events",
    columns(
        "id customer_id type created_at",
        "category campaign_id campaign_type",
        document=document(*EVENT_LINKS),
    ),
)
METADATA_SCHEMAS = Table("metadata_schemas", columns("id related_object", document=document()))
CONSENT_GROUPS = Table("consent_groups", columns("id", document=document()))
CONSENTS = Table("consents", columns("id", document=document()))
CUSTOMER_CONSENTS = Table("customer_consents", columns("customer_id consent_id given changed_at"))
ASYNC_ACTIONS = Table("async_actions", columns("id type status created_at", document=document()))
EXPORTS = Table("exports", columns("id status created_at", document=document()))
DELETIONS = Table("deletions", columns("id created_at", document=document()))

TABLES = {
    table.name: table
    for table in (
        CUSTOMERS, SEGMENTS, SEGMENT_MEMBERS, CAMPAIGNS, LOYALTY_TIERS, EARNING_RULES, VOUCHERS, HOLDERS, ORDERS,
        PRODUCTS, SKUS, REDEMPTIONS, PUBLICATIONS, TRANSACTIONS, EVENTS, METADATA_SCHEMAS, CONSENT_GROUPS, CONSENTS,
        CUSTOMER_CONSENTS, ASYNC_ACTIONS, EXPORTS, DELETIONS,
    )
}  # fmt: skip
