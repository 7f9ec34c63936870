"""Many customers written in one go: what one write leaves behind for one customer, in a few statements for all.

Row by row it would take ten times as long, and hold up everybody else: SQLite lets other threads run Python while
it works, but only as long as one statement takes.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from json.encoder import encode_basestring as quoted
from typing import Any, TypeVar

from webapp.sandbox.database import Connection
from webapp.sandbox.rules import customer_names, events, membership
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customer_shape import newest_sequence
from webapp.sandbox.tables import CUSTOMERS, dumps

Customer = dict[str, Any]
Columns = tuple[Any, ...]
Row = TypeVar("Row")

ROWS_OF_A_STATEMENT = 2_000  # SQLite takes 32,766 values in one statement

_STORED = {
    key: f"SELECT document FROM json_each(?) AS wanted CROSS JOIN customers ON customers.{key} = wanted.value"  # noqa: S608
    for key in ("id", "source_id")
}
_COLUMNS = (
    "id", "source_id", "name_folded", "email_folded", "city_folded",
    "document", "created_at", "updated_at", "touched_at",
)  # fmt: skip
_CHANGED = [name for name in _COLUMNS if name not in CUSTOMERS.insert_only]
_INTO = f"INSERT INTO customers ({', '.join(_COLUMNS)}) "
_INSERT = f"""
{_INTO}
SELECT column1, column2, column3, column4, column5, '{{"created_at":"' || ?1 || '",' || column6, ?1, NULL, ?1
FROM (VALUES :rows)
"""  # noqa: S608 -- our own names
_REPLACE = f"""
{_INTO} VALUES :rows ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _CHANGED)}
"""


def apart(rows: Iterable[Row], identity: Callable[[Row], str | None]) -> Iterator[list[Row]]:
    """The rows in order, cut so that no part means one customer twice: within a part they can be written at once."""
    part: list[Row] = []
    seen: set[str] = set()
    for row in rows:
        name = identity(row)
        if name in seen:
            yield part
            part, seen = [], set()
        if name is not None:
            seen.add(name)
        part.append(row)
    yield part


def stored(connection: Connection, key: str, values: Iterable[str]) -> dict[str, Customer]:
    """The profiles of the customers that have one of these values as their `key` (id or source_id), by that value."""
    rows = connection.execute(_STORED[key], [dumps(list(values))])
    return {profile[key]: profile for profile in (json.loads(row["document"]) for row in rows)}


def newcomer(customer_id: str, source_id: str | None, profile: Customer) -> Columns:
    """A new customer ready for `insert`: the columns but for the times. Can be made ahead, by any thread."""
    searched = (profile.get("name"), profile.get("email"), (profile.get("address") or {}).get("city"))
    members = dumps({"address": None, **profile})[1:-1] + ","
    return newcomers([customer_id], [source_id], [[text] for text in searched], [members])[0]


def newcomers(
    customer_ids: Sequence[str],
    source_ids: Sequence[str | None],
    searched: Iterable[Sequence[str | None]],
    members: Iterable[str],
) -> list[Columns]:
    """The same of many: their names, e-mail addresses and cities are `searched`, their profiles JSON already.

    `members` are the objects without their braces and with a comma at the end.
    """
    folded = [[text.casefold() if text else None for text in texts] for texts in searched]
    documents = [
        f'"id":{quoted(customer_id)},"source_id":{quoted(source_id) if source_id else "null"},'
        f'{profile}"system_metadata":{{}},"object":"customer"}}'
        for customer_id, source_id, profile in zip(customer_ids, source_ids, members, strict=True)
    ]
    return list(zip(customer_ids, source_ids, *folded, documents, strict=True))


def profile_of(newcomer: Columns) -> Customer:
    """The customer a newcomer would become, but for the times."""
    customer: Customer = json.loads("{" + newcomer[-1])
    return customer


def insert(change: Change, newcomers: Sequence[Columns]) -> None:
    """Stores new customers; the activity feed gets `customer.created` events and the segments follow."""
    for start in range(0, len(newcomers), ROWS_OF_A_STATEMENT):
        newest = newest_sequence(change.connection)
        _write(change, _INSERT, newcomers[start : start + ROWS_OF_A_STATEMENT], change.now)
        customer_names.add(change.connection, newest)
        events.record_for_newcomers(change, "customer.created", newest)
        membership.admit(change, newest)


def replace(change: Change, customers: Sequence[Customer]) -> None:
    """Stores these profiles in place of those with the same ids; with `customer.updated` events."""
    if not customers:
        return
    changed = [customer | {"updated_at": change.now} for customer in customers]
    _write(change, _REPLACE, [tuple(CUSTOMERS.columns[name](each) for name in _COLUMNS) for each in changed])
    customer_ids = [customer["id"] for customer in customers]
    events.record_for_all(change, "customer.updated", customer_ids, {})
    membership.reevaluate(change, customer_ids)


def _write(change: Change, statement: str, rows: Sequence[Columns], *common: str) -> None:
    """Runs the statement with `:rows` replaced by the places of many rows, as often as needed."""
    for start in range(0, len(rows), ROWS_OF_A_STATEMENT):
        part = rows[start : start + ROWS_OF_A_STATEMENT]
        places = ", ".join([f"({', '.join('?' * len(part[0]))})"] * len(part))
        change.connection.execute(statement.replace(":rows", places), [*common, *chain.from_iterable(part)])
