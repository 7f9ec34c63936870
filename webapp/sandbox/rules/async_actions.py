"""Async actions: the queue, how far each action is, and what became of its rows.

The queue is worked off by `webapp/sandbox/jobs`, one action after the other. An action moves only together with the
rows it applies, in one transaction: a process killed in between goes on exactly where it stopped.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from webapp.sandbox import moments
from webapp.sandbox.database import Connection
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import ASYNC_ACTIONS, dumps

REPORTED = frozenset({"CUSTOMERS.BULK_UPDATE", "CUSTOMERS.METADATA_UPDATE"})  # the types with an operation_status


class Failure(NamedTuple):
    """A row (counted from 1) that could not be applied, and why."""

    row: int
    source_id: str | None
    error: Mapping[str, Any]


@dataclass(frozen=True)
class Work:
    """The head of the queue: `position` is how many of its rows are applied."""

    action_id: str
    type: str
    request_id: str
    source: dict[str, Any]
    position: int


def enqueue(change: Change, kind: str, content: Any) -> str:
    """Puts an action at the end of the queue; its id. `content` is the job's input, text or anything JSON can hold.

    Call it within `world.queueing`, which wakes the queue when the change is committed.
    """
    action_id = new_identifier("aa_")
    action = {
        "id": action_id,
        "type": kind,
        "status": "ENQUEUED",
        **({"operation_status": "UNKNOWN"} if kind in REPORTED else {}),
        "created_at": change.now,
        "updated_at": change.now,
        "request_id": change.request_id,
        "processing_time": 0,
        "progress": 0,
        "object": "async_action",
    }
    ASYNC_ACTIONS.insert(change.connection, [action])
    execute = change.connection.execute
    execute("INSERT INTO async_work (action_id, source) VALUES (?, ?)", [action_id, dumps(change.source)])
    text = content if isinstance(content, str) else dumps(content)
    execute("INSERT INTO async_content (action_id, content) VALUES (?, ?)", [action_id, text])
    return action_id


def find(connection: Connection, action_id: str) -> dict[str, Any] | None:
    """The action as it is stored, with its result when it has ended."""
    row = ASYNC_ACTIONS.find(connection, id=action_id)
    return None if row is None else json.loads(row["document"])


def head(connection: Connection) -> dict[str, Any] | None:
    """The oldest action that has not ended."""
    return _first(
        connection,
        "SELECT document FROM async_actions WHERE id = (SELECT action_id FROM async_work ORDER BY sequence LIMIT 1)",
    )


def head_since(connection: Connection, action: Mapping[str, Any]) -> str:
    """When the action became the head of the queue: at its creation, or when the one before it ended."""
    previous = _first(
        connection,
        "SELECT document FROM async_actions WHERE sequence < (SELECT sequence FROM async_actions WHERE id = ?)"
        " ORDER BY sequence DESC LIMIT 1",
        action["id"],
    )
    created_at: str = action["created_at"]
    return max(created_at, previous["updated_at"]) if previous else created_at


def work_of(connection: Connection, action: Mapping[str, Any]) -> Work:
    position, source = connection.execute(
        "SELECT position, source FROM async_work WHERE action_id = ?", [action["id"]]
    ).fetchone()
    return Work(action["id"], action["type"], action["request_id"], json.loads(source), position)


def content_of(connection: Connection, work: Work) -> str | None:
    """The rows as they were sent; None when the action is gone, as after a reset of the world."""
    row = connection.execute("SELECT content FROM async_content WHERE action_id = ?", [work.action_id]).fetchone()
    return None if row is None else row["content"]


def advance(change: Change, work: Work, position: int, total: int, failed: Iterable[Failure]) -> bool:
    """Notes that the rows before `position` (of `total`) are applied, but for those that failed.

    False when the action is gone, as after a reset of the world: then nothing may be applied.
    """
    action = find(change.connection, work.action_id)
    if action is None:
        return False
    change.connection.execute("UPDATE async_work SET position = ? WHERE action_id = ?", [position, work.action_id])
    change.connection.executemany(
        "INSERT INTO async_failures (action_id, row, source_id, error) VALUES (?, ?, ?, ?)",
        ((work.action_id, row, source_id, dumps(error)) for row, source_id, error in failed),
    )
    progress = position * 100 // max(total, 1)
    _write(change, action | {"status": "IN_PROGRESS", "progress": min(progress, 99)})
    return True


def failures(connection: Connection, action_id: str) -> list[dict[str, Any]]:
    """`{row, source_id, error}` of every row that failed, in order."""
    found = connection.execute(
        "SELECT row, source_id, error FROM async_failures WHERE action_id = ? ORDER BY row", [action_id]
    )
    return [{"row": row, "source_id": source_id, "error": json.loads(error)} for row, source_id, error in found]


def finish(change: Change, action_id: str, status: str, result: Mapping[str, Any]) -> None:
    """Ends the action as DONE or FAILED and takes it off the queue; nothing happens when it is gone."""
    action = find(change.connection, action_id)
    if action is None:
        return
    action |= {"status": status, "result": dict(result)}
    if status == "DONE":
        action["progress"] = 100
    if "operation_status" in action:
        succeeded = status == "DONE" and (result["done_count"] or not result["failed_count"])
        action["operation_status"] = "SUCCESS" if succeeded else "FAILED"
    _write(change, action)
    for table in ("async_work", "async_content", "async_failures"):
        change.connection.execute(f"DELETE FROM {table} WHERE action_id = ?", [action_id])  # noqa: S608 -- our own names


def _write(change: Change, action: dict[str, Any]) -> None:
    elapsed = moments.read(change.now) - moments.read(action["created_at"])
    action |= {"updated_at": change.now, "processing_time": round(elapsed.total_seconds() * 1000)}
    ASYNC_ACTIONS.update(change.connection, action)


def _first(connection: Connection, statement: str, *parameters: str) -> dict[str, Any] | None:
    row = connection.execute(statement, parameters).fetchone()
    return None if row is None else json.loads(row["document"])
