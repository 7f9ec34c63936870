"""What the check of an import found: the rows with findings, their counts, and how a correction changes both."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from webapp.store.database import session_scope
from webapp.store.import_models import Import, ImportCheck, ImportFinding, ImportFix

ERROR = "error"
WARNING = "warning"
PIECE = 500  # rows read at once


@dataclass(frozen=True)
class Filter:
    """Which rows with findings are meant: those of one level, with a finding of one code; "" for any."""

    level: str = ""
    code: str = ""


def begin(import_id: int) -> None:
    """Forget what an earlier pass found."""
    with session_scope() as session:
        session.execute(delete(ImportFinding).where(ImportFinding.import_id == import_id))


def add(import_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Keep rows with findings that follow each other: line, level, codes, cells and findings of each.

    They stand in for what is there of these lines: a worker that was thought dead may have come as far.
    """
    theirs = ImportFinding.line.between(rows[0]["line"], rows[-1]["line"])
    with session_scope() as session:
        session.execute(delete(ImportFinding).where(ImportFinding.import_id == import_id, theirs))
        session.execute(insert(ImportFinding), [{"import_id": import_id, **row} for row in rows])


def finish(import_id: int, revision: int, **values: Any) -> bool:
    """Keep the counts of a whole pass, by the columns of ImportCheck.

    False, and nothing is kept, where the file has come to be read or mapped in another way meanwhile.
    """
    with session_scope() as session:
        # Changing the row, if only to what it is, keeps the revision from moving on until this is written.
        held = update(Import).where(Import.id == import_id, Import.revision == revision).values(revision=revision)
        if session.scalar(held.returning(Import.id)) is None:
            return False
        session.merge(ImportCheck(import_id=import_id, checked_at=datetime.now(UTC), **values))
    return True


def left_out(import_id: int) -> bytes:
    """The packed lines of all rows with errors."""
    with session_scope() as session:
        return session.scalar(select(ImportCheck.left_out).where(ImportCheck.import_id == import_id)) or b""


def find(import_id: int, line: int) -> ImportFinding | None:
    with session_scope() as session:
        return session.get(ImportFinding, (import_id, line))


def count(import_id: int, wanted: Filter) -> int:
    with session_scope() as session:
        return session.scalar(select(func.count()).where(*_conditions(import_id, wanted))) or 0


def page(import_id: int, wanted: Filter, limit: int, offset: int) -> list[ImportFinding]:
    """Rows with findings: those with errors first, then those with warnings only, each in the order of the file."""
    is_warning = ImportFinding.level == WARNING
    query = select(ImportFinding).where(*_conditions(import_id, wanted)).order_by(is_warning, ImportFinding.line)
    with session_scope() as session:
        return list(session.scalars(query.limit(limit).offset(offset)))


def every_row(import_id: int, wanted: Filter) -> Iterator[ImportFinding]:
    """All of them, read a piece at a time."""
    last = 0
    while True:
        conditions = [*_conditions(import_id, wanted), ImportFinding.line > last]
        query = select(ImportFinding).where(*conditions).order_by(ImportFinding.line).limit(PIECE)
        with session_scope() as session:
            rows = list(session.scalars(query))
        yield from rows
        if len(rows) < PIECE:
            return
        last = rows[-1].line


def correct(
    fix: ImportFix, findings: Sequence[Sequence[Any]], *, level: str | None, codes: str, left_out: bytes
) -> None:
    """Keep the corrected cells of a row that has findings, and what is found in them now: nothing where level is None.

    `left_out` are the packed lines of all rows with errors, now that this row is as it is.
    """
    with session_scope() as session:
        before = session.get_one(ImportFinding, (fix.import_id, fix.line))
        check = session.get_one(ImportCheck, fix.import_id, with_for_update=True)
        counts = Counter(check.findings)
        counts.subtract(before.codes.split())
        counts.update(codes.split())
        check.findings = {code: number for code, number in counts.items() if number > 0}
        check.rows_with_errors += (level == ERROR) - (before.level == ERROR)
        check.rows_with_warnings += (level == WARNING) - (before.level == WARNING)
        check.left_out = left_out
        session.merge(fix)
        if level is None:
            check.stored_rows -= 1
            session.delete(before)
        else:
            before.level, before.codes, before.cells = level, codes, fix.cells
            before.findings = [list(finding) for finding in findings]


def keep_fix(session: Session, fix: ImportFix) -> None:
    """Keep the corrected cells of a row within the caller's transaction; the whole file is then checked again."""
    session.merge(fix)
    session.execute(delete(ImportCheck).where(ImportCheck.import_id == fix.import_id))


def _conditions(import_id: int, wanted: Filter) -> Iterable[ColumnElement[bool]]:
    yield ImportFinding.import_id == import_id
    if wanted.level:
        yield ImportFinding.level == wanted.level
    if wanted.code:
        yield ImportFinding.codes.contains(f" {wanted.code} ", autoescape=True)
