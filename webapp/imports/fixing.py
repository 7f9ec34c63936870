"""Correcting one row. It is checked at once; where that changes what is said of others, the whole file is again."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import Enum, auto

from webapp.imports.checking import Finding, RowCheck, check_table
from webapp.imports.jobs import codes_of, level_of, start_check
from webapp.imports.rows import GivenRecords, mapping_of, packed, records_of, schema_of, unpacked
from webapp.store import import_findings
from webapp.store.database import session_scope
from webapp.store.import_models import ImportFinding, ImportFix
from webapp.store.imports import Listed
from webapp.tables import NO_LETTER, Record

MOST_ROWS_LOOKED_THROUGH = 100_000  # more would keep whoever corrects a row waiting

Verdicts = dict[int, list[Finding]]
"""What was found in rows, by their lines."""


class Result(Enum):
    """What became of a corrected row. The whole file is CHECKING again where the verdict on other rows changes."""

    FINE = auto()
    ERRORS = auto()
    WARNINGS = auto()
    CHECKING = auto()


def correct(found: Listed, row: ImportFinding, cells: Sequence[str], person_id: int) -> Result:
    """Put cells in place of those of a row with findings. The import must have been checked, and be leased."""
    old, new = Record(row.line, row.cells), Record(row.line, _as_wide(cells, len(found.record.headers)))
    fix = ImportFix(
        import_id=row.import_id, line=row.line, cells=new.cells, fixed_by=person_id, fixed_at=datetime.now(UTC)
    )
    namesakes: list[Record] = []
    if _may_matter_to_others(found, row, new):
        if found.check is not None and found.check.rows > MOST_ROWS_LOOKED_THROUGH:
            return _check_all(fix)
        namesakes = _namesakes(found, old, new)
    before, after = _verdicts(found, [old, *namesakes]), _verdicts(found, [new, *namesakes])
    about_row = [*after.pop(row.line, []), *_about_the_file(row, before.pop(row.line, []), old, new)]
    if before != after:
        return _check_all(fix)
    level = level_of(about_row)
    import_findings.correct(
        fix, about_row, level=level, codes=codes_of(about_row), left_out=_left_out(row, is_error=level == "error")
    )
    return {"error": Result.ERRORS, "warning": Result.WARNINGS, None: Result.FINE}[level]


def _check_all(fix: ImportFix) -> Result:
    with session_scope() as session:
        import_findings.keep_fix(session, fix)
        start_check(fix.import_id, fix.fixed_by, session)
    return Result.CHECKING


def _as_wide(cells: Sequence[str], width: int) -> list[str]:
    """Cells as many as the header has; more only where something stands in them.

    They are as if they were read from a file: browsers end lines their own way, and no cell holds a zero byte.
    """
    typed = [cell.replace("\r\n", "\n").replace("\0", NO_LETTER) for cell in cells]
    while len(typed) > width and not typed[-1]:
        typed.pop()
    return typed + [""] * (width - len(typed))


def _may_matter_to_others(found: Listed, row: ImportFinding, new: Record) -> bool:
    """Whether the row comes to have another key for the check, which passes over those of rows cut wrongly."""
    row_check = RowCheck(mapping_of(found), schema_of(found))
    was_cut_wrongly = any(column is None for _, column, *_ in row.findings)
    return was_cut_wrongly or row_check.key(row.cells) != row_check.key(new.cells)


def _namesakes(found: Listed, old: Record, new: Record) -> list[Record]:
    """The other rows with the key the row had, or with the one it has now."""
    row_check = RowCheck(mapping_of(found), schema_of(found))
    keys = {row_check.key(old.cells), row_check.key(new.cells)} - {""}
    records = iter(records_of(found))
    next(records)
    return [record for record in records if row_check.key(record.cells) in keys and record.line != old.line]


def _verdicts(found: Listed, records: Iterable[Record]) -> Verdicts:
    """What the check says of some of the rows, as if there were no others."""
    verdicts: Verdicts = {}

    def note(record: Record, findings: list[Finding]) -> None:
        verdicts[record.line] = findings

    in_order = sorted(records, key=lambda record: record.line)
    given = GivenRecords([Record(0, found.record.headers), *in_order])
    check_table(given, mapping_of(found), schema_of(found), on_findings=note, on_progress=lambda *_: None)
    return verdicts


def _about_the_file(row: ImportFinding, by_itself: Sequence[Finding], old: Record, new: Record) -> list[Finding]:
    """What only the pass over the whole file could tell of a cell, where that cell is as it was."""
    return [
        finding
        for finding in (Finding(*each) for each in row.findings)
        if finding.column is not None
        and finding not in by_itself
        and _cell(old, finding.column) == _cell(new, finding.column)
    ]


def _left_out(row: ImportFinding, *, is_error: bool) -> bytes:
    lines = set(unpacked(import_findings.left_out(row.import_id))) - {row.line}
    return packed(sorted(lines | {row.line} if is_error else lines))


def _cell(record: Record, column: int) -> str:
    return record.cells[column].strip() if column < len(record.cells) else ""
