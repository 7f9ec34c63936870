"""The shop's campaigns, one of each type and more, and the terms of its loyalty programme."""

from typing import Any

from webapp.sandbox.demo.clock import DAY, YEAR, Moment, midnight_before, written
from webapp.sandbox.demo.identifiers import fixed_id
from webapp.sandbox.demo.segments import VIP

Document = dict[str, Any]

SUMMER = "Summer sale"
WELCOME = "Welcome 10"
WINTER = "Early winter"
VIP_PRICES = "VIP prices"
GIFT_CARDS = "Gift cards"
LOYALTY = "Harbour Club"
REFERRAL = "Bring a friend"
FREE_DELIVERY = "Free delivery weeks"

POINTS_PER_UNIT_OF_MONEY = 1
_CHARSET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def amount_off(amount: int) -> Document:
    """A discount of an amount in minor units."""
    return {"type": "AMOUNT", "amount_off": amount, "effect": "APPLY_TO_ORDER"}


def percent_off(percent: int) -> Document:
    """A discount of so many per cent."""
    return {"type": "PERCENT", "percent_off": percent, "effect": "APPLY_TO_ORDER"}


def _template(prefix: str, kind: str, quantity: int | None, **value: Document) -> Document:
    return {
        "type": kind,
        **value,
        "redemption": {"quantity": quantity},
        "code_config": {"length": 8, "charset": _CHARSET, "pattern": "########", "prefix": prefix},
        "is_referral_code": prefix == "FRIEND-",
    }


def _campaign(
    name: str,
    campaign_type: str,
    created: Moment,
    voucher: Document | None,
    start: Moment | None = None,
    end: Moment | None = None,
    **more: Any,
) -> Document:
    return {
        "id": fixed_id("camp_", name),
        "name": name,
        "description": f"{name} of the Harbour shop",
        "campaign_type": campaign_type,
        "type": "AUTO_UPDATE",
        "voucher": voucher,
        "auto_join": campaign_type == "LOYALTY_PROGRAM",
        "join_once": campaign_type in {"LOYALTY_PROGRAM", "REFERRAL_PROGRAM"},
        "use_voucher_metadata_schema": True,
        "start_date": written(start) if start else None,
        "expiration_date": written(end) if end else None,
        "active": True,
        "metadata": {},
        "created_at": written(created),
        "updated_at": None,
        "creation_status": "DONE",
        "vouchers_generation_status": "DONE",
        "protected": False,
        "category_id": None,
        "categories": [],
        "validation_rules_assignments": assignments(),
        "object": "campaign",
    } | more


def assignments(*rules: Document) -> Document:
    """The list of validation rules inside a campaign or voucher."""
    return {"object": "list", "data_ref": "data", "data": list(rules), "total": len(rules)}


def in_short(campaign: Document | None) -> Document | None:
    """The campaign inside an event; a voucher without a campaign has none."""
    return campaign and {key: campaign[key] for key in ("id", "name", "campaign_type", "type", "object")}


def _only_for_segment(campaign: str, segment: str, created: Moment) -> Document:
    return {
        "id": fixed_id("asgm_", campaign),
        "rule_id": fixed_id("val_", segment),
        "related_object_id": fixed_id("camp_", campaign),
        "related_object_type": "campaign",
        "created_at": written(created),
        "object": "validation_rules_assignment",
    }


