"""Taking in a file: what it is written in is guessed, and its header read, before anything is kept."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from webapp import uploads
from webapp.store import imports
from webapp.tables import DELIMITERS, ENCODINGS, Dialect, Record, UnreadableTable, guess, read_records

PIECE = 64 * 1024  # bytes
ENOUGH_TO_GUESS = 256 * 1024  # bytes
MOST_COLUMNS = 300
FEWEST_ROWS = 2  # the header and a customer
CHOSEN_BY_HAND = "Chosen by hand."


def take_in(stream: IO[bytes], *, name: str, owner_id: int) -> int:
    """Keep a file and note an import of it; return the import's id. Raise UnreadableTable, and keep nothing."""
    found = guess(stream.read(ENOUGH_TO_GUESS))
    stream.seek(0)
    headers = headers_of(_pieces(stream), found.dialect)
    stream.seek(0)
    file = uploads.keep(stream, name=name, owner_id=owner_id)
    return imports.create(
        file.id,
        owner_id,
        encoding=found.dialect.encoding,
        delimiter=found.dialect.delimiter,
        reasons=found.reasons,
        headers=headers,
    )


def read_otherwise(import_id: int, file_id: int, dialect: Dialect) -> None:
    """Read the file in the way that was chosen. Raise UnreadableTable, and leave all as it was."""
    headers = headers_of(uploads.chunks(file_id), dialect)
    reasons = [f"{ENCODINGS[dialect.encoding]} and {DELIMITERS[dialect.delimiter]}: {CHOSEN_BY_HAND.lower()}"]
    imports.read_otherwise(
        import_id, encoding=dialect.encoding, delimiter=dialect.delimiter, reasons=reasons, headers=headers
    )


def headers_of(chunks: Iterable[bytes], dialect: Dialect) -> list[str]:
    """The cells of the first row. Raise UnreadableTable for a file without another row, or with no list's columns."""
    rows = first_rows(chunks, dialect, FEWEST_ROWS)
    if not rows:
        raise UnreadableTable(0, "This file is empty.")
    if len(rows) == 1:
        raise UnreadableTable(
            0, "This file has a single row. The first names the columns, each customer has one below."
        )
    headers = rows[0].cells
    if len(headers) > MOST_COLUMNS:
        raise UnreadableTable(0, f"This file has {len(headers):,} columns. At most {MOST_COLUMNS} can be mapped.")
    return headers


def first_rows(chunks: Iterable[bytes], dialect: Dialect, most: int) -> list[Record]:
    """The first rows, header first, as far as they can be read. Raise UnreadableTable where that is not far enough."""
    rows: list[Record] = []
    try:
        rows.extend(islice(read_records(chunks, dialect), most))
    except UnreadableTable:
        if len(rows) < FEWEST_ROWS:
            raise
    return rows


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while content := stream.read(PIECE):
        yield content
