"""Exports: what may be asked for, and the file that comes of it.

An export is made by `webapp/sandbox/jobs/exports.py`, piece by piece; here are its state and its contents.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.database import Connection
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.payload import Properties
from webapp.sandbox.rules import files, filters, metadata
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.exports.kinds import KINDS, Kind
from webapp.sandbox.tables import EXPORTS
from webapp.sandbox.wire import ApiError, invalid_payload

Export = dict[str, Any]

ROWS_OF_A_PIECE = 1_000


def create(change: Change, exported_object: Any, parameters: Any) -> Export:
    """Queues an export (call it within `world.queueing`); the object as the API answers it.

    `parameters` is the body's object with `fields`, `order` and `filters`, or None. Raises 400 `invalid_payload`
    and `invalid_export_fields`.
    """
    if not isinstance(exported_object, str) or exported_object not in KINDS:
        allowed = ", ".join(KINDS)
        raise invalid_payload(f"Property .exported_object should be equal to one of the allowed values [ {allowed} ]")
    checked = {} if parameters is None else parameters
    _Plan(change.connection, KINDS[exported_object], checked, change.now)
    export = {
        "id": new_identifier("exp_"),
        "object": "export",
        "created_at": change.now,
        "status": "SCHEDULED",
        "channel": "API",
        "exported_object": exported_object,
        "parameters": checked,
        "result": None,
        "user_id": None,
    }
    EXPORTS.insert(change.connection, [export])
    return export


def find(connection: Connection, export_id: str) -> Export | None:
    row = EXPORTS.find(connection, id=export_id)
    return None if row is None else json.loads(row["document"])


def remove(change: Change, export_id: str) -> bool:
    """Deletes the export and its file; whether there was one."""
    files.remove(change.connection, export_id)
    return EXPORTS.remove(change.connection, id=export_id) > 0


def head(connection: Connection) -> Export | None:
    """The oldest export that is still to be made."""
    row = connection.execute(
        "SELECT document FROM exports WHERE status IN ('SCHEDULED', 'IN_PROGRESS') ORDER BY sequence LIMIT 1"
    ).fetchone()
    return None if row is None else json.loads(row["document"])


def begin(connection: Connection, export: Export, now: str) -> str | None:
    """Starts the file anew, whatever an earlier attempt left of it; its address, or None when the export is gone."""
    if not _move(connection, export, status="IN_PROGRESS"):
        return None
    return f"/v1/exports/{export['id']}?token={files.create(connection, export['id'], now)}"


def finish(connection: Connection, export: Export, address: str) -> None:
    """The file is whole. `address` goes without the host, which only a request knows."""
    _move(connection, export, status="DONE", result={"url": address})


def fail(connection: Connection, export: Export) -> None:
    files.remove(connection, export["id"])
    _move(connection, export, status="ERROR")


def pieces(connection: Connection, export: Export) -> Iterator[str]:
    """The export as CSV, a header and then some rows at a time, as the world is in this connection's view."""
    plan = _Plan(connection, KINDS[export["exported_object"]], export["parameters"], export["created_at"])
    yield files.csv_text([plan.titles])
    rows = connection.execute(plan.statement, plan.bound)
    while some := list(islice(rows, ROWS_OF_A_PIECE)):
        yield files.csv_text(map(plan.cells, some))


def _move(connection: Connection, export: Export, **changes: Any) -> bool:
    if find(connection, export["id"]) is None:
        return False
    EXPORTS.update(connection, export | changes)
    return True


class _Plan:
    """An export's parameters, checked and turned into a statement and columns."""

    def __init__(self, connection: Connection, kind: Kind, parameters: Any, now: str) -> None:
        body = Properties(parameters, ".parameters")
        self._kind = kind
        self._schema = metadata.find(connection, kind.resource) or {"properties": {}}
        names = body.items("fields") or kind.defaults
        columns = [column for name in names for column in self._resolved(name)]
        self.titles = [title for title, _ in columns]
        self._readings = [read for _, read in columns]
        condition = filters.from_body(
            body.mapping("filters") or {}, kind.filterable, moments.read(now), ".parameters.filters"
        )
        self.statement = (
            f"SELECT {kind.selected} FROM {kind.table} WHERE {kind.scope} AND {condition.clause}"  # noqa: S608
            f" ORDER BY {self._order(body.raw('order'))}"
        )
        self.bound = condition.parameters

    def cells(self, row: Any) -> list[Any]:
        """True and false are written in lower case."""
        record = self._kind.record(row)
        values = [read(record) for read in self._readings]
        return ["true" if value is True else "false" if value is False else value for value in values]

    def _resolved(self, name: Any) -> list[tuple[str, Any]]:
        """The columns of one field: `metadata` stands for every key that its schema declares."""
        if isinstance(name, str):
            declared = self._schema["properties"]
            if name in self._kind.fields:
                return [(_title(name), self._kind.fields[name])]
            if name == "metadata" and self._kind.resource:
                keys = [key for key, definition in declared.items() if not definition.get("deleted")]
                return [_of_metadata(key) for key in keys]
            if name.startswith("metadata.") and name.removeprefix("metadata.") in declared:
                return [_of_metadata(name.removeprefix("metadata."))]
        allowed = ", ".join([*self._kind.fields, *(["metadata"] if self._kind.resource else [])])
        details = f"Unsupported field used. Allowed fields: {allowed}"
        raise ApiError(400, "invalid_export_fields", details, message="Invalid Export")

    def _order(self, order: Any) -> str:
        if order in (None, ""):
            return "sequence"
        if not isinstance(order, str) or order.removeprefix("-") not in self._kind.orders:
            allowed = ", ".join(sign + name for name in self._kind.orders for sign in ("-", ""))
            raise invalid_payload(
                f"Property .parameters.order should be equal to one of the allowed values [ {allowed} ]"
            )
        direction = "DESC" if order.startswith("-") else "ASC"
        return f"{self._kind.orders[order.removeprefix('-')]} {direction}, sequence {direction}"


def _of_metadata(key: str) -> tuple[str, Any]:
    def read(record: Mapping[str, Any]) -> Any:
        value = (record.get("metadata") or {}).get(key)
        return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value

    return f"metadata.{key}", read


def _title(name: str) -> str:
    """The words of a field's name, as the header of the file shows them: `voucher_type` is Voucher Type."""
    return " ".join("ID" if word == "id" else word.capitalize() for word in name.split("_"))