def campaigns(opening: Moment, now: Moment) -> dict[str, Document]:
    """All campaigns by name, as GET /v1/campaigns shows them. The summer sale ended yesterday; winter is to come."""
    today = midnight_before(now)
    discount = "DISCOUNT_VOUCHER"
    free_delivery = _free_delivery_tiers(opening)
    expiry = {"period_type": "MONTH", "period_value": 12, "rounding_type": "END_OF_YEAR"}
    every = (
        _campaign(
            SUMMER,
            "DISCOUNT_COUPONS",
            today - 90 * DAY,
            _template("SUMMER-", discount, 1, discount=percent_off(20)),
            start=today - 75 * DAY,
            end=today - DAY,
        ),
        _campaign(WELCOME, "DISCOUNT_COUPONS", opening, _template("WELCOME-", discount, 1, discount=amount_off(1000))),
        _campaign(
            WINTER,
            "DISCOUNT_COUPONS",
            today - 20 * DAY,
            _template("WINTER-", discount, 1, discount=percent_off(15)),
            start=today + 25 * DAY,
            end=today + 90 * DAY,
        ),
        _campaign(
            VIP_PRICES,
            "DISCOUNT_COUPONS",
            opening,
            _template("VIP-", discount, None, discount=percent_off(10)),
            validation_rules_assignments=assignments(_only_for_segment(VIP_PRICES, VIP, opening)),
        ),
        _campaign(
            GIFT_CARDS,
            "GIFT_VOUCHERS",
            opening,
            _template("GIFT-", "GIFT_VOUCHER", None, gift={"amount": 0, "balance": 0, "effect": "APPLY_TO_ORDER"}),
        ),
        _campaign(
            LOYALTY,
            "LOYALTY_PROGRAM",
            opening,
            _template("CLUB-", "LOYALTY_CARD", None, loyalty_card={"points": 0, "expiration_rules": expiry}),
        ),
        _campaign(
            REFERRAL,
            "REFERRAL_PROGRAM",
            opening,
            _template("FRIEND-", discount, None, discount=amount_off(500)),
            referral_program={"conversion_event_type": "redemption"},
        ),
        _campaign(FREE_DELIVERY, "PROMOTION", opening, None, start=opening, end=now + YEAR, promotion=free_delivery),
    )
    return {campaign["name"]: campaign for campaign in every}


def _free_delivery_tiers(opening: Moment) -> Document:
    tiers: list[Document] = [
        {
            "id": fixed_id("promo_", name),
            "created_at": written(opening),
            "updated_at": None,
            "name": name,
            "banner": banner,
            "action": {"discount": amount_off(amount)},
            "metadata": {},
            "hierarchy": hierarchy,
            "campaign_id": fixed_id("camp_", FREE_DELIVERY),
            "active": True,
            "object": "promotion_tier",
            "category_id": None,
            "categories": [],
        }
        for hierarchy, (name, banner, amount) in enumerate(
            (("Parcel locker", "We pay the parcel locker", 290), ("To the door", "We pay the courier", 590)), 1
        )
    ]
    return {"object": "list", "data_ref": "tiers", "tiers": tiers, "total": len(tiers)}


def loyalty_tiers(opening: Moment) -> tuple[Document, ...]:
    """The club's tiers, lowest first; `points` are the points ever collected."""
    return tuple(
        {
            "id": fixed_id("ltr_", name),
            "name": name,
            "campaign_id": fixed_id("camp_", LOYALTY),
            "metadata": {},
            "points": {"from": lowest, "to": highest},
            "config": {"points": {"from": lowest, "to": highest}},
            "created_at": written(opening),
            "updated_at": None,
            "object": "loyalty_tier",
        }
        for name, lowest, highest in (("Bronze", 0, 299), ("Silver", 300, 999), ("Gold", 1000, 1_000_000))
    )


def earning_rule(opening: Moment) -> Document:
    """The club's rule: one point for every 1.00 of a paid order."""
    amount = {"every": 100, "points": POINTS_PER_UNIT_OF_MONEY}
    return {
        "id": fixed_id("ern_", LOYALTY),
        "created_at": written(opening),
        "updated_at": None,
        "loyalty": {"type": "PROPORTIONAL", "calculation_type": "ORDER_AMOUNT", "order": {"amount": amount}},
        "event": "order.paid",
        "source": {
            "banner": "1 point per 1.00",
            "object_id": fixed_id("camp_", LOYALTY),
            "object_type": "campaign",
        },
        "object": "earning_rule",
        "automation_id": fixed_id("auto_", LOYALTY),
        "metadata": {},
        "validation_rule_id": None,
        "active": True,
    }
