"""Deeds that spend vouchers: redemptions that succeed, fail or are rolled back."""

from typing import Any

from webapp.sandbox.demo import campaigns, cards, publications, purchases, vouchers
from webapp.sandbox.demo.clock import Moment, written
from webapp.sandbox.demo.identifiers import record_id
from webapp.sandbox.demo.story import BACK_OFFICE, WEB_SHOP, Story

Document = dict[str, Any]


def redeem(story: Story, voucher: Document, order: Document, moment: Moment, *, worth: int | None = None) -> Document:
    """POST /v1/redemptions: take a voucher off an order that is placed but not paid, and pay it.

    `worth` limits what is taken from a gift card (minor units) or a loyalty card (points, worth 0.01 each).
    Answers the redemption.
    """
    story.request(moment)
    redemption = _redemption(story, voucher, "r_", "SUCCESS")
    discount = _discount(voucher, order["amount"], worth)
    kind = _purse(voucher)
    if kind:
        redemption |= {"amount": discount, kind: {"points" if kind == "loyalty_card" else "amount": discount}}
    _take_off(order, voucher, redemption, discount)
    voucher["redemption"]["redeemed_quantity"] += 1
    voucher["updated_at"] = redemption["date"]
    _count(story, "total_succeeded")
    story.rows["redemptions"].append(redemption)
    if kind:
        spent = "POINTS_REDEMPTION" if kind == "loyalty_card" else "CREDITS_REDEMPTION"
        cards.move(story, voucher, -discount, spent, order=_named(order), redemption={"id": redemption["id"]})
    order.update(status="PAID", updated_at=redemption["date"])
    redemption["order"] = dict(order)
    _tell(story, voucher, order, redemption, "succeeded")
    purchases.settle(story, order, "PAID")
    return redemption


def fail(story: Story, voucher: Document, order: Document | None, moment: Moment, failure_code: str) -> Document:
    """POST /v1/redemptions that the API refuses; `failure_code` such as `voucher_expired`. Answers the redemption."""
    story.request(moment)
    redemption = _redemption(story, voucher, "rf_", "FAILURE")
    redemption |= {
        "failure_code": failure_code,
        "failure_message": failure_code.replace("_", " "),
        "order": order and dict(order),
    }
    _count(story, "total_failed")
    story.rows["redemptions"].append(redemption)
    _tell(story, voucher, order, redemption, "failed")
    return redemption


def roll_back(
    story: Story, voucher: Document, redemption: Document, moment: Moment, reason: str, source: Document = BACK_OFFICE
) -> Document:
    """POST /v1/redemptions/{redemptionId}/rollback: the order is canceled, credits or points return to the card."""
    story.request(moment, source)
    order = next(each for each in story.orders if each["id"] == redemption["order"]["id"])
    rollback = _redemption(story, voucher, "rr_", "SUCCESS")
    rollback |= {"object": "redemption_rollback", "redemption": redemption["id"], "reason": reason}
    kind = _purse(voucher)
    if kind:
        unit = "points" if kind == "loyalty_card" else "amount"
        rollback |= {"amount": -redemption["amount"], kind: {unit: -redemption["amount"]}}
    redemption["status"] = "ROLLED_BACK"
    redemption["related_redemptions"] = {"rollbacks": [{"id": rollback["id"], "date": rollback["date"]}]}
    entry = order["redemptions"][redemption["id"]] | {"rollback_id": rollback["id"], "rollback_date": rollback["date"]}
    order["redemptions"] = order["redemptions"] | {redemption["id"]: entry}
    voucher["redemption"]["redeemed_quantity"] -= 1
    voucher["updated_at"] = rollback["date"]
    figures = story.redemption_figures
    figures["total_rolled_back"] += 1
    figures["total_rollback_succeeded"] += 1
    story.rows["redemptions"].append(rollback)
    if kind:
        cards.move(
            story,
            voucher,
            redemption["amount"],
            "POINTS_REFUND" if kind == "loyalty_card" else "CREDITS_REFUND",
            order=_named(order),
            redemption={"id": redemption["id"]},
            rollback={"id": rollback["id"]},
        )
    order.update(status="CANCELED", updated_at=rollback["date"])
    rollback["order"] = dict(order)
    _tell(story, voucher, order, redemption, "rollback.succeeded", redemption_rollback=_in_short(rollback))
    purchases.settle(story, order, "CANCELED")
    return rollback


