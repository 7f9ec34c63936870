"""Checking rows, and reading their values.

Many rows are checked at once, column by column: of the different cells of a column, those that pass a quick look are
done with, and no Python runs for them but the loop inside the regular expressions' engine.
"""

from collections.abc import Container, Iterator, Sequence
from itertools import compress
from typing import Any

from webapp.imports.checking.columns import columns_of
from webapp.imports.checking.findings import Finding, Mapping
from webapp.imports.checking.readings import error, warning
from webapp.imports.columns import IGNORED, NAME, NAME_PARTS
from webapp.tables import Block, Record
from webapp.voucherify.metadata_schemas import MetadataSchema

IDENTIFIERS = {"source_id", "id"}


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
        return self.check_block(Block([record.line], [record.cells], record.flaw)).get(0, [])

    def check_block(self, block: Block) -> dict[int, list[Finding]]:
        """The same for many rows, at a fraction of the time for each: their findings by their places among these."""
        found: dict[int, list[Finding]] = {}
        rows = block.rows
        places: Sequence[int] = range(len(rows))
        if block.flaw or {*map(len, rows)} != {self._width}:
            found = {place: findings for place in places if (findings := self._of_whole_row(block.record(place)))}
            places = [place for place in places if not _has_error(found.get(place, []))]
            rows = [self._whole(rows[place]) for place in places]
        cells_by_column = list(zip(*rows, strict=True))
        if cells_by_column:
            for column in self._columns:
                cells = cells_by_column[column.index]
                flawed = {cell: flaws for cell in {*column.glance(cells)} if (flaws := column.flaws_of(cell))}
                for place, cell in _among(flawed, places, cells) if flawed else ():
                    line = block.lines[place]
                    found.setdefault(place, []).extend(flaw.at(line, column.index) for flaw in flawed[cell])
        return found

    def key(self, cells: Sequence[str]) -> str:
        """The key of a row, trimmed."""
        return cells[self._key].strip() if self._key < len(cells) else ""

    def values(self, rows: Sequence[list[str]]) -> list[dict[str, Any]]:
        """The values of rows without errors, under flat dotted names; None clears, what is not there is kept.

        The key itself is not among them; the other identifier is, where it is mapped and given. Lists and objects
        are remembered for other rows with the same cell: copy them before changing them.
        """
        values_of_rows: list[dict[str, Any]] = [{} for _ in rows]
        cells_by_column = list(zip(*map(self._whole, rows), strict=True))
        for column in self._values if rows else ():
            field, texts = column.field, [*map(str.strip, cells_by_column[column.index])]
            is_cleared = self._clears and field not in IDENTIFIERS
            for values, text, value in zip(values_of_rows, texts, column.values_of(texts), strict=True):
                if text:
                    values[field] = value
                elif is_cleared:
                    values[field] = None
        if self._has_name_parts:
            for values in values_of_rows:
                _join_name(values)
        return values_of_rows

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


def _among(wanted: Container[str], places: Sequence[int], cells: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Those of many cells that are wanted, with their places."""
    return compress(zip(places, cells, strict=True), map(wanted.__contains__, cells))


def _has_error(findings: list[Finding]) -> bool:
    return any(finding.level == "error" for finding in findings)
