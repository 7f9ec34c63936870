"""/v1/loyalties: members, who are loyalty cards found by their code, and their balance."""

from typing import Any

from flask import Blueprint

from webapp.sandbox import moments
from webapp.sandbox.database import Connection
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.rules import adjustments, campaigns, earning, vouchers
from webapp.sandbox.wire import ApiError, invalid_payload, not_found
from webapp.sandbox.world import changing, reading, world

routes = Blueprint("loyalties", __name__, url_prefix="/v1/loyalties")

PROGRAM_RULES = "PROGRAM_RULES"
EXPIRATION_TYPES = (PROGRAM_RULES, "CUSTOM_DATE", "NON_EXPIRING")


@routes.get("/members/<identifier:member_id>")
@routes.get("/<identifier:campaign_id>/members/<identifier:member_id>")
def get_member(member_id: str, campaign_id: str | None = None) -> dict[str, Any]:
    """The loyalty card with this code, of this campaign if one is named."""
    with reading() as connection:
        return member(connection, member_id, campaign_id)


@routes.post("/members/<identifier:member_id>/balance")
@routes.post("/<identifier:campaign_id>/members/<identifier:member_id>/balance")
def change_balance(member_id: str, campaign_id: str | None = None) -> dict[str, Any]:
    """Adds or takes points; leaves a transaction and an event, moves figures and tier."""
    body = Properties(json_body())
    body.demand("points")
    points = body.whole_number("points") or 0
    kind = body.choice("expiration_type", EXPIRATION_TYPES) or PROGRAM_RULES
    day = expiration_date(body, kind)
    source_id, reason = body.text("source_id"), body.text("reason")
    with changing() as change:
        card = member(change.connection, member_id, campaign_id)
        campaign = vouchers.campaign_of(change.connection, card)
        if kind == PROGRAM_RULES and campaign:
            day = earning.expiration(campaign, change.now)
        return adjustments.adjust(change, card, points, source_id=source_id, reason=reason, expiration=day)


def member(connection: Connection, member_id: str, campaign_id: str | None) -> dict[str, Any]:
    """The loyalty card with this code or id, of this campaign (id or name) if one is named; else 404."""
    card = vouchers.get(connection, member_id)
    if card["type"] != "LOYALTY_CARD":
        raise not_found("voucher", member_id)
    if campaign_id is not None:
        campaign = campaigns.find(connection, campaign_id)
        if campaign is None:
            raise not_found("campaign", campaign_id)
        if campaign["id"] != card["campaign_id"]:
            raise not_found("voucher", member_id)
    return card


def expiration_date(body: Properties, kind: str) -> str | None:
    """The day (`YYYY-MM-DD`) on which added points expire, where the body sets one."""
    given = body.text("expiration_date")
    if kind == "CUSTOM_DATE":
        body.demand("expiration_date")
    if given is None:
        return None
    try:
        moment = moments.read(given)
    except ValueError as error:
        raise invalid_payload("Property .expiration_date cannot be recognized as a ISO-8601 compliant date") from error
    if moment < world().clock.now():
        raise ApiError(
            400,
            "invalid_expiration_date",
            "Expiration date cannot be set in the past",
            message="Invalid Expiration Date",
        )
    return moments.written(moment)[:10] if kind == "CUSTOM_DATE" else None
