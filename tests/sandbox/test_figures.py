"""The figures of the demo world, worked out anew, are those it was told with."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from webapp.sandbox.database import Connection, Database
from webapp.sandbox.demo import build
from webapp.sandbox.rules import figures
from webapp.sandbox.seeding import create_database


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("figures") / "sandbox.sqlite3"
    create_database(path, build(300, 1, datetime.now(UTC)))
    return path


@pytest.fixture
def database(path: Path) -> Database:
    database = Database(path)
    database.reset()
    return database


def test_a_refresh_of_everyone_changes_nothing(database: Database) -> None:
    with database.write() as connection:
        before = told(connection)
        figures.refresh(connection, list(before))
        assert told(connection) == before
    database.close()


def test_wrong_figures_of_one_customer_are_put_right(database: Database) -> None:
    nothing = '{"summary": {}, "loyalty": {"campaigns": {}}, "referrals": {}}'
    buyer = "SELECT customer_id FROM orders WHERE status = 'PAID' LIMIT 1"
    with database.write() as connection:
        before = told(connection)
        customer_id = connection.execute(buyer).fetchone()[0]
        connection.execute("UPDATE customers SET figures = ?", [nothing])
        figures.refresh(connection, [customer_id, "cust_unknown"])
        after = told(connection)
        assert before[customer_id]["summary"]["orders"]["total_count"] > 0
        assert after[customer_id]["summary"] == before[customer_id]["summary"]
        assert all(figures == json.loads(nothing) for other, figures in after.items() if other != customer_id)
    database.close()


def told(connection: Connection) -> dict[str, Any]:
    rows = connection.execute("SELECT id, figures FROM customers")
    return {row["id"]: json.loads(row["figures"]) for row in rows}
