from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.small_world import BATCHES, CUSTOMERS
from webapp.sandbox.database import Database, snapshot_of
from webapp.sandbox.seeding import create_database


def interrupted() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "customers", CUSTOMERS
    raise KeyboardInterrupt


def count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute("SELECT count(*) FROM customers").fetchone()[0])


def empty_and_fail(database: Database) -> None:
    with database.write() as connection:
        connection.execute("DELETE FROM customers")
        raise ZeroDivisionError


def test_a_database_half_filled_never_takes_its_name(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.sqlite3"
    with pytest.raises(KeyboardInterrupt):
        create_database(path, interrupted())
    assert not path.exists()
    create_database(path, BATCHES)
    database = Database(path)
    assert count(database) == len(CUSTOMERS)
    database.close()


def test_a_failed_change_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.sqlite3"
    create_database(path, BATCHES)
    database = Database(path)
    with pytest.raises(ZeroDivisionError):
        empty_and_fail(database)
    assert count(database) == len(CUSTOMERS)
    database.close()


def test_without_its_snapshot_a_database_resets_to_the_state_it_was_found_in(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.sqlite3"
    create_database(path, BATCHES)
    database = Database(path)
    with database.write() as connection:
        connection.execute("DELETE FROM customers WHERE id = 'cust_none'")
    snapshot_of(path).unlink()
    found = Database(path)
    with found.write() as connection:
        connection.execute("DELETE FROM customers")
    found.reset()
    assert count(found) == len(CUSTOMERS) - 1
    found.close()
    database.close()
