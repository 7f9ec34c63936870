"""The results of async actions, in the two shapes the API has for them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.database import Connection
from webapp.sandbox.rules import async_actions, files
from webapp.sandbox.rules.change import Change

REPORT_LIFETIME = timedelta(days=30)
ROWS_OF_A_PIECE = 5_000


def imported(change: Change, action_id: str, total: int, noun: str, *, with_row: bool) -> dict[str, Any]:
    """What imports end with: a message and the failed rows."""
    failed = [
        {
            "source_id": failure["source_id"],
            **({"row": failure["row"]} if with_row else {}),
            "reason": failure["error"]["details"],
        }
        for failure in async_actions.failures(change.connection, action_id)
    ]
    done = total - len(failed)
    return {
        "message": f"{done} {noun}(s) imported successfully, {len(failed)} failed.",
        "failed": failed,
        "done_count": done,
        "failed_count": len(failed),
    }


def reported(change: Change, action_id: str, total: int, *, with_source_id: bool) -> dict[str, Any]:
    """What bulk updates end with: the errors, and a report file on every row.

    `reports` holds the report's address without the host, which only a request knows.
    """
    errors = [
        {**failure["error"], **({"source_id": failure["source_id"] or ""} if with_source_id else {})}
        for failure in async_actions.failures(change.connection, action_id)
    ]
    token = files.create(change.connection, action_id, change.now)
    for number, piece in enumerate(_report(change.connection, action_id)):
        files.add(change.connection, action_id, number, piece)
    return {
        "done_count": total - len(errors),
        "failed_count": len(errors),
        "reports": [f"/downloads/{action_id}?token={token}"],
        "reports_available_till": moments.written(moments.read(change.now) + REPORT_LIFETIME),
        "errors": errors,
    }


def _report(connection: Connection, action_id: str) -> Iterator[str]:
    """The report as CSV: one line for each row, in order."""
    yield files.csv_text([("source_id", "found", "updated")])
    rows = connection.execute(
        "SELECT source_id, found, error IS NULL FROM async_outcomes WHERE action_id = ? ORDER BY row", [action_id]
    )
    while lines := rows.fetchmany(ROWS_OF_A_PIECE):
        yield files.csv_text((source_id, bool(found), bool(updated)) for source_id, found, updated in lines)
