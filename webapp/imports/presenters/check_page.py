"""What the check of a file found, as the page shows it: rows with findings only, in the columns that matter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.formats import number
from webapp.imports.checking import Finding
from webapp.imports.columns import FIELDS, METADATA
from webapp.imports.presenters.mapping_page import Said
from webapp.store.import_models import ImportCheck, ImportFinding

Show = Callable[[dict[str, str]], dict[str, str]]
"""Masks the cells of a row, by what they are called, for those who may not see them."""

CODES = {
    "email": "not an e-mail",
    "duplicate_key": "key stands twice",
    "missing_key": "no key",
    "formula": "like a formula",
}


@dataclass(frozen=True)
class Cell:
    """One cell of a row: its column's place and header, its text, and what was found in it."""

    index: int
    header: str
    text: str
    said: tuple[Said, ...]

    @property
    def level(self) -> str:
        """The graver of its findings; "" without any."""
        levels = {said.level for said in self.said}
        return "error" if "error" in levels else "warning" if levels else ""


@dataclass(frozen=True)
class BadRow:
    """One row with findings. `cells` are those of the columns shown, `every_cell` all that can be corrected."""

    line: int
    level: str
    said: tuple[Said, ...]
    cells: tuple[Cell, ...]
    every_cell: tuple[Cell, ...]

    @property
    def first_to_fix(self) -> int:
        """The place of the first cell in which something was found."""
        return next((cell.index for cell in self.every_cell if cell.said), 0)


@dataclass(frozen=True)
class Table:
    """The columns shown are the key's, and those in which something was found on this page."""

    columns: tuple[str, ...]
    rows: tuple[BadRow, ...]


@dataclass(frozen=True)
class Choice:
    """One thing to filter by."""

    value: str
    label: str
    is_chosen: bool


def table(rows: Sequence[ImportFinding], headers: Sequence[str], mapping: Mapping[str, Any], show: Show) -> Table:
    """The rows of one page."""
    fields: list[str] = mapping["fields"]
    found = {row.line: [Finding(*each) for each in row.findings] for row in rows}
    with_findings = {finding.column for findings in found.values() for finding in findings} - {None}
    key = {fields.index(mapping["key"])} if mapping["key"] in fields else set()
    shown = sorted(column for column in with_findings | key if column is not None)
    names = [field or header for field, header in zip(fields, headers, strict=True)]
    return Table(
        tuple(_header(headers, column) for column in shown),
        tuple(_row(row, found[row.line], headers, shown, _masked(row.cells, names, show)) for row in rows),
    )


def choices(check: ImportCheck, chosen: str) -> list[Choice]:
    """What the rows can be filtered by, with how often each was found."""
    options = {"": "All of them", "error": "Only errors", "warning": "Only warnings"}
    options |= {f"code:{code}": f"{words(code)}: {number(count)}" for code, count in sorted(check.findings.items())}
    return [Choice(value, label, value == chosen) for value, label in options.items()]


def words(code: str) -> str:
    """What a finding of this code is called, with a capital letter."""
    text = CODES.get(code, code.replace("_", " "))
    return text[:1].upper() + text[1:]


def reasons(findings: Sequence[Sequence[Any]], headers: Sequence[str]) -> str:
    """All that was found in a row, in one cell: "E-mail: not an e-mail. Row: …"."""
    said = [Finding(*each) for each in findings]
    return " ".join(
        f"{_header(headers, each.column)}: {each.sentence}" if each.column is not None else each.sentence
        for each in said
    )


def field_label(field: str) -> str:
    """What a field is called."""
    return FIELDS.get(field) or field.removeprefix(METADATA)


def _row(
    row: ImportFinding, findings: Sequence[Finding], headers: Sequence[str], shown: Sequence[int], cells: Sequence[str]
) -> BadRow:
    every_cell = tuple(
        Cell(index, _header(headers, index), cells[index] if index < len(cells) else "", _said(findings, index))
        for index in range(max(len(headers), len(cells)))
    )
    return BadRow(row.line, row.level, _said(findings, None), tuple(every_cell[column] for column in shown), every_cell)


def _said(findings: Sequence[Finding], column: int | None) -> tuple[Said, ...]:
    return tuple(Said(finding.level, finding.sentence) for finding in findings if finding.column == column)


def _header(headers: Sequence[str], column: int) -> str:
    return (headers[column].strip() if column < len(headers) else "") or f"Column {column + 1}"


def _masked(cells: Sequence[str], names: Sequence[str], show: Show) -> list[str]:
    """Each cell by itself, since two columns may be called the same."""
    called = [names[index] if index < len(names) else "" for index in range(len(cells))]
    return [next(iter(show({name: cell}).values())) for name, cell in zip(called, cells, strict=True)]
