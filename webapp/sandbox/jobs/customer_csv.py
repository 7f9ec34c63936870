"""POST /v1/customers/importCSV: rows of a CSV file as customers. A known customer's whole profile is overwritten."""

import csv
import io
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

from webapp.sandbox.identifiers import neighbouring_identifiers
from webapp.sandbox.jobs.csv_columns import CsvColumns, CsvRows
from webapp.sandbox.jobs.results import imported
from webapp.sandbox.rules import customers_in_bulk, metadata
from webapp.sandbox.rules.async_actions import Outcome
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customers_in_bulk import Columns, Customer
from webapp.sandbox.wire import MAXIMUM_PAYLOAD

csv.field_size_limit(MAXIMUM_PAYLOAD)

ROWS_AT_ONCE = 500  # so few that the processor's cache holds all of them while they are read
KEPT = ("id", "source_id", "system_metadata", "created_at", "object")  # of a customer who is overwritten


Part = dict[str, Columns]  # new customers, by what says whom they mean
Prepared = tuple[list[Part], list[Outcome]]


class CustomerCsv:
    """`content` is the file's text; lines without any value are passed over and not counted.

    Rows are read as they are needed, always in order; `total` is how many there may be at most.
    """

    chunk = 6_000

    def __init__(self, content: str) -> None:
        lines = csv.reader(io.StringIO(content, newline=""))
        self._header = next(lines, [])
        self._rows = filter(any, lines)
        self._read = 0
        self._columns: CsvColumns | None = None
        self._ahead: dict[int, Future[Prepared]] = {}
        self._reader = ThreadPoolExecutor(1, "rows of a CSV file")
        self.total = 1 + content.count("\n") + content.count("\r") - content.count("\r\n")

    def apply(self, change: Change, start: int, stop: int) -> list[Outcome]:
        """While SQLite writes these rows, the next ones are read."""
        self._columns = self._columns or CsvColumns(self._header, metadata.schemas(change.connection))
        reading = self._ahead.pop(start, None) or self._reader.submit(self._prepared, self._columns, start, stop)
        self._ahead[stop] = self._reader.submit(self._prepared, self._columns, stop, stop + self.chunk)
        parts, failures = reading.result()
        for part in parts:
            _write(change, part)
        return failures

    def result(self, change: Change, action_id: str) -> dict[str, Any]:
        self._reader.shutdown()
        self._next_rows(self.total)
        return imported(change, action_id, self._read, "customer", with_row=True)

    def _next_rows(self, stop: int) -> list[list[str]]:
        """The rows from where reading stopped to here."""
        rows = list(islice(self._rows, stop - self._read))
        self._read += len(rows)
        return rows

    def _prepared(self, columns: CsvColumns, start: int, stop: int) -> Prepared:
        """Every sound row as a new customer, in case it is one."""
        self._next_rows(start)  # applied already, before a restart
        customers: list[Columns] = []
        failures: list[Outcome] = []
        for first in range(start, stop, ROWS_AT_ONCE):
            rows = self._next_rows(min(first + ROWS_AT_ONCE, stop))
            if rows:
                read = columns.read(rows)
                customers += _newcomers(read)
                failures += _failures(read, first + 1)
        part = {_identity(customer): customer for customer in customers}
        if len(part) == len(customers):  # nobody twice, as is usual
            return [part], failures
        parts = customers_in_bulk.apart(customers, _identity)
        return [{_identity(customer): customer for customer in part} for part in parts], failures


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


def _failures(read: CsvRows, first: int) -> list[Outcome]:
    """What is wrong with the rows, which are counted from `first` on."""
    return [
        Outcome(first + place, read.source_ids[place], error={"details": "; ".join(problems)})
        for place, problems in sorted(read.problems.items())
    ]


def _identity(customer: Columns) -> str:
    """What says which customer is meant, and whether it is one that exists: the source_id, else the id."""
    customer_id: str = customer[0]
    source_id: str | None = customer[1]
    return source_id or customer_id


def _write(change: Change, part: Part) -> None:
    known: dict[str, Customer] = {}
    for key, has_source_id in (("source_id", True), ("id", False)):
        wanted = [name for name, (_, source_id, *_) in part.items() if bool(source_id) is has_source_id]
        known |= customers_in_bulk.stored(change.connection, key, wanted)
    customers_in_bulk.insert(change, [customer for name, customer in part.items() if name not in known])
    overwritten = [
        customers_in_bulk.profile_of(part[name]) | {field: customer.get(field) for field in KEPT}
        for name, customer in known.items()
    ]
    customers_in_bulk.replace(change, overwritten)
