"""Whether a voucher can be used now: one answer for a customer's redeemables and for validations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from webapp.sandbox.moments import read

Status = Literal["ACTIVE", "USED", "DISABLED", "NOT_ACTIVE_YET", "EXPIRED", "NO_BALANCE"]


def status(voucher: Mapping[str, Any], now: datetime) -> Status:
    """The status shown beside a voucher at `now` (UTC): the first reason that keeps it from use, else ACTIVE."""
    if voucher.get("active") is False:
        return "DISABLED"
    if (expiration := voucher.get("expiration_date")) and read(expiration) <= now:
        return "EXPIRED"
    if (start := voucher.get("start_date")) and read(start) > now:
        return "NOT_ACTIVE_YET"
    if _is_used_up(voucher):
        return "USED"
    left = balance(voucher)
    if left is not None and left <= 0:
        return "NO_BALANCE"
    return "ACTIVE"


def balance(voucher: Mapping[str, Any]) -> int | None:
    """What can be spent: minor units on a gift card, points on a loyalty card, None on a discount voucher."""
    card = voucher.get("gift") or voucher.get("loyalty_card")
    return None if card is None else int(card.get("balance") or 0)


def _is_used_up(voucher: Mapping[str, Any]) -> bool:
    redemption = voucher.get("redemption") or {}
    quantity = redemption.get("quantity")
    return quantity is not None and (redemption.get("redeemed_quantity") or 0) >= quantity
