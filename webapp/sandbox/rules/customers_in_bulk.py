"""Many customers written in one go: what one write leaves behind for one customer, in a few statements for all.

Everything that follows from the rows (name index, events, segments) is done by statements over all of them: row by
row it would take ten times as long, and hold up everybody else.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from webapp.sandbox.database import Connection
from webapp.sandbox.rules import membership
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customer_shape import new_figures
from webapp.sandbox.tables import CUSTOMERS, dumps

Customer = dict[str, Any]
Row = TypeVar("Row")

_STORED = {
    key: f"SELECT document FROM json_each(?) AS wanted CROSS JOIN customers ON customers.{key} = wanted.value"  # noqa: S608
    for key in ("id", "source_id")
}
_COLUMNS = [name for name in CUSTOMERS.columns if name != "figures"]
_CHANGED = [name for name in _COLUMNS if name not in CUSTOMERS.insert_only]
_ROW = f"({', '.join('?' * len(_COLUMNS))}, ?)"
_INSERT = f"INSERT INTO customers ({', '.join(_COLUMNS)}, figures) VALUES "
_OR_UPDATE = f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _CHANGED)}"
ROWS_OF_A_STATEMENT = 500
_EVENTS = """
INSERT INTO events (id, customer_id, type, category, created_at, document)
SELECT event_id, id, type, 'ACTION', :now,
       '{"id":"' || event_id || '","type":"' || type || '","data":{"data":{"customer":' ||
       substr(document, 1, length(document) - 1) || ',' || substr(figures, 2) || '},"event_source":' || :source ||
       '},"created_at":"' || :now || '","group_id":"' || :group_id || '"}'
FROM (
    SELECT :prefix || printf('%06x', wanted.key) AS event_id, customers.id, document, figures,
           iif(updated_at IS NULL, 'customer.created', 'customer.updated') AS type
    FROM json_each(:written) AS wanted CROSS JOIN customers ON customers.id = wanted.value
)
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


def new_customer(change: Change, customer_id: str, source_id: str | None) -> Customer:
    """A customer of whom nothing is known yet."""
    return {
        "id": customer_id,
        "source_id": source_id,
        "system_metadata": {},
        "created_at": change.now,
        "object": "customer",
    }


def stored(connection: Connection, key: str, values: Iterable[str]) -> dict[str, Customer]:
    """The profiles of the customers that have one of these values as their `key` (id or source_id), by that value."""
    rows = connection.execute(_STORED[key], [dumps(list(values))])
    return {profile[key]: profile for profile in (json.loads(row["document"]) for row in rows)}


def write(change: Change, customers: Sequence[Customer]) -> None:
    """Stores these profiles, each with its id, as new customers or in place of those with the same id.

    The activity feed gets `customer.created` or `customer.updated` events and the segments follow, as after a
    single write. New customers are the ones without `updated_at`.
    """
    if not customers:
        return
    connection, written = change.connection, dumps([customer["id"] for customer in customers])
    newborn = dumps(new_figures())
    for start in range(0, len(customers), ROWS_OF_A_STATEMENT):
        part = customers[start : start + ROWS_OF_A_STATEMENT]
        values = [[*(CUSTOMERS.columns[name](customer) for name in _COLUMNS), newborn] for customer in part]
        rows = ", ".join([_ROW] * len(part))
        connection.execute(_INSERT + rows + _OR_UPDATE, list(chain.from_iterable(values)))
    connection.execute(
        _EVENTS,
        {
            "now": change.now,
            "source": dumps(change.source),
            "group_id": change.request_id,
            "prefix": "evcus_" + secrets.token_hex(6),
            "written": written,
        },
    )
    membership.reevaluate(change, [customer["id"] for customer in customers])
