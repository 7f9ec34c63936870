"""The orders of an uploaded file, whichever of the ways it is written in."""

from collections.abc import Iterator
from enum import StrEnum
from typing import IO

from webapp import uploads
from webapp.order_imports.csv_files import read_table
from webapp.order_imports.findings import UnreadableFileError
from webapp.order_imports.json_files import LARGEST, RawOrder, read_json
from webapp.tables import UnreadableTable, guess, read_records

ENOUGH_TO_TELL = 256 * 1024  # bytes
MARK = b"\xef\xbb\xbf"
TOO_LARGE = (
    f"JSON is read as a whole, and this file is larger than {LARGEST // 1024 // 1024} MB. Split it, or send it as CSV."
)


class Form(StrEnum):
    """How a file is written."""

    JSON = "JSON"
    TABLE = "CSV"


def form_of(head: bytes) -> Form:
    """Tell by the first bytes. Raise UnreadableTable for a file that is neither."""
    if head.removeprefix(MARK).lstrip()[:1] in {b"[", b"{"}:
        return Form.JSON
    guess(head)
    return Form.TABLE


def look_at(stream: IO[bytes]) -> None:
    """Raise UnreadableTable or UnreadableFileError for a file that cannot be one of orders; go back to its start."""
    form = form_of(stream.read(ENOUGH_TO_TELL))
    size = stream.seek(0, 2)
    stream.seek(0)
    if not size:
        raise UnreadableFileError(0, "This file is empty.")
    if form is Form.JSON and size > LARGEST:
        raise UnreadableFileError(0, TOO_LARGE)


def orders_of(file_id: int) -> Iterator[RawOrder]:
    """Every order with its place: in a table the line, in JSON the number.

    Raise UnreadableFileError where the file cannot be read on.
    """
    head = uploads.head(file_id)
    try:
        if form_of(head) is Form.JSON:
            yield from read_json(b"".join(uploads.chunks(file_id)))
        else:
            yield from read_table(read_records(uploads.chunks(file_id), guess(head).dialect))
    except UnreadableTable as flaw:
        raise UnreadableFileError(flaw.line, flaw.sentence) from None
