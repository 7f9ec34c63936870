"""The process's one database, and the scope of a piece of work in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

BUSY_TIMEOUT_MILLISECONDS = 5_000

_sessions: sessionmaker[Session] = sessionmaker(expire_on_commit=False)


def open_database(url: str) -> Engine:
    """Make `url` the database of this process, in place of one opened before. Connects when first used."""
    if _sessions.kw["bind"] is not None:
        engine().dispose()
    opened = _new_engine(url)
    _sessions.configure(bind=opened)
    return opened


def engine() -> Engine:
    """The engine of the database that is open."""
    opened: Engine = _sessions.kw["bind"]
    return opened


@contextmanager
def session_scope() -> Iterator[Session]:
    """A session that commits at the end, or rolls back when the work in it raises. What it returns may outlive it."""
    with _sessions.begin() as session:
        yield session


def _new_engine(url: str) -> Engine:
    address = make_url(url)
    # Parameters may be personal data, and SQLAlchemy would quote them in its errors.
    new = create_engine(address, hide_parameters=True, pool_pre_ping=address.get_backend_name() != "sqlite")
    if address.get_backend_name() == "sqlite":
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(new, "connect", _prepare_sqlite)
    return new


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Readers do not wait for a writer, writers wait for each other, and foreign keys hold."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
    cursor.close()
