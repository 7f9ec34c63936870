"""POST /v1/customers/importCSV: rows of a CSV file as customers. A known customer's whole profile is overwritten."""

import csv
import io
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from webapp.sandbox.identifiers import neighbouring_identifiers
from webapp.sandbox.jobs.csv_columns import CsvColumns, CsvRows
from webapp.sandbox.jobs.reading_ahead import ReadingAhead
from webapp.sandbox.jobs.results import imported
from webapp.sandbox.rules import customers_in_bulk, metadata
from webapp.sandbox.rules.async_actions import Failure
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customers_in_bulk import Columns, Stored
from webapp.sandbox.wire import MAXIMUM_PAYLOAD

csv.field_size_limit(MAXIMUM_PAYLOAD)

ROWS_OF_A_LOT = 5_000  # are read together, and written together
ROWS_AT_ONCE = 500  # so few that the processor's cache holds all of them while they are read
KEPT = ("id", "source_id", "system_metadata", "created_at", "object")  # of a customer who is overwritten


class Part(NamedTuple):
    """New customers, nobody twice; and who they may turn out to be, by the column that says so."""

    customers: Sequence[Columns]
    named: Mapping[str, Sequence[str]]


Prepared = tuple[list[Part], list[Failure]]


class CustomerCsv:
    """`content` is the file's text; lines without any value are passed over and not counted.

    Rows are read as they are needed, always in order; `total` is how many there may be at most.
    """

    chunk = 2 * ROWS_OF_A_LOT

    def __init__(self, content: str) -> None:
        lines = csv.reader(io.StringIO(content, newline=""))
        self._header = next(lines, [])
        self._rows = filter(any, lines)
        self._read = 0
        self._ahead: ReadingAhead[Prepared] | None = None
        self.total = 1 + content.count("\n") + content.count("\r") - content.count("\r\n")

    def apply(self, change: Change, _action_id: str, start: int, stop: int) -> list[Failure]:
        if self._ahead is None:
            columns = CsvColumns(self._header, metadata.schemas(change.connection))
            self._ahead = ReadingAhead(partial(self._prepared, columns), ROWS_OF_A_LOT)
        failures: list[Failure] = []
        for parts, failed in self._ahead.lots(start, stop):
            failures += failed
            for part in parts:
                _write(change, part)
        return failures

    def result(self, change: Change, action_id: str) -> dict[str, Any]:
        if self._ahead:
            self._ahead.close()
        self._next_rows(self.total)
        return imported(change, action_id, self._read, "customer", with_row=True)

    def _next_rows(self, stop: int) -> list[list[str]]:
        """The rows from where reading stopped to here."""
        rows = list(islice(self._rows, stop - self._read))
        self._read += len(rows)
        return rows

    def _prepared(self, columns: CsvColumns, start: int) -> Prepared:
        """A lot of rows, every sound one as a new customer, in case it is one."""
        self._next_rows(start)  # applied already, before a restart
        stop = start + ROWS_OF_A_LOT
        customers: list[Columns] = []
        failures: list[Failure] = []
        for first in range(start, stop, ROWS_AT_ONCE):
            rows = self._next_rows(first + ROWS_AT_ONCE)
            if rows:
                read = columns.read(rows)
                customers += _newcomers(read)
                failures += _failures(read, first + 1)
        return [_part(each) for each in customers_in_bulk.apart(customers, _identity)], failures


def _newcomers(read: CsvRows) -> list[Columns]:
    """The sound rows as new customers; an id given wins over a source_id."""
    fresh_ids = neighbouring_identifiers("cust_", len(read.ids))
    named = list(zip(read.ids, read.source_ids, fresh_ids, strict=True))
    customers = customers_in_bulk.newcomers(
        [customer_id or fresh_id for customer_id, _, fresh_id in named],
        [None if customer_id else source_id or None for customer_id, source_id, _ in named],
        (read.names, read.emails, read.cities),
        read.members,
    )
    if not read.problems:
        return customers
    return [customer for place, customer in enumerate(customers) if place not in read.problems]


def _failures(read: CsvRows, first: int) -> list[Failure]:
    """What is wrong with the rows, which are counted from `first` on."""
    return [
        Failure(first + place, read.source_ids[place], {"details": "; ".join(problems)})
        for place, problems in sorted(read.problems.items())
    ]


def _identity(customer: Columns) -> str:
    """What says which customer is meant, and whether it is one that exists: the source_id, else the id."""
    customer_id: str = customer[0]
    source_id: str | None = customer[1]
    return source_id or customer_id


def _part(customers: Sequence[Columns]) -> Part:
    source_ids = [each[1] for each in customers if each[1]]
    return Part(customers, {"source_id": source_ids, "id": [each[0] for each in customers if not each[1]]})


def _write(change: Change, part: Part) -> None:
    known: dict[str, Stored] = {}
    for key, names in part.named.items():
        if names:
            known |= customers_in_bulk.stored(change.connection, key, names)
    if not known:
        customers_in_bulk.insert(change, part.customers)
        return
    meant = {_identity(customer): customer for customer in part.customers}
    customers_in_bulk.insert(change, [customer for name, customer in meant.items() if name not in known])
    overwritten = [
        (was, customers_in_bulk.profile_of(meant[name]) | {field: was.profile.get(field) for field in KEPT})
        for name, was in known.items()
    ]
    customers_in_bulk.replace(change, overwritten)
