"""A new world: the demo data written into a fresh file, which takes its name only when it is whole."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from webapp.sandbox.database import INDICES, SCHEMA, VERSION, connect, keep_snapshot
from webapp.sandbox.tables import TABLES

Batches = Iterable[tuple[str, Iterable[Mapping[str, Any]]]]


def create_database(path: Path, batches: Batches) -> None:
    """Writes the batches (table, rows as the API shows them) and keeps a snapshot to reset to.

    A process killed on the way leaves a `.building` file and no database: nothing half-written is ever served.
    """
    building = path.with_name(path.name + ".building")
    building.unlink(missing_ok=True)
    with closing(connect(building)) as connection:
        connection.execute("PRAGMA page_size = 16384")  # rows with documents are large
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        for table, rows in batches:
            TABLES[table].insert(connection, rows)
        connection.execute("COMMIT")
        connection.executescript(f"BEGIN; {INDICES} COMMIT; PRAGMA user_version = {VERSION}")
        connection.execute("ANALYZE")
    for leftover in ("-wal", "-shm"):
        path.with_name(path.name + leftover).unlink(missing_ok=True)
    building.replace(path)
    keep_snapshot(path)
