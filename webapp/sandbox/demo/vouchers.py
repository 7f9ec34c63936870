"""Voucher documents, as GET /v1/vouchers/{code} shows them."""

from random import Random
from typing import Any

from webapp.sandbox.demo.campaigns import assignments
from webapp.sandbox.demo.clock import Moment, written
from webapp.sandbox.demo.identifiers import random_id, voucher_code

Document = dict[str, Any]


def from_campaign(campaign: Document, rng: Random, created: Moment, code: str | None, amount: int) -> Document:
    """A voucher by the campaign's template; `amount` (minor units) is what a gift card is loaded with."""
    template = campaign["voucher"]
    voucher = _voucher(code or voucher_code(template["code_config"]["prefix"], rng), template["type"], rng, created)
    voucher |= {
        "campaign": campaign["name"],
        "campaign_id": campaign["id"],
        "discount": template.get("discount"),
        "start_date": campaign["start_date"],
        "expiration_date": campaign["expiration_date"],
        "is_referral_code": template["is_referral_code"],
        "validation_rules_assignments": campaign["validation_rules_assignments"],
    }
    voucher["redemption"]["quantity"] = template["redemption"]["quantity"]
    if template["type"] == "GIFT_VOUCHER":
        voucher["gift"] = {"amount": amount, "subtracted_amount": 0, "balance": amount, "effect": "APPLY_TO_ORDER"}
        voucher["redemption"]["redeemed_amount"] = 0
    elif template["type"] == "LOYALTY_CARD":
        voucher["loyalty_card"] = {
            "points": 0,
            "balance": 0,
            "next_expiration_date": None,
            "next_expiration_points": None,
            "pending_points": 0,
            "expired_points": 0,
            "subtracted_points": 0,
        }
        voucher["redemption"]["redeemed_points"] = 0
    return voucher


def standalone(rng: Random, created: Moment, code_prefix: str, discount: Document) -> Document:
    """A discount voucher of no campaign, good for one redemption."""
    voucher = _voucher(voucher_code(code_prefix, rng), "DISCOUNT_VOUCHER", rng, created)
    voucher["discount"] = discount
    voucher["redemption"]["quantity"] = 1
    return voucher


def _voucher(code: str, kind: str, rng: Random, created: Moment) -> Document:
    picture = f"{rng.getrandbits(128):032x}"
    return {
        "id": random_id("v_", rng, 32),
        "code": code,
        "campaign": None,
        "campaign_id": None,
        "category": None,
        "category_id": None,
        "categories": [],
        "type": kind,
        "discount": None,
        "gift": None,
        "loyalty_card": None,
        "start_date": None,
        "expiration_date": None,
        "validity_timeframe": None,
        "validity_hours": None,
        "validity_day_of_week": None,
        "active": True,
        "additional_info": None,
        "metadata": {},
        "assets": {
            sort: {"id": picture, "url": f"https://images.example.org/{sort}/{picture}.png"}
            for sort in ("qr", "barcode")
        },
        "is_referral_code": False,
        "created_at": written(created),
        "updated_at": None,
        "holder_id": None,
        "validation_rules_assignments": assignments(),
        "redemption": {
            "quantity": None,
            "redeemed_quantity": 0,
            "object": "list",
            "url": f"/v1/vouchers/{code}/redemptions?page=1&limit=10",
        },
        "publish": {"object": "list", "count": 0, "url": f"/v1/vouchers/{code}/publications?page=1&limit=10"},
        "object": "voucher",
    }


def in_short(voucher: Document) -> Document:
    """The voucher inside an event, as it stands."""
    redemption = voucher["redemption"]
    return {
        "id": voucher["id"],
        "code": voucher["code"],
        "type": voucher["type"],
        "campaign": voucher["campaign"],
        "campaign_id": voucher["campaign_id"],
        "discount": voucher["discount"],
        "gift": voucher["gift"] and dict(voucher["gift"]),
        "loyalty_card": voucher["loyalty_card"] and dict(voucher["loyalty_card"]),
        "is_referral_code": voucher["is_referral_code"],
        "holder_id": voucher["holder_id"],
        "active": voucher["active"],
        "created_at": voucher["created_at"],
        "updated_at": voucher["updated_at"],
        "redemption": {key: value for key, value in redemption.items() if key not in {"object", "url"}},
        "start_date": voucher["start_date"],
        "expiration_date": voucher["expiration_date"],
        "metadata": voucher["metadata"],
        "object": "voucher",
    }


def reference(voucher: Document) -> Document:
    """The voucher inside a redemption."""
    return {key: voucher[key] for key in ("id", "code", "campaign", "campaign_id")} | {"object": "voucher"}
