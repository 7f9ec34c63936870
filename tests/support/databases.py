"""The databases Frontdesk runs on, each empty and migrated: SQLite always, PostgreSQL where one answers."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/test")


@contextmanager
def sqlite_url(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'frontdesk.sqlite3'}"


@contextmanager
def postgresql_url() -> Iterator[str]:
    """A schema of its own in the test server's database, gone afterwards.

    Skips where no server answers, but not where CI is set.
    """
    try:
        connection = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no PostgreSQL server answers at 127.0.0.1:5432 (or TEST_POSTGRESQL_URL)")
    schema = f"frontdesk_{secrets.token_hex(6)}"
    with connection:
        connection.execute(f'CREATE SCHEMA "{schema}"')
        try:
            address = POSTGRESQL.replace("postgresql://", "postgresql+psycopg://", 1)
            # Nobody needs these data after a crash, so that no commit waits for the disk.
            yield f"{address}?options=-csearch_path%3D{schema}%20-csynchronous_commit%3Doff"
        finally:
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE')
