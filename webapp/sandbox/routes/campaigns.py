"""/v1/campaigns: one campaign and the list."""

import json
from typing import Any

from flask import Blueprint

from webapp.sandbox import parameters
from webapp.sandbox.listing import Selection
from webapp.sandbox.routes.narrowing import by_filters
from webapp.sandbox.rules import campaigns, list_fields
from webapp.sandbox.wire import list_of, not_found
from webapp.sandbox.world import reading, world

routes = Blueprint("campaigns", __name__, url_prefix="/v1/campaigns")

HIGHEST_PAGE = 100
ORDERS = ("created_at", "-created_at", "updated_at", "-updated_at")
TYPES = ("PROMOTION", "GIFT_VOUCHERS", "REFERRAL_PROGRAM", "DISCOUNT_COUPONS", "LOYALTY_PROGRAM")
STATUSES = ("DONE", "IN_PROGRESS", "FAILED", "DRAFT", "MODIFYING")
EXPANSIONS = ("category", "access_settings_assignments")
ONLY_IN_ONE = frozenset({"promotion", "validation_rules_assignments"})


@routes.get("")
def list_campaigns() -> dict[str, Any]:
    """By type, status and filters; without promotion tiers and validation rules."""
    limit, page = parameters.limit(), parameters.page(HIGHEST_PAGE)
    order = parameters.choice("order", ORDERS) or "-created_at"
    parameters.choice("expand", EXPANSIONS)
    selection = filtered()
    with reading() as connection:
        total = selection.total(connection)
        rows = selection.rows(connection, order, limit, (page - 1) * limit)
    return list_of("campaigns", [in_list(json.loads(row["document"])) for row in rows], total=total)


@routes.get("/<identifier:campaign_id>")
def get_campaign(campaign_id: str) -> dict[str, Any]:
    """By id or name."""
    with reading() as connection:
        campaign = campaigns.find(connection, campaign_id)
    if campaign is None:
        raise not_found("campaign", campaign_id)
    return campaign


def filtered() -> Selection:
    """The campaigns the query's filters leave; all of them must hold."""
    selection = Selection("campaigns")
    if kind := parameters.choice("campaign_type", TYPES):
        selection.where("campaign_type = ?", kind)
    if status := parameters.choice("campaign_status", STATUSES):
        selection.where("json_extract(document, '$.creation_status') = ?", status)
    if referral := parameters.choice("is_referral_code", ("true", "false")):
        is_referral = "coalesce(json_extract(document, '$.voucher.is_referral_code'), 0)"
        selection.where(is_referral if referral == "true" else f"NOT {is_referral}")
    by_filters(selection, list_fields.campaigns(world().clock.now()))
    return selection


def in_list(campaign: dict[str, Any]) -> dict[str, Any]:
    """The campaign as the list shows it: without its promotion tiers and validation rules."""
    return {name: value for name, value in campaign.items() if name not in ONLY_IN_ONE}
