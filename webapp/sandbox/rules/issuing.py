"""New vouchers, made by a campaign's template."""

import secrets
from collections.abc import Mapping
from typing import Any

from webapp.sandbox.identifiers import ALPHANUMERIC, new_identifier
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import CAMPAIGNS, VOUCHERS

Document = dict[str, Any]

_VALIDITY = ("start_date", "expiration_date", "validity_timeframe", "validity_hours", "validity_day_of_week")
_NOTHING_REDEEMED = {"GIFT_VOUCHER": {"redeemed_amount": 0}, "LOYALTY_CARD": {"redeemed_points": 0}}


def issue(change: Change, campaign: Document) -> Document:
    """Makes one more voucher of the campaign; it is nobody's yet."""
    template = campaign["voucher"]
    code = _code(template.get("code_config") or {})
    picture = new_identifier("")
    voucher = {
        "id": new_identifier("v_"),
        "code": code,
        "campaign": campaign["name"],
        "campaign_id": campaign["id"],
        "category": campaign.get("category"),
        "category_id": campaign.get("category_id"),
        "categories": campaign.get("categories") or [],
        "type": template["type"],
        "discount": template.get("discount"),
        "gift": _gift_card(template.get("gift")),
        "loyalty_card": _loyalty_card(template.get("loyalty_card")),
        **{name: campaign.get(name) for name in _VALIDITY},
        "active": True,
        "additional_info": None,
        "metadata": {},
        "assets": {
            sort: {"id": picture, "url": f"https://images.example.org/{sort}/{picture}.png"}
            for sort in ("qr", "barcode")
        },
        "is_referral_code": bool(template.get("is_referral_code")),
        "created_at": change.now,
        "updated_at": None,
        "holder_id": None,
        "validation_rules_assignments": campaign.get("validation_rules_assignments"),
        "redemption": {
            "quantity": (template.get("redemption") or {}).get("quantity"),
            "redeemed_quantity": 0,
            **_NOTHING_REDEEMED.get(template["type"], {}),
            "object": "list",
            "url": f"/v1/vouchers/{code}/redemptions?page=1&limit=10",
        },
        "publish": {"object": "list", "count": 0, "url": f"/v1/vouchers/{code}/publications?page=1&limit=10"},
        "object": "voucher",
    }
    VOUCHERS.insert(change.connection, [voucher])
    campaign["vouchers_count"] = (campaign.get("vouchers_count") or 0) + 1
    CAMPAIGNS.update(change.connection, campaign)
    return voucher


def _code(config: Mapping[str, Any]) -> str:
    charset = config.get("charset") or ALPHANUMERIC.decode()
    pattern = config.get("pattern") or "#" * (config.get("length") or 8)
    drawn = "".join(secrets.choice(charset) if place == "#" else place for place in pattern)
    return f"{config.get('prefix') or ''}{drawn}{config.get('postfix') or ''}"


def _gift_card(template: Mapping[str, Any] | None) -> Document | None:
    if template is None:
        return None
    amount = template.get("amount") or 0
    return {"amount": amount, "subtracted_amount": 0, "balance": amount, "effect": template.get("effect")}


def _loyalty_card(template: Mapping[str, Any] | None) -> Document | None:
    if template is None:
        return None
    points = template.get("points") or 0
    return {
        "points": points,
        "balance": points,
        "next_expiration_date": None,
        "next_expiration_points": None,
        "pending_points": 0,
        "expired_points": 0,
        "subtracted_points": 0,
    }
