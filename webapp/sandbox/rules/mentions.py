"""Customers named in the body of another resource: an order, a publication, a rollback."""

from collections.abc import Mapping
from typing import Any

from webapp.sandbox.rules import customers
from webapp.sandbox.rules.change import Change


def mentioned(change: Change, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The customer named by id or source_id: updated when profile fields come along, made when unknown."""
    identifier = fields.get("id") or fields.get("source_id")
    if identifier and not fields.keys() - {"id", "source_id"}:
        existing = customers.find(change.connection, identifier)
        if existing is not None:
            return existing
    return customers.upsert(change, fields)