def redeem_of_friend(story: Story, referrer: Story, voucher: Document, order: Document, moment: Moment) -> None:
    """Redeem a friend's referral code: the customer becomes the friend's referee and holds the code as such."""
    redemption = redeem(story, voucher, order, moment)
    campaign = story.shop.campaigns[voucher["campaign"]]
    referral = {
        "campaign_id": campaign["id"],
        "referrer_id": referrer.id,
        "related_object_id": redemption["id"],
        "related_object_type": "redemption",
        "date": redemption["date"],
    }
    story.customer["referrals"] = {"total": 1, "campaigns": [referral]}
    loyalty = referrer.customer["loyalty"]
    loyalty["referred_customers"] += 1
    loyalty["campaigns"][voucher["campaign"]]["referred_customers"] += 1
    payload = {
        "customer": story.in_short(),
        "referrer": referrer.in_short(),
        "campaign": campaigns.in_short(campaign),
        "voucher": vouchers.in_short(voucher),
        "custom_event": None,
        "redemption": _in_short(redemption),
    }
    story.event("customer.referred", payload, campaign)
    publications.hold(story, voucher, campaign, "REFEREE")


def _redemption(story: Story, voucher: Document, prefix: str, result: str) -> Document:
    return {
        "id": record_id(prefix, story.moment, story.rng),
        "object": "redemption",
        "date": written(story.moment),
        "customer_id": story.id,
        "tracking_id": story.customer["source_id"],
        "metadata": {},
        "redemption": None,
        "result": result,
        "status": "SUCCEEDED" if result == "SUCCESS" else "FAILED",
        "order": None,
        "channel": {"channel_id": WEB_SHOP["api_key"]["app_id"], "channel_type": "API"},
        "customer": story.in_short(),
        "related_object_type": "voucher",
        "related_object_id": voucher["id"],
        "voucher": vouchers.reference(voucher),
    }


def _purse(voucher: Document) -> str | None:
    return next((kind for kind in ("gift", "loyalty_card") if voucher[kind]), None)


def _discount(voucher: Document, amount: int, worth: int | None) -> int:
    kind = _purse(voucher)
    if kind:
        return int(min(voucher[kind]["balance"], amount, amount if worth is None else worth))
    discount = voucher["discount"]
    if discount["type"] == "PERCENT":
        return int(amount * discount["percent_off"] // 100)
    return int(min(discount["amount_off"], amount))


def _take_off(order: Document, voucher: Document, redemption: Document, discount: int) -> None:
    taken_off = ("discount_amount", "total_discount_amount", "applied_discount_amount", "total_applied_discount_amount")
    order.update(dict.fromkeys(taken_off, discount), total_amount=order["amount"] - discount)
    entry = {
        "date": redemption["date"],
        "related_object_type": "voucher",
        "related_object_id": voucher["id"],
        "related_object_parent_id": voucher["campaign_id"],
    }
    order["redemptions"] = {redemption["id"]: entry}


def _count(story: Story, outcome: str) -> None:
    figures = story.redemption_figures
    figures["total_redeemed"] += 1
    figures[outcome] += 1


def _named(order: Document) -> Document:
    return {"id": order["id"], "source_id": order["source_id"]}


def _in_short(redemption: Document) -> Document:
    left_out = ("order", "customer", "voucher", "channel")
    return {key: value for key, value in redemption.items() if key not in left_out}


def _tell(
    story: Story, voucher: Document, order: Document | None, redemption: Document, outcome: str, **more: Document
) -> None:
    campaign = story.shop.campaigns.get(voucher["campaign"])
    customer = story.in_short()
    payload = {
        "customer": customer,
        "order": order and {key: value for key, value in order.items() if key not in {"items", "redemptions"}},
        "campaign": campaigns.in_short(campaign),
        "voucher": vouchers.in_short(voucher),
        "holder": customer if voucher["holder_id"] == story.id else None,
        "promotion_tier": None,
        "promotion_stack": None,
        "redemption": _in_short(redemption),
        **more,
    }
    story.event(f"customer.redemption.{outcome}", payload, campaign)
