"""The sandbox's SQLite file: pooled connections, short write transactions, one consistent view per read."""

import shutil
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zlib import crc32

HERE = Path(__file__).parent
SCHEMA = (HERE / "schema.sql").read_text()
INDICES = (HERE / "indices.sql").read_text()
VERSION = crc32((SCHEMA + INDICES).encode()) >> 1  # SQLite's user_version is a signed 32-bit number

MOST_WAL_PAGES = 30_000  # large enough for a bulk write, which moves them into the file when it is through


class IncompatibleDatabaseError(Exception):
    """The file was made by a sandbox with other tables (or is no sandbox's at all)."""


class Connection(sqlite3.Connection):
    """A connection that also carries the totals counted in the state it reads."""

    totals: dict[object, int]


def connect(path: Path) -> Connection:
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=256, factory=Connection
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA cache_size = -16000")
    connection.execute("PRAGMA secure_delete = FAST")  # what is deleted is not written once more, page by page
    return connection


class Database:
    """One file, many threads of one process; IncompatibleDatabaseError for a file of another make.

    Connections for reading are pooled rather than kept one per thread, because a thread lives only as long as one
    client's connection; each is used by one thread at a time. Writers share one and queue on a lock here instead of
    polling SQLite's.
    """

    def __init__(self, path: Path) -> None:
        if _version(path) != VERSION:
            raise IncompatibleDatabaseError(path)
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            if not snapshot_of(path).exists():
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                keep_snapshot(path)
        self.path = path
        self._idle: deque[Connection] = deque()
        self._writing = threading.Lock()
        self._totals: dict[object, int] = {}
        self._writer: Connection | None = None  # one for all: it keeps the long statements of bulk writes compiled

    def _opened(self) -> Connection:
        connection = connect(self.path)
        connection.execute("PRAGMA synchronous = NORMAL")  # in WAL mode safe against the death of the process
        connection.execute(f"PRAGMA wal_autocheckpoint = {MOST_WAL_PAGES}")
        return connection

    @contextmanager
    def _borrowed(self) -> Iterator[Connection]:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._opened()
        try:
            yield connection
        finally:
            self._idle.append(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the whole world."""
        totals = self._totals
        with self._borrowed() as connection:
            connection.totals = totals
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: everything done in it happens, or (on any exception) nothing."""
        with self._writing:
            connection = self._writer = self._writer or self._opened()
            connection.totals = {}
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            self._totals = {}

    def checkpoint(self) -> None:
        """Moves what was written from the WAL into the file, as far as readers allow."""
        with self._borrowed() as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def reset(self) -> None:
        """Back to the snapshot, page by page, while other connections stay open."""
        with self._writing, self._borrowed() as connection, closing(connect(snapshot_of(self.path))) as seed:
            seed.backup(connection)
            self._totals = {}

    def close(self) -> None:
        with self._writing:
            if self._writer:
                self._writer.close()
            self._writer = None
        while self._idle:
            self._idle.pop().close()


def _version(path: Path) -> int | None:
    """The version of the tables in a file, None for a file that is no database at all."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return None


def snapshot_of(path: Path) -> Path:
    """The freshly seeded state, kept beside the database (or, where that is lost, the state first found)."""
    return path.with_name(path.name + ".seed")


def keep_snapshot(path: Path) -> None:
    """Copies the database as it is now, whole or not at all."""
    unfinished = path.with_name(path.name + ".copying")
    shutil.copyfile(path, unfinished)
    unfinished.replace(snapshot_of(path))
