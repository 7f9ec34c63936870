"""An origin of change sets for tests: it streams the rows it was given."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import update

from webapp import changesets, jobs
from webapp.auth.permissions import Permission
from webapp.changesets import Options, Origin, Wanted, confirming
from webapp.changesets.blocks import rows_of
from webapp.changesets.comparing import Row
from webapp.changesets.confirming import Choices
from webapp.changesets.origins import origin_named
from webapp.store import change_blocks, change_sets
from webapp.store.change_models import ChangeSet
from webapp.store.database import session_scope
from webapp.store.job_models import JobRecord

ORIGIN = "test"
DEFAULTS = Options()
HEADER = ["source_id", "name"]

_given: dict[int, list[Wanted]] = {}
_described: dict[int, dict[str, Any]] = {}


def describe_as(origin_id: int, **facts: Any) -> None:
    """Let the origin describe its work otherwise from now on."""
    _described[origin_id] = facts


def _original(origin_id: int, lines: Iterable[int]) -> Iterator[list[str]]:
    wanted = set(lines)
    yield HEADER
    for row in _given[origin_id]:
        if row.line in wanted:
            yield [row.key, str((row.values or {}).get("name"))]


changesets.add_origin(
    Origin(
        ORIGIN,
        label="Test",
        rows=lambda origin_id: iter(_given[origin_id]),
        back=lambda origin_id: f"/customers?{origin_id}",
        permission=Permission.CUSTOMERS_IMPORT,
        describe=lambda origin_id: _described.get(origin_id, {"file": "people.csv"}),
        original=_original,
    )
)


def made(
    app: Flask,
    rows: Iterable[Wanted | tuple[str, dict[str, Any] | None]],
    options: Options = DEFAULTS,
    owner_id: int | None = None,
) -> int:
    """A change set of these rows (with lines from 2 on where they have none), dry run included. Return its id."""
    origin_id = len(_given) + 1
    _given[origin_id] = [
        row if isinstance(row, Wanted) else Wanted(line, *row) for line, row in enumerate(rows, start=2)
    ]
    with app.app_context():
        change_set_id = changesets.create(
            ORIGIN,
            origin_id,
            title="people.csv",
            options=options,
            owner_id=owner_id,
            expected_rows=len(_given[origin_id]),
        )
    jobs.run_due(app)
    return change_set_id


def found(change_set_id: int) -> ChangeSet:
    change_set = change_sets.find(change_set_id)
    assert change_set is not None
    return change_set


def kinds(change_set_id: int) -> dict[str, int]:
    """How many rows the dry run found of each kind."""
    counts: dict[str, int] = found(change_set_id).summary["kinds"]
    return counts


def outcomes(change_set_id: int) -> dict[str, int]:
    counts: dict[str, int] = found(change_set_id).outcomes
    return counts


def run(app: Flask, change_set_id: int, **choices: bool) -> None:
    """Confirm a change set as its dry run stands, and carry the run out."""
    change_set = found(change_set_id)
    with app.app_context():
        assert confirming.run(change_set, origin_named(change_set.origin), change_set.seen_as or "", Choices(**choices))
    jobs.run_due(app)


class KilledError(BaseException):
    """Stands for the end of a process: nothing catches it."""


def let_leases_expire() -> None:
    """As if the time had passed for which a killed worker holds its jobs."""
    with session_scope() as session:
        session.execute(update(JobRecord).values(held_until=datetime.now(UTC) - timedelta(seconds=1)))


def rows(change_set_id: int) -> list[Row]:
    """The rows as they are kept."""
    return [row for block in change_blocks.each(change_set_id) for row in rows_of(block)]


def befores(change_set_id: int) -> list[dict[str, Any] | None]:
    """What the dry run keeps of the customers as they were."""
    return [row.before for row in rows(change_set_id)]
