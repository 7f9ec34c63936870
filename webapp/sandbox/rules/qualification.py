"""Why a voucher or promotion tier is not for this customer now, as far as the world knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.rules import redeemables, vouchers
from webapp.sandbox.tables import SEGMENT_MEMBERS, SEGMENTS

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Refusal:
    """A reason by its error key; `message` and `details` are words for people."""

    key: str
    message: str
    details: str


_BY_STATUS = {
    "DISABLED": Refusal("voucher_disabled", "Voucher disabled", "The voucher is disabled"),
    "EXPIRED": Refusal("voucher_expired", "Voucher expired", "The voucher has expired"),
    "NOT_ACTIVE_YET": Refusal("voucher_not_active", "Voucher is not active yet", "The voucher is not active yet"),
    "USED": Refusal("quantity_exceeded", "Quantity exceeded", "The voucher has no redemptions left"),
}
_NO_BALANCE = {
    "GIFT_VOUCHER": Refusal("gift_amount_exceeded", "Gift amount exceeded", "The balance does not suffice"),
    "LOYALTY_CARD": Refusal(
        "loyalty_card_points_exceeded", "Loyalty card points exceeded", "The points do not suffice"
    ),
}
_NOT_NOW = Refusal("voucher_not_active_now", "Voucher is not active now", "The voucher is not valid at this time")
_CUSTOMER_NEEDED = Refusal("missing_customer", "Missing customer", "The voucher is for certain customers only")
_OF_ANOTHER = Refusal("customer_rules_violated", "Customer rules violated", "The voucher belongs to another customer")
_OWN_REFERRAL = Refusal("customer_rules_violated", "Customer rules violated", "A referral code is for a friend")
_NOT_IN_SEGMENT = Refusal(
    "customer_rules_violated", "Customer rules violated", "The customer is not in the segment the voucher is for"
)


def refusal(
    connection: Connection, voucher: Document, customer: Document | None, wanted: int | None, now: datetime
) -> Refusal | None:
    """Why the voucher cannot be redeemed; None when it can be.

    `wanted` is how much of a card is asked for (minor units or points), where the call says. `customer` is None when
    none was named.
    """
    campaign = vouchers.campaign_of(connection, voucher)
    return (
        _by_state(voucher, wanted, now)
        or (_by_state(campaign, None, now) if campaign else None)
        or (None if _in_hours(voucher, now) else _NOT_NOW)
        or _by_owner(voucher, customer)
        or _by_segments(connection, voucher, customer)
    )


def _by_state(redeemable: Document, wanted: int | None, now: datetime) -> Refusal | None:
    status = redeemables.status(redeemable, now)
    left = redeemables.balance(redeemable)
    if status == "NO_BALANCE" or (wanted is not None and left is not None and wanted > left):
        return _NO_BALANCE[redeemable["type"]]
    return _BY_STATUS.get(status)


def _in_hours(redeemable: Document, now: datetime) -> bool:
    """Whether the day of the week (0 is Sunday) and the hour are among those the redeemable is valid in."""
    today = now.isoweekday() % 7
    days = redeemable.get("validity_day_of_week")
    if days and today not in days:
        return False
    daily = (redeemable.get("validity_hours") or {}).get("daily")
    return not daily or any(
        today in hours.get("days_of_week", range(7))
        and time.fromisoformat(hours["start_time"]) <= now.time() < time.fromisoformat(hours["expiration_time"])
        for hours in daily
    )


def _by_owner(voucher: Document, customer: Document | None) -> Refusal | None:
    """A loyalty card and a code given out are their holder's, a referral code is for anybody but its holder.

    A gift card pays for whoever has it.
    """
    holder_id = voucher.get("holder_id")
    if holder_id is None or voucher.get("gift"):
        return None
    if customer is None:
        return _CUSTOMER_NEEDED if voucher.get("loyalty_card") else None
    is_holder = customer.get("id") == holder_id
    if voucher.get("is_referral_code"):
        return _OWN_REFERRAL if is_holder else None
    return None if is_holder else _OF_ANOTHER


def _by_segments(connection: Connection, redeemable: Document, customer: Document | None) -> Refusal | None:
    """The rule `val_x` asks for the segment `seg_x`; the world knows no other rules, and lets those pass."""
    for assignment in (redeemable.get("validation_rules_assignments") or {}).get("data", ()):
        segment_id = assignment["rule_id"].replace("val_", "seg_", 1)
        if SEGMENTS.find(connection, id=segment_id) is None:
            continue
        if customer is None:
            return _CUSTOMER_NEEDED
        if not SEGMENT_MEMBERS.find(connection, segment=segment_id, sequence=customer.get("id") or ""):
            return _NOT_IN_SEGMENT
    return None
