"""Files in the database, in pieces: each is written and read by itself, so that no transaction is as long as a file."""

from datetime import UTC, datetime

from sqlalchemy import delete, select, update

from webapp.store.database import session_scope
from webapp.store.upload_models import FilePiece, KeptFile


def begin(name: str, owner_id: int | None) -> int:
    """Make room for a file that is about to come; return its id."""
    with session_scope() as session:
        file = KeptFile(name=name, owner_id=owner_id, created_at=datetime.now(UTC))
        session.add(file)
        session.flush()
        return file.id


def add_piece(file_id: int, number: int, content: bytes) -> None:
    with session_scope() as session:
        session.add(FilePiece(file_id=file_id, number=number, content=content))


def finish(file_id: int, size: int, sha256: str) -> KeptFile:
    """Note that all pieces are there."""
    with session_scope() as session:
        file = session.get_one(KeptFile, file_id)
        file.size, file.sha256 = size, sha256
        return file


def find(file_id: int) -> KeptFile | None:
    with session_scope() as session:
        return session.get(KeptFile, file_id)


def piece(file_id: int, number: int) -> bytes | None:
    """The bytes of a piece; None after the last one."""
    with session_scope() as session:
        return session.scalar(select(FilePiece.content).where(FilePiece.file_id == file_id, FilePiece.number == number))


def erase(file_id: int) -> None:
    """Remove the bytes of a file; that it was there stays known."""
    with session_scope() as session:
        session.execute(delete(FilePiece).where(FilePiece.file_id == file_id))
        session.execute(
            update(KeptFile)
            .where(KeptFile.id == file_id, KeptFile.erased_at.is_(None))
            .values(erased_at=datetime.now(UTC))
        )


def older_than(moment: datetime, *, unfinished_since: datetime) -> list[int]:
    """The files whose bytes are to go: those handed over before a moment, and those that broke off before another."""
    is_due = (KeptFile.created_at < moment) | (KeptFile.sha256.is_(None) & (KeptFile.created_at < unfinished_since))
    with session_scope() as session:
        return list(session.scalars(select(KeptFile.id).where(KeptFile.erased_at.is_(None), is_due)))
