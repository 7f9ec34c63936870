"""Many customers written in one go: what one write leaves behind for one customer, in a few statements for all.

Row by row it would take ten times as long, and hold up everybody else: SQLite lets other threads run Python while
it works, but only as long as one statement takes.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple, TypeVar

from webapp.sandbox.database import Connection
from webapp.sandbox.rules import customer_names, events, membership
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customer_shape import newest_sequence
from webapp.sandbox.tables import dumps

Customer = dict[str, Any]
Columns = tuple[Any, ...]
Row = TypeVar("Row")

ROWS_OF_A_STATEMENT = 5_000  # SQLite takes 32,766 values in one statement

_STORED = {
    key: "SELECT sequence, document"  # noqa: S608 -- our own names
    f" FROM json_each(?) AS wanted CROSS JOIN customers ON customers.{key} = wanted.value"
    for key in ("id", "source_id")
}
# Where a statement fails, the whole change is taken back: with FAIL, SQLite spares itself the journal it would keep of
# every page to be able to take back the statement alone.
_INSERT = """
INSERT OR FAIL INTO customers (
    id, source_id, name_folded, email_folded, city_folded, document, created_at, updated_at, touched_at, is_told
)
SELECT column1, column2, column3, column4, column5, '{"created_at":"' || ?1 || '",' || column6, ?1, NULL, ?1, 1
FROM (VALUES :rows)
"""
# An index is written whenever a column of it is named, changed or not: so there are two of them.
# The plus keeps SQLite from walking all customers.
_REPLACE = """
UPDATE OR FAIL customers SET is_told = 1, document = column2, updated_at = ?1, touched_at = ?1
FROM (VALUES :rows) WHERE sequence = +column1
"""
_REPLACE_SEARCHED = _REPLACE.replace(
    "SET", "SET name_folded = column3, email_folded = column4, city_folded = column5,", 1
)


class Stored(NamedTuple):
    """A customer's profile as it is in the world."""

    sequence: int
    profile: Customer


def apart(rows: Sequence[Row], identity: Callable[[Row], str | None]) -> Iterator[Sequence[Row]]:
    """The rows in order, cut so that no part means one customer twice: within a part they can be written at once."""
    if len(set(map(identity, rows))) == len(rows):  # as is usual
        yield rows
        return
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


def stored(connection: Connection, key: str, values: Iterable[str]) -> dict[str, Stored]:
    """The customers that have one of these values as their `key` (id or source_id), by that value."""
    rows = connection.execute(_STORED[key], [dumps(list(values))]).fetchall()
    profiles = json.loads(f"[{','.join([document for _, document in rows])}]")  # quicker than one by one
    return {profile[key]: Stored(row["sequence"], profile) for row, profile in zip(rows, profiles, strict=True)}


def searched_by(profile: Mapping[str, Any]) -> tuple[str | None, str | None, str | None]:
    """The name, the e-mail address and the city."""
    return profile.get("name"), profile.get("email"), (profile.get("address") or {}).get("city")


def newcomers(
    customer_ids: Sequence[str],
    source_ids: Sequence[str | None],
    searched: Iterable[Sequence[str | None]],
    members: Iterable[str],
) -> list[Columns]:
    """New customers ready for `insert`: the columns but for the times. Can be made ahead, by any thread.

    Names, e-mail addresses and cities are `searched`; `members` are the profiles as JSON, without their braces and with
    a comma at the end.
    """
    folded = [list(map(str.casefold if all(texts) else _folded, texts)) for texts in searched]  # type: ignore[arg-type]
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


def replace(change: Change, customers: Sequence[tuple[Stored, Customer]]) -> None:
    """Stores these profiles in place of the ones before them; with `customer.updated` events."""
    if not customers:
        return
    same: list[Columns] = []
    moved: list[Columns] = []
    for was, profile in customers:
        row = (was.sequence, dumps(profile | {"updated_at": change.now}))
        if (searched := searched_by(profile)) == searched_by(was.profile):
            same.append(row)
        else:
            moved.append(row + tuple(map(_folded, searched)))
    _write(change, _REPLACE, same, change.now)
    _write(change, _REPLACE_SEARCHED, moved, change.now)
    sequences = dumps([was.sequence for was, _ in customers])
    events.record_for_all(change, "customer.updated", sequences, {})
    membership.follow(change, sequences)


def _folded(text: str | None) -> str | None:
    return text.casefold() if text else None


def _write(change: Change, statement: str, rows: Sequence[Columns], *common: str) -> None:
    """Runs the statement with `:rows` replaced by the places of many rows, as often as needed."""
    for start in range(0, len(rows), ROWS_OF_A_STATEMENT):
        part = rows[start : start + ROWS_OF_A_STATEMENT]
        places = ", ".join([f"({', '.join('?' * len(part[0]))})"] * len(part))
        change.connection.execute(statement.replace(":rows", places), [*common, *chain.from_iterable(part)])
