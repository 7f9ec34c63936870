"""What can be exported: for each kind of object its table, its fields and how they are read, orders and filters."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from webapp.sandbox.rules import customer_fields
from webapp.sandbox.rules.exports import filter_fields
from webapp.sandbox.rules.exports.readings import (
    CUSTOMER,
    ORDER,
    POINTS_EXPIRATION,
    PUBLICATION,
    REDEMPTION,
    TRANSACTION,
    VOUCHER,
    Reading,
)
from webapp.sandbox.rules.filters.fields import Fields

Record = dict[str, Any]


def _document(row: Mapping[str, Any]) -> Record:
    record: Record = json.loads(row["document"])
    return record


@lru_cache(1_000)
def _figures(text: str) -> Record:
    """The same for all who have not bought anything yet, and those are often many."""
    figures: Record = json.loads(text)
    return figures


@dataclass(frozen=True)
class Kind:
    """`fields` by name, in the order the API tells them; `orders` by name, as SQL expressions.

    `resource` names the metadata schema and is empty where there are no metadata. `scope` says which rows of the
    table are meant at all.
    """

    table: str
    resource: str
    fields: Mapping[str, Reading]
    defaults: tuple[str, ...]
    orders: Mapping[str, str]
    filterable: Fields
    selected: str = "document"
    scope: str = "TRUE"
    record: Callable[[Any], Record] = _document


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _inside(name: str) -> str:
    return f"json_extract(document, '$.{name}')"


_OWNER = """
(SELECT customer_id FROM holders WHERE redeemable_id = vouchers.id AND holder_role = 'OWNER' ORDER BY sequence LIMIT 1)
"""
_WITH_OWNER = (
    f"document, {_OWNER} AS owner_id, (SELECT source_id FROM customers WHERE id = {_OWNER}) AS owner_source_id"  # noqa: S608
)

KINDS: dict[str, Kind] = {
    "voucher": Kind(
        "vouchers",
        "voucher",
        VOUCHER,
        ("code", "voucher_type", "value", "discount_type"),
        _same("created_at", "updated_at", "code"),
        filter_fields.vouchers,
        selected=_WITH_OWNER,
        record=lambda row: _document(row) | {"owner_id": row["owner_id"], "owner_source_id": row["owner_source_id"]},
    ),
    "redemption": Kind(
        "redemptions",
        "redemption",
        REDEMPTION,
        ("id", "object", "voucher_code", "customer_id", "date", "result"),
        _same("id", "customer_id")
        | {
            "created_at": "date",
            "voucher_code": "json_extract(document, '$.voucher.code')",
            "tracking_id": _inside("tracking_id"),
        },
        filter_fields.redemptions,
    ),
    "customer": Kind(
        "customers",
        "customer",
        CUSTOMER,
        ("name", "source_id"),
        _same("id", "source_id", "created_at", "updated_at") | {"name": "name_folded", "email": "email_folded"},
        customer_fields.field,
        selected="document, shown_figures",
        record=lambda row: _document(row) | _figures(row["shown_figures"]),
    ),
    "publication": Kind(
        "publications",
        "publication",
        PUBLICATION,
        ("code", "customer_id", "date", "channel"),
        _same("id", "voucher_code", "customer_id", "created_at")
        | {"tracking_id": _inside("tracking_id"), "channel": _inside("channel")},
        filter_fields.publications,
    ),
    "order": Kind(
        "orders",
        "order",
        ORDER,
        ("id", "source_id", "status"),
        _same("created_at", "updated_at", "status"),
        filter_fields.orders,
    ),
    "points_expiration": Kind(
        "vouchers",
        "",
        POINTS_EXPIRATION,
        ("id", "campaign_id", "voucher_id", "status", "expires_at", "points"),
        {"expires_at": "json_extract(document, '$.loyalty_card.next_expiration_date')"},
        filter_fields.points_expirations,
        scope="type = 'LOYALTY_CARD' AND json_extract(document, '$.loyalty_card.next_expiration_points') > 0",
    ),
    "voucher_transactions": Kind(
        "transactions",
        "",
        TRANSACTION,
        ("id", "type", "source_id", "status", "reason", "source", "balance", "amount", "created_at"),
        _same("created_at"),
        filter_fields.transactions,
    ),
}
