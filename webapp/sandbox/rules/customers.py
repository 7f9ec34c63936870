"""Customers: upsert, update and the two deletions, with what each leaves behind."""

from collections.abc import Mapping
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules import customer_names, events, membership, metadata
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customer_shape import new_figures, newest_sequence, ordered, presented
from webapp.sandbox.tables import CUSTOMERS, DELETIONS

MERGED = frozenset({"address", "metadata"})

# Tables whose rows belong to a customer and go with them.
DEPENDANTS = ("events", "orders", "holders", "redemptions", "publications", "customer_consents")
SHADOWS = ("segment_members", "past_customers")  # the same, named by the customer's sequence


def find(connection: Connection, identifier: str) -> dict[str, Any] | None:
    """The customer with this id or, when no id matches, with this source_id."""
    row = CUSTOMERS.find(connection, id=identifier) or CUSTOMERS.find(connection, source_id=identifier)
    return None if row is None else presented(row)


def upsert(change: Change, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Updates the customer with this id or source_id, or makes one; an id given wins over a source_id.

    An unknown id makes a customer with that very id.
    """
    identifier, source_id = fields.get("id"), fields.get("source_id")
    row = None
    if identifier:
        row = CUSTOMERS.find(change.connection, id=identifier)
    elif source_id:
        row = CUSTOMERS.find(change.connection, source_id=source_id)
    profile = {name: value for name, value in fields.items() if name not in ("id", "source_id")}
    if row is not None:
        return _changed(change, presented(row), profile)
    return _created(change, identifier, None if identifier else source_id, profile)


def update(change: Change, identifier: str, profile: Mapping[str, Any]) -> dict[str, Any] | None:
    """Writes the given fields and leaves the others; None when there is no such customer."""
    customer = find(change.connection, identifier)
    return None if customer is None else _changed(change, customer, profile)


def delete(change: Change, identifier: str) -> bool:
    """Removes the customer and their dependants, and frees the source_id; whether there was one."""
    customer = find(change.connection, identifier)
    if customer is None:
        return False
    _remove(change, customer["id"])
    events.record(change, "customer.deleted", customer["id"], {"customer": customer})
    return True


def delete_permanently(change: Change, identifier: str) -> dict[str, Any] | None:
    """Removes the customer so that no personal data stays, not even in an event; the deletion's record.

    `events` counts every event removed, `order_events` those about orders, `customer_events` the others.
    """
    customer = find(change.connection, identifier)
    if customer is None:
        return None
    order_events = change.connection.execute(
        "SELECT count(*) FROM events WHERE customer_id = ? AND type LIKE 'customer.order.%'", [customer["id"]]
    ).fetchone()[0]
    removed = _remove(change, customer["id"])
    deletion = {
        "id": new_identifier("del_"),
        "created_at": change.now,
        "related_object_id": customer["id"],
        "related_object": "customer",
        "status": "DONE",
        "data_json": {
            "events": removed["events"],
            "customer_events": removed["events"] - order_events,
            "daily_events": 0,
            "segments": removed["segment_members"],
            "orders": removed["orders"],
            "order_events": order_events,
            "customer": 1,
        },
        "object": "pernament_deletion",  # spelled so by the API
    }
    DELETIONS.insert(change.connection, [deletion])
    return deletion


def combined(change: Change, stored: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The stored profile after these fields were written to it; an address or metadata may be merged, key by key."""
    written = {**stored, **given}
    if change.merges:
        for name in MERGED & given.keys():
            before, after = stored.get(name), given[name]
            if isinstance(before, dict) and isinstance(after, dict):
                written[name] = before | after
    return written


def _created(
    change: Change, identifier: str | None, source_id: str | None, profile: Mapping[str, Any]
) -> dict[str, Any]:
    metadata.check(change.connection, "customer", profile.get("metadata"), creating=True)
    customer = {
        "id": identifier or new_identifier("cust_"),
        "source_id": source_id or None,
        "address": None,
        **profile,
        **new_figures(),
        "system_metadata": {},
        "created_at": change.now,
        "object": "customer",
    }
    newest = newest_sequence(change.connection)
    CUSTOMERS.insert(change.connection, [customer])
    customer_names.add(change.connection, newest)
    customer = ordered(customer)
    events.record(change, "customer.created", customer["id"], {"customer": customer})
    membership.reevaluate(change, [customer["id"]])
    return customer


def _changed(change: Change, customer: dict[str, Any], profile: Mapping[str, Any]) -> dict[str, Any]:
    metadata.check(change.connection, "customer", profile.get("metadata"), creating=False)
    changed = combined(change, customer, profile)
    changed["updated_at"] = change.now
    CUSTOMERS.update(change.connection, changed)
    changed = ordered(changed)
    events.record(change, "customer.updated", customer["id"], {"customer": changed})
    membership.reevaluate(change, [customer["id"]])
    return changed


def _remove(change: Change, customer_id: str) -> dict[str, int]:
    """How many rows went, by table."""
    conditions = dict.fromkeys(DEPENDANTS, "customer_id = ?") | dict.fromkeys(
        SHADOWS, "sequence = (SELECT sequence FROM customers WHERE id = ?)"
    )
    removed = {
        table: change.connection.execute(
            f"DELETE FROM {table} WHERE {condition}",  # noqa: S608 -- our own names
            [customer_id],
        ).rowcount
        for table, condition in conditions.items()
    }
    CUSTOMERS.remove(change.connection, id=customer_id)
    return removed
