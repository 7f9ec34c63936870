"""Checking rows, and reading their values.

Many rows are checked at once, column by column: of the different cells of a column, those that pass a quick look are
done with, and no Python runs for them but the loop inside the regular expressions' engine.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from webapp.imports.checking.columns import Column, columns_of
from webapp.imports.checking.findings import Finding, Mapping
from webapp.imports.checking.readings import error, warning
from webapp.imports.columns import IGNORED, NAME, NAME_PARTS
from webapp.tables import Record
from webapp.voucherify.metadata_schemas import MetadataSchema

IDENTIFIERS = {"source_id", "id"}
CELLS = itemgetter(Record._fields.index("cells"))
FLAW = itemgetter(Record._fields.index("flaw"))


class RowCheck:
    """What is known of a file before its rows are read: its mapping and the project's schema."""

    def __init__(self, mapping: Mapping, schema: MetadataSchema | None) -> None:
        """`schema` is the project's schema for customers, None where it has none."""
        self._width = len(mapping.fields)
        self._needed = max((index + 1 for index, field in enumerate(mapping.fields) if field != IGNORED), default=0)
        self._columns = columns_of(mapping, schema)
        self._key = mapping.fields.index(mapping.key)
        self._clears = mapping.empty == "clear"
        self._has_name_parts = not set(NAME_PARTS).isdisjoint(mapping.fields)
        self._values = [column for column in self._columns if column.field != mapping.key]

    def check(self, record: Record) -> list[Finding]:
        """What is wrong with a row by itself. Duplicates are known to check_table only."""
        return self.check_many([record]).get(0, [])

    def check_many(self, records: Sequence[Record]) -> dict[int, list[Finding]]:
        """The same for many rows, at a fraction of the time for each: their findings by their places among these."""
        found: dict[int, list[Finding]] = {}
        places: Sequence[int] = range(len(records))
        rows = [*map(CELLS, records)]
        if {*map(len, rows)} != {self._width} or any(map(FLAW, records)):
            found = {place: findings for place in places if (findings := self._of_whole_row(records[place]))}
            places = [place for place in places if not _has_error(found.get(place, []))]
            rows = [self._whole(rows[place]) for place in places]
        cells_by_column = list(zip(*rows, strict=True))
        if cells_by_column:
            for column in self._columns:
                _check_column(column, cells_by_column[column.index], records, places, found)
        return found

    def key(self, record: Record) -> str:
        """The key of the row, trimmed."""
        return record.cells[self._key].strip() if self._key < len(record.cells) else ""

    def values(self, record: Record) -> dict[str, Any]:
        """The values of a row without errors, under flat dotted names; None clears, what is not there is kept.

        The key itself is not among them; the other identifier is, where it is mapped and given. Lists and objects
        are remembered for other rows with the same cell: copy them before changing them.
        """
        return self.values_of_many([record])[0]

    def values_of_many(self, records: Sequence[Record]) -> list[dict[str, Any]]:
        """The same for many rows, column by column."""
        rows: list[dict[str, Any]] = [{} for _ in records]
        cells_by_column = list(zip(*map(self._whole, map(CELLS, records)), strict=True))
        for column in self._values if records else ():
            field, value_of = column.field, column.value_of
            is_cleared = self._clears and field not in IDENTIFIERS
            for values, text in zip(rows, map(str.strip, cells_by_column[column.index]), strict=True):
                if text:
                    values[field] = value_of(text)
                elif is_cleared:
                    values[field] = None
        if self._has_name_parts:
            for values in rows:
                _join_name(values)
        return rows

    def _of_whole_row(self, record: Record) -> list[Finding]:
        if record.flaw:
            return [error("quotation_marks", record.flaw).at(record.line, None)]
        given = len(record.cells)
        if given == self._width:
            return []
        counts = f"This row has {given} {'cell' if given == 1 else 'cells'}, the header {self._width}"
        if any(record.cells[self._width :]):
            flaw = error(
                "too_many_cells", f"{counts}. A cell with the delimiter in it needs quotation marks around it."
            )
        elif given > self._width:
            flaw = warning("too_many_cells", f"{counts}. Those that are too many are empty and left out.")
        elif given < self._needed:
            flaw = error("too_few_cells", f"{counts}. Nobody can tell which are missing.")
        else:
            flaw = warning("too_few_cells", f"{counts}. Those that are missing are in columns that are left out.")
        return [flaw.at(record.line, None)]

    def _whole(self, cells: list[str]) -> list[str]:
        """Cells as many as the header has."""
        if len(cells) == self._width:
            return cells
        return cells[: self._width] + [""] * (self._width - len(cells))


def _join_name(values: dict[str, Any]) -> None:
    """Put the name in place of its parts: cleared where all are to be cleared, kept where none is there."""
    parts = [values.pop(part) for part in NAME_PARTS if part in values]
    if parts:
        values[NAME] = " ".join(part for part in parts if part) or None


def _check_column(
    column: Column,
    cells: Sequence[str],
    records: Sequence[Record],
    places: Sequence[int],
    found: dict[int, list[Finding]],
) -> None:
    """Add what is found in one column; `cells` are those of the records at `places`."""
    flawed = {cell: flaws for cell in set(column.glance(cells)) if (flaws := column.flaws_of(cell))}
    if not flawed:
        return
    for place, cell in zip(places, cells, strict=True):
        if cell in flawed:
            line = records[place].line
            found.setdefault(place, []).extend(flaw.at(line, column.index) for flaw in flawed[cell])


def _has_error(findings: list[Finding]) -> bool:
    return any(finding.level == "error" for finding in findings)
