"""All customers from an export, kept in a file on disk while they are compared: memory does not grow with them."""

import codecs
import csv
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson

from webapp.changesets.pauses import pauses
from webapp.changesets.wanted import ADDRESS_LINES, SIMPLE, Key
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import NotFound, VoucherifyError
from webapp.voucherify.export_records import Export
from webapp.voucherify.metadata_schemas import Definition

ROWS_AT_ONCE = 5_000
KEYS_OF_A_STATEMENT = 500
SECONDS_BETWEEN_LOOKS = 20.0  # at an export that takes long: each look is one call of CALLS_OF_AN_EXPORT
LARGEST_CELL = 16 * 1024 * 1024
PLAIN = ("id", "source_id", *sorted(SIMPLE))
ADDRESS = tuple(sorted(ADDRESS_LINES))

Count = Callable[[], None]
Beat = Callable[[], None]


class ExportFailedError(Exception):
    """The API made no file of its customers."""


class OnDisk:
    """Customers in a SQLite file of their own."""

    def __init__(self, connection: sqlite3.Connection, key: Key, declared: Collection[str], *, is_whole: bool) -> None:
        self._connection = connection
        self._declared = {f"metadata.{name}" for name in declared}
        self._columns = {"id": ("id",), "source_id": ("source_id",), "either": ("id", "source_id")}[key]
        self.is_whole = is_whole

    def shows(self, fields: Iterable[str]) -> bool:
        """Whether an export can tell of these fields: not of metadata that the schema does not declare."""
        return self.is_whole or all(field in self._declared for field in fields if field.startswith("metadata."))

    def find(self, keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        for start in range(0, len(keys), KEYS_OF_A_STATEMENT):
            some = keys[start : start + KEYS_OF_A_STATEMENT]
            places = ", ".join("?" * len(some))
            for column in self._columns:
                rows = self._connection.execute(
                    f"SELECT {column}, document FROM customers WHERE {column} IN ({places})",  # noqa: S608 - our names
                    some,
                )
                found |= {key: _unpacked(document) for key, document in rows}
        return found


@contextmanager
def exported_customers(client: Voucherify, key: Key, count: Count, beat: Beat) -> Iterator[OnDisk]:
    """Export every customer with all that can be written, and keep them on disk. Raise ExportFailedError."""
    definitions, is_whole = _schema(client, count)
    fields = [*PLAIN, *(f"address_{line}" for line in ADDRESS), *(f"metadata.{name}" for name in definitions)]
    with tempfile.TemporaryDirectory(prefix="frontdesk-") as folder, closing(_database(Path(folder))) as connection:
        with _made(client, fields, count, beat) as export, client.exports.download(export) as download:
            _keep(connection, csv_rows(download), definitions, beat)
        connection.execute("CREATE INDEX by_id ON customers (id)")
        connection.execute("CREATE INDEX by_source_id ON customers (source_id)")
        yield OnDisk(connection, key, definitions, is_whole=is_whole)


def _database(folder: Path) -> sqlite3.Connection:
    """A file that is lost anyway when the machine stops, so that nothing waits for the disk."""
    connection = sqlite3.connect(folder / "customers.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TABLE customers (id TEXT, source_id TEXT, document BLOB)")
    return connection


def csv_rows(chunks: Iterable[bytes]) -> Iterator[list[str]]:
    """The rows of a CSV file in UTF-8 that comes in pieces, its header first."""
    csv.field_size_limit(LARGEST_CELL)
    return csv.reader(_lines(chunks))


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    rest = ""
    for chunk in chunks:
        lines = (rest + decoder.decode(chunk)).split("\n")
        rest = lines.pop()
        for line in lines:
            yield line + "\n"
    if rest:
        yield rest


def _schema(client: Voucherify, count: Count) -> tuple[Mapping[str, Definition], bool]:
    """The declared keys of metadata, and whether there can be no others."""
    count()
    try:
        schema = client.metadata_schemas.get("customer")
    except NotFound:
        return {}, False
    return schema.properties, bool(schema.allow_defined_only)


@contextmanager
def _made(client: Voucherify, fields: Sequence[str], count: Count, beat: Beat) -> Iterator[Export]:
    """An export that has its file. It is deleted afterwards, as it holds everybody's data and was for this alone."""
    count()
    export = client.exports.create("customer", fields=fields)
    try:
        for pause in pauses(beat, SECONDS_BETWEEN_LOOKS):
            count()
            export = client.exports.get(export.id)
            if export.is_finished:
                break
            time.sleep(pause)
        if not export.result.url:
            raise ExportFailedError
        count()  # the download
        yield export
    finally:
        count()
        with suppress(VoucherifyError):
            client.exports.delete(export.id)


def _keep(
    connection: sqlite3.Connection, rows: Iterator[list[str]], definitions: Mapping[str, Definition], beat: Beat
) -> None:
    next(rows, None)
    readers = [(name, _reader(definition)) for name, definition in definitions.items()]
    connection.execute("BEGIN")
    batch: list[tuple[str, str | None, bytes | str]] = []
    for cells in rows:
        batch.append(_customer(cells, readers))
        if len(batch) == ROWS_AT_ONCE:
            connection.executemany("INSERT INTO customers VALUES (?, ?, ?)", batch)
            batch.clear()
            beat()
    connection.executemany("INSERT INTO customers VALUES (?, ?, ?)", batch)
    connection.execute("COMMIT")


def _customer(
    cells: Sequence[str], readers: Sequence[tuple[str, Callable[[str], Any]]]
) -> tuple[str, str | None, bytes | str]:
    customer: dict[str, Any] = {name: cell for name, cell in zip(PLAIN, cells, strict=False) if cell}
    place = len(PLAIN)
    address = {line: cell for line, cell in zip(ADDRESS, cells[place:], strict=False) if cell}
    if address:
        customer["address"] = address
    place += len(ADDRESS)
    metadata = {name: read(cell) for (name, read), cell in zip(readers, cells[place:], strict=False) if cell}
    if metadata:
        customer["metadata"] = metadata
    return customer.get("id", ""), customer.get("source_id"), _packed(customer)


def _packed(customer: Mapping[str, Any]) -> bytes | str:
    """The customer as JSON: bytes, or as a text what orjson cannot say, such as integers beyond 64 bits."""
    try:
        return orjson.dumps(customer)
    except TypeError:
        return json.dumps(customer)


def _unpacked(document: bytes | str) -> Mapping[str, Any]:
    customer: Mapping[str, Any] = json.loads(document) if isinstance(document, str) else orjson.loads(document)
    return customer


def _reader(definition: Definition) -> Callable[[str], Any]:
    """How a cell is read; what cannot be read as its type stays text."""
    if definition.array or definition.type in {"number", "boolean", "object"}:
        return _json_or_text
    return str


def _json_or_text(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        return cell
