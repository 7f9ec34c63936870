"""Customer imports: the files on their way in, how they are read and mapped, and what is corrected in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from webapp.store.database import session_scope
from webapp.store.import_models import Import, ImportCheck, ImportFinding, ImportFix, SavedMapping
from webapp.store.models import User
from webapp.store.upload_models import KeptFile


@dataclass(frozen=True)
class Listed:
    """An import with its file, what was found in it (None before it is checked) and who handed it over."""

    record: Import
    file: KeptFile
    check: ImportCheck | None
    owner: str | None

    @property
    def is_erased(self) -> bool:
        """Whether the file is gone. It and what is kept of the import go separately, on the same day."""
        return self.record.erased_at is not None or self.file.erased_at is not None


@dataclass(frozen=True)
class Corrections:
    """How much of a file was corrected by hand, and when last (UTC)."""

    rows: int
    latest: datetime | None


def create(file_id: int, owner_id: int, **values: Any) -> int:
    """Note an import of a kept file; `values` by the columns of Import. Return its id."""
    with session_scope() as session:
        record = Import(file_id=file_id, owner_id=owner_id, created_at=datetime.now(UTC), **values)
        session.add(record)
        session.flush()
        return record.id


def find(import_id: int) -> Listed | None:
    with session_scope() as session:
        found = session.execute(_listed().where(Import.id == import_id)).one_or_none()
        return None if found is None else Listed(found[0], found[1], found[2], found[3])


def get(import_id: int) -> Listed:
    """An import that is known to be there."""
    found = find(import_id)
    if found is None:
        raise LookupError(f"there is no import {import_id}")
    return found


def newest(limit: int, *, before: int | None = None) -> list[Listed]:
    """Imports, newest first; with `before`, those older than the import of that id."""
    query = _listed().order_by(Import.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Import.id < before)
    with session_scope() as session:
        return [Listed(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def same_file(file: KeptFile) -> Listed | None:
    """The newest earlier import of a file with the same bytes."""
    query = _listed().where(KeptFile.sha256 == file.sha256, KeptFile.id < file.id).order_by(Import.id.desc()).limit(1)
    with session_scope() as session:
        found = session.execute(query).one_or_none()
        return None if found is None else Listed(found[0], found[1], found[2], found[3])


def read_otherwise(import_id: int, *, encoding: str, delimiter: str, reasons: list[str], headers: list[str]) -> None:
    """Note that the file is to be read in another way: mapping, findings and corrections begin anew."""
    values = {"encoding": encoding, "delimiter": delimiter, "reasons": reasons, "headers": headers, "mapping": None}
    with session_scope() as session:
        _revise(session, import_id, **values)
        session.execute(delete(ImportFix).where(ImportFix.import_id == import_id))


def map_columns(session: Session, import_id: int, mapping: dict[str, Any], *, overwrite: bool) -> None:
    """Note how the columns are mapped, within the caller's transaction; what was found before no longer holds."""
    _revise(session, import_id, mapping=mapping, overwrite=overwrite)


def save_mapping(session: Session, digest: str, mapping: dict[str, Any], saved_by: int) -> None:
    """Keep a mapping for the next file with these headers, within the caller's transaction."""
    session.merge(SavedMapping(digest=digest, mapping=mapping, saved_by=saved_by, saved_at=datetime.now(UTC)))


def saved_mapping(digest: str) -> tuple[SavedMapping, str | None] | None:
    """How these headers were mapped last, and by whom."""
    query = select(SavedMapping, User.name).outerjoin(User, User.id == SavedMapping.saved_by)
    with session_scope() as session:
        found = session.execute(query.where(SavedMapping.digest == digest)).one_or_none()
        return None if found is None else (found[0], found[1])


def fixes(import_id: int) -> dict[int, list[str]]:
    """The cells of the rows that were corrected, by line."""
    query = select(ImportFix.line, ImportFix.cells).where(ImportFix.import_id == import_id)
    with session_scope() as session:
        return dict(session.execute(query).all())


def corrections(import_id: int) -> Corrections:
    """How many rows were corrected, and when last."""
    query = select(func.count(), func.max(ImportFix.fixed_at)).where(ImportFix.import_id == import_id)
    with session_scope() as session:
        rows, latest = session.execute(query).one()
        return Corrections(rows, latest)


def past_their_time(moment: datetime) -> Sequence[int]:
    """The imports made before a moment of which something is left."""
    with session_scope() as session:
        return list(session.scalars(select(Import.id).where(Import.created_at < moment, Import.erased_at.is_(None))))


def erase(import_id: int) -> None:
    """Remove the cells kept of an import; that it was there, how it was mapped and what was counted stays."""
    with session_scope() as session:
        for table in (ImportFinding, ImportFix):
            session.execute(delete(table).where(table.import_id == import_id))
        session.execute(update(Import).where(Import.id == import_id).values(erased_at=datetime.now(UTC)))


def _listed() -> Select[Import, KeptFile, ImportCheck, str]:
    return (
        select(Import, KeptFile, ImportCheck, User.name)
        .join(KeptFile, KeptFile.id == Import.file_id)
        .outerjoin(ImportCheck, ImportCheck.import_id == Import.id)
        .outerjoin(User, User.id == Import.owner_id)
    )


def _revise(session: Session, import_id: int, **values: Any) -> None:
    session.execute(update(Import).where(Import.id == import_id).values(revision=Import.revision + 1, **values))
    session.execute(delete(ImportCheck).where(ImportCheck.import_id == import_id))
    session.execute(delete(ImportFinding).where(ImportFinding.import_id == import_id))
