"""The results of async actions, in the two shapes the API has for them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.rules import async_actions, files
from webapp.sandbox.rules.change import Change

REPORT_LIFETIME = timedelta(days=30)
WORDS = {True: "true", False: "false"}

ReportLine = tuple[str | None, str, str]
"""Of one row its source_id, whether it was found and whether it was updated, in WORDS."""


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
    return {
        "done_count": total - len(errors),
        "failed_count": len(errors),
        "reports": [f"/downloads/{action_id}?token={_report(change, action_id)}"],
        "reports_available_till": moments.written(moments.read(change.now) + REPORT_LIFETIME),
        "errors": errors,
    }


def add_to_report(change: Change, action_id: str, piece: int, rows: Iterable[ReportLine]) -> None:
    """Writes a piece of the report, counted from 1.

    Nobody can open the report before `reported` tells its address.
    """
    _report(change, action_id)
    files.add(change.connection, action_id, piece, files.csv_text(rows))


def _report(change: Change, action_id: str) -> str:
    """The token of the report, which is begun if this is the first time."""
    token = files.token(change.connection, action_id)
    if token is None:
        token = files.create(change.connection, action_id, change.now)
        files.add(change.connection, action_id, 0, files.csv_text([("source_id", "found", "updated")]))
    return token
