"""The rows of an import's file as they count: with the corrections made, and without those that have errors."""

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence

from webapp import uploads
from webapp.changesets import Wanted
from webapp.imports.checking import Mapping, RowCheck, without_header
from webapp.sheets import REASON, as_it_was
from webapp.store import import_findings, imports
from webapp.store.imports import Listed
from webapp.tables import Block, Dialect, Record, Records, read_records
from webapp.voucherify.metadata_schemas import MetadataSchema

IDENTIFIERS = ("source_id", "id")


class CorrectedRecords(Records):
    """The rows of a table, with other cells in place of those of some lines.

    A file that was handed out here `has_returned` with cells made harmless: they become what they were before.
    """

    def __init__(
        self, chunks: Iterable[bytes], dialect: Dialect, fixes: dict[int, list[str]], *, has_returned: bool
    ) -> None:
        super().__init__(chunks, dialect)
        self._fixes = fixes
        self._has_returned = has_returned

    def blocks(self) -> Iterator[Block]:
        fixes = self._fixes
        for lines, rows, flaw in super().blocks():
            as_they_were = [[*map(as_it_was, cells)] for cells in rows] if self._has_returned else rows
            corrected = [fixes.get(line, cells) for line, cells in zip(lines, as_they_were, strict=True)]
            yield Block(lines, corrected, "" if fixes.keys() & lines else flaw)  # a flaw is that of a single row


class GivenRecords(Records):
    """Rows that are at hand already, header first."""

    def __init__(self, records: Sequence[Record]) -> None:
        super().__init__((), Dialect("utf-8-sig", ","))
        self._given = records

    def blocks(self) -> Iterator[Block]:
        for record in self._given:
            yield Block([record.line], [record.cells], record.flaw)


def dialect_of(found: Listed) -> Dialect:
    return Dialect(found.record.encoding, found.record.delimiter)


def mapping_of(found: Listed) -> Mapping:
    """How the columns are mapped. The import must have been mapped."""
    return Mapping(**(found.record.mapping or {}))


def schema_of(found: Listed) -> MetadataSchema | None:
    """The schema the check went by; None where the project had none. The import must have been checked."""
    return MetadataSchema(found.check.schema) if found.check and found.check.schema else None


def records_of(found: Listed) -> Records:
    """The rows with the corrections made, header first."""
    chunks, fixes = uploads.chunks(found.file.id), imports.fixes(found.record.id)
    has_returned = REASON in found.record.headers
    if fixes or has_returned:
        return CorrectedRecords(chunks, dialect_of(found), fixes, has_returned=has_returned)
    return read_records(chunks, dialect_of(found))


def wanted_rows(import_id: int) -> Iterator[Wanted]:
    """What the rows without errors want, by the check's own verdict. Raise LookupError where there is none."""
    found = imports.find(import_id)
    if found is None or found.check is None or found.is_erased:
        raise LookupError(f"import {import_id} is not checked, or its file is erased")
    row_check = RowCheck(mapping_of(found), schema_of(found))
    left_out = iter(unpacked(import_findings.left_out(import_id)))
    next_left_out = next(left_out, 0)
    for block in without_header(records_of(found).blocks()):
        lines, rows = [], []
        for line, cells in zip(block.lines, block.rows, strict=True):
            if line == next_left_out:
                next_left_out = next(left_out, 0)
            else:
                lines.append(line)
                rows.append(cells)
        for line, cells, values in zip(lines, rows, row_check.values(rows), strict=True):
            for identifier in IDENTIFIERS:  # the other identifier cannot be written
                values.pop(identifier, None)
            yield Wanted(line, row_check.key(cells), values)


def original_rows(import_id: int, lines: Iterable[int]) -> Iterator[list[str]]:
    """The header, then the cells of these lines as they were checked, in the order of the file.

    Each row has as many cells as the header. The header alone, once the file is erased.
    """
    found = imports.get(import_id)
    if found.is_erased:
        yield found.record.headers
        return
    wanted = set(lines)
    records = iter(records_of(found))
    header = next(records).cells
    yield header
    for record in records:
        if record.line in wanted:
            yield [*record.cells, *[""] * len(header)][: len(header)]


def packed(lines: Iterable[int]) -> bytes:
    """Line numbers in the order of the file, as they are kept."""
    return zlib.compress(array("I", lines).tobytes(), level=1)


def unpacked(content: bytes) -> "array[int]":
    lines = array("I")
    lines.frombytes(zlib.decompress(content))
    return lines
