"""Vouchers: found, and switched on and off."""

import json
from collections.abc import Mapping
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.rules import campaigns, customers
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import VOUCHERS
from webapp.sandbox.wire import not_found

Document = dict[str, Any]


def find(connection: Connection, identifier: str) -> Document | None:
    """The voucher with this code or, when no code matches, with this id."""
    row = VOUCHERS.find(connection, code=identifier) or VOUCHERS.find(connection, id=identifier)
    return None if row is None else json.loads(row["document"])


def get(connection: Connection, identifier: str) -> Document:
    """The voucher with this code or id, or 404."""
    voucher = find(connection, identifier)
    if voucher is None:
        raise not_found("voucher", identifier)
    return voucher


def campaign_of(connection: Connection, voucher: Mapping[str, Any]) -> Document | None:
    campaign_id = voucher.get("campaign_id")
    return campaigns.find(connection, campaign_id) if campaign_id else None


def holder_of(connection: Connection, voucher: Mapping[str, Any]) -> Document | None:
    """The customer whose voucher it is; None when it is nobody's or the customer was deleted."""
    holder_id = voucher.get("holder_id")
    return customers.find(connection, holder_id) if holder_id else None


def switch(change: Change, identifier: str, *, active: bool) -> Document:
    """Enables or disables the voucher; 404 when there is none."""
    voucher = get(change.connection, identifier) | {"active": active, "updated_at": change.now}
    VOUCHERS.update(change.connection, voucher)
    return voucher
