"""Deeds that move the balances of gift cards and loyalty cards."""

from typing import Any

from webapp.sandbox.demo import campaigns, vouchers
from webapp.sandbox.demo.campaigns import GIFT_CARDS, LOYALTY, POINTS_PER_UNIT_OF_MONEY
from webapp.sandbox.demo.clock import YEAR, Moment, written
from webapp.sandbox.demo.identifiers import record_id
from webapp.sandbox.demo.story import BACK_OFFICE, SYSTEM, Story

Document = dict[str, Any]


def collect_points(story: Story, card: Document, order: Document, event_id: str) -> None:
    """The club's earning rule: points for a paid order, within the open request."""
    points = order["total_amount"] // 100 * POINTS_PER_UNIT_OF_MONEY
    if not points:
        return
    rule = story.shop.earning_rule
    event = {"id": event_id, "type": "customer.order.paid"}
    transaction = move(
        story,
        card,
        points,
        "POINTS_ACCRUAL",
        order={"id": order["id"], "source_id": order["source_id"]},
        event=event,
        earning_rule={"id": rule["id"], "source": {"banner": rule["source"]["banner"]}},
    )
    campaign = story.shop.campaigns[LOYALTY]
    told = _movement(story, card, transaction, campaign)
    tier = story.shop.tier_for(card["loyalty_card"]["points"])
    reward = {"holder": told["customer"], "loyalty_tier": tier, "earning_rule": rule}
    happening = event | {"category": "EFFECT", "entity_id": story.id, "created_at": order["updated_at"]}
    payload = {key: told[key] for key in ("customer", "voucher", "campaign", "balance")}
    story.event(
        "customer.rewarded.loyalty_points", payload | reward | {"order": dict(order), "event": happening}, campaign
    )
    story.event("customer.voucher.loyalty_card.points_added", told, campaign)
    _climb(story, tier, campaign)


def _climb(story: Story, tier: Document, campaign: Document) -> None:
    membership = story.customer["loyalty"]["campaigns"][LOYALTY]
    before = next(each for each in story.shop.tiers if each["name"] == membership["loyalty_tier"])
    if tier is before:
        return
    membership["loyalty_tier"] = tier["name"]
    payload = {
        "customer": story.in_short(),
        "campaign": campaigns.in_short(campaign),
        "loyalty_tier_from": before,
        "loyalty_tier_to": tier,
        "created_at": written(story.moment),
    }
    story.event("customer.loyalty.tier.upgraded", payload, campaign)


def expire_points(story: Story, card: Document, moment: Moment, points: int) -> None:
    """Points not spent in time fall due."""
    story.request(moment, SYSTEM)
    transaction = move(story, card, -points, "POINTS_EXPIRATION")
    campaign = story.shop.campaigns[LOYALTY]
    bucket = {
        "id": record_id("lopb_", story.moment, story.rng),
        "voucher_id": card["id"],
        "campaign_id": campaign["id"],
        "bucket": {"total_points": points},
        "status": "EXPIRED",
        "expires_at": written(story.moment)[:10],
        "object": "loyalty_points_bucket",
    }
    told = _movement(story, card, transaction, campaign)
    payload = {key: told[key] for key in ("customer", "campaign", "voucher", "transaction")}
    payload |= {"points": points, "buckets": [bucket]}
    story.event("customer.voucher.loyalty_card.points_expired", payload, campaign)


def add_credits(story: Story, card: Document, moment: Moment, amount: int, reason: str) -> None:
    """POST /v1/vouchers/{code}/balance on a gift card; `amount` in minor units."""
    story.request(moment, BACK_OFFICE)
    transaction = move(story, card, amount, "CREDITS_ADDITION", reason=reason, by_hand=True)
    campaign = story.shop.campaigns[GIFT_CARDS]
    story.event("customer.voucher.gift.balance_added", _movement(story, card, transaction, campaign), campaign)


def _movement(story: Story, card: Document, transaction: Document, campaign: Document) -> Document:
    return {
        "customer": story.in_short(),
        "campaign": campaigns.in_short(campaign),
        "voucher": vouchers.in_short(card),
        "balance": transaction["details"]["balance"],
        "transaction": transaction,
    }


def move(
    story: Story,
    card: Document,
    change: int,
    kind: str,
    *,
    reason: str | None = None,
    by_hand: bool = False,
    **related: Document,
) -> Document:
    """Change a card's balance by minor units or points, and write the transaction that says why.

    `related` are the documents named in the transaction's details: order, redemption, rollback, event, earning_rule.
    """
    loyalty = card["type"] == "LOYALTY_CARD"
    (_move_points if loyalty else _move_credits)(story, card, change, kind)
    card["updated_at"] = written(story.moment)
    purse = card["loyalty_card"] if loyalty else card["gift"]
    balance = {
        "type": "loyalty_card" if loyalty else "gift_voucher",
        "total": purse["balance"] + card["redemption"]["redeemed_points" if loyalty else "redeemed_amount"],
        "points" if loyalty else "amount": change,
        "balance": purse["balance"],
        "operation_type": "MANUAL" if by_hand else "AUTOMATIC",
        "related_object": {"type": "voucher", "id": card["id"]},
        "object": "balance",
    }
    transaction = {
        "id": record_id("vtx_", story.moment, story.rng),
        "source_id": None,
        "voucher_id": card["id"],
        "campaign_id": card["campaign_id"],
        "source": "voucherify-web-ui" if by_hand else None,
        "reason": reason,
        "type": kind,
        "details": {"balance": balance, **related},
        "related_transaction_id": None,
        "created_at": written(story.moment),
    }
    story.rows["transactions"].append(transaction)
    return transaction


def _move_credits(story: Story, card: Document, change: int, kind: str) -> None:
    gift, figures = card["gift"], story.redemption_figures["gift"]
    gift["balance"] += change
    figures["amount_to_go"] += change
    if kind == "CREDITS_ADDITION":
        gift["amount"] += change
    else:
        card["redemption"]["redeemed_amount"] -= change
        figures["redeemed_amount"] -= change


def _move_points(story: Story, card: Document, change: int, kind: str) -> None:
    purse, figures, loyalty = card["loyalty_card"], story.redemption_figures["loyalty_card"], story.customer["loyalty"]
    purse["balance"] += change
    figures["points_to_go"] += change
    loyalty["points"] += change
    loyalty["campaigns"][LOYALTY]["points"] += change
    if kind == "POINTS_ACCRUAL":
        purse["points"] += change
    elif kind == "POINTS_EXPIRATION":
        purse["expired_points"] -= change
    else:
        card["redemption"]["redeemed_points"] -= change
        figures["redeemed_points"] -= change
    purse["next_expiration_points"] = purse["balance"] or None
    purse["next_expiration_date"] = _end_of_next_year(story.shop.now) if purse["balance"] else None


def _end_of_next_year(now: Moment) -> str:
    return f"{written(now + YEAR)[:4]}-12-31"
