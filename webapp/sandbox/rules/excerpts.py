"""The short forms in which one object appears inside another and inside events."""

from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]

_NOT_IN_EVENTS = frozenset({"assets", "categories", "validation_rules_assignments", "publish"})
_LINKED_TO_A_REDEMPTION = frozenset({"order", "customer", "voucher", "promotion_tier", "channel"})


def customer(customer: Document) -> dict[str, Any]:
    """The simple customer."""
    return {
        "id": customer["id"],
        "name": customer.get("name"),
        "email": customer.get("email"),
        "source_id": customer.get("source_id"),
        "metadata": customer.get("metadata") or {},
        "object": "customer",
    }


def campaign(campaign: Document | None) -> dict[str, Any] | None:
    """The simple campaign; None for a voucher of no campaign."""
    if campaign is None:
        return None
    return {name: campaign[name] for name in ("id", "name", "campaign_type", "type", "object")}


def voucher(voucher: Document) -> dict[str, Any]:
    """The voucher inside an event."""
    return {name: value for name, value in voucher.items() if name not in _NOT_IN_EVENTS}


def published_voucher(voucher: Document) -> dict[str, Any]:
    """The voucher inside a publication's list entry: its code and what it is worth."""
    value = next((name for name in ("gift", "loyalty_card", "discount") if voucher[name]), "discount")
    return {
        "code": voucher["code"],
        "object": "voucher",
        "campaign": voucher["campaign"],
        value: voucher[value],
        "is_referral_code": voucher["is_referral_code"],
    }


def redemption(redemption: Document) -> dict[str, Any]:
    """The redemption (or rollback) inside an event, where its order, customer and voucher stand beside it."""
    return {name: value for name, value in redemption.items() if name not in _LINKED_TO_A_REDEMPTION}


def campaign_links(campaign: Document | None) -> dict[str, Any]:
    """The columns by which an event of this campaign is found."""
    if campaign is None:
        return {}
    return {"campaign_id": campaign["id"], "campaign_type": campaign["campaign_type"]}
