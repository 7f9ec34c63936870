"""POST /v1/customers/bulk/async and /v1/customers/metadata/async: customers addressed by source_id, made if unknown."""

import json
from collections.abc import Sequence
from typing import Any

from webapp.sandbox.customer_payload import profile
from webapp.sandbox.identifiers import neighbouring_identifiers
from webapp.sandbox.jobs.results import reported
from webapp.sandbox.payload import Properties
from webapp.sandbox.rules import customers_in_bulk, metadata
from webapp.sandbox.rules.async_actions import Outcome
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customers import combined
from webapp.sandbox.rules.customers_in_bulk import Customer
from webapp.sandbox.wire import ApiError, invalid_payload


class CustomerBulk:
    """`items` are the customers as they were sent."""

    chunk = 2_000

    def __init__(self, items: Sequence[Any], *, with_source_id: bool) -> None:
        self._items = items
        self._with_source_id = with_source_id
        self.total = len(items)

    def apply(self, change: Change, start: int, stop: int) -> list[Outcome]:
        outcomes: list[Outcome] = []
        numbered = [(row, item) for row, item in enumerate(self._items[start:stop], start + 1)]
        for group in customers_in_bulk.apart(numbered, lambda each: _source_id(each[1])):
            outcomes += _apply(change, group)
        return outcomes

    def result(self, change: Change, action_id: str) -> dict[str, Any]:
        return reported(change, action_id, self.total, with_source_id=self._with_source_id)


def bulk_update(content: str) -> CustomerBulk:
    return CustomerBulk(json.loads(content), with_source_id=True)


def metadata_update(content: str) -> CustomerBulk:
    """One metadata object for every source_id; errors do not name the customer here."""
    body = json.loads(content)
    items = [{"source_id": source_id, "metadata": body["metadata"]} for source_id in body["source_ids"]]
    return CustomerBulk(items, with_source_id=False)


def _apply(change: Change, group: Sequence[tuple[int, Any]]) -> list[Outcome]:
    wanted = [source_id for _, item in group if (source_id := _source_id(item))]
    stored = customers_in_bulk.stored(change.connection, "source_id", wanted)
    schemas = metadata.schemas(change.connection)
    fresh_ids = iter(neighbouring_identifiers("cust_", len(group)))
    outcomes, new, changed = [], [], []
    for row, item in group:
        source_id = _source_id(item)
        customer = stored.get(source_id) if source_id else None
        try:
            fields = _checked(item, schemas, creating=customer is None)
        except ApiError as error:
            problem = {name: error.body[name] for name in ("key", "message", "details")}
            outcomes.append(Outcome(row, source_id, customer is not None, problem))
            continue
        if customer is None:
            new.append(customers_in_bulk.newcomer(next(fresh_ids), source_id, fields))
        else:
            written = {name: combined(change, customer.get(name), name, value) for name, value in fields.items()}
            changed.append(customer | written)
        outcomes.append(Outcome(row, source_id, customer is not None))
    customers_in_bulk.insert(change, new)
    customers_in_bulk.replace(change, changed)
    return outcomes


def _source_id(item: Any) -> str | None:
    source_id = item.get("source_id") if isinstance(item, dict) else None
    return source_id if isinstance(source_id, str) and source_id else None


def _checked(item: Any, schemas: dict[str, Any], *, creating: bool) -> Customer:
    """The profile fields of an item; raises ApiError."""
    body = Properties(item)
    if not body.text("source_id"):
        raise invalid_payload("Payload should have required property 'source_id'")
    fields = profile(body)
    problems = metadata.failures(schemas, "customer", fields.get("metadata") or {}, creating=creating)
    if problems:
        raise ApiError(400, "metadata_validation_failed", "; ".join(problems), message="Metadata validation failed")
    return fields
