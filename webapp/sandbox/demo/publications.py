"""Deeds that put vouchers and cards into a customer's hands, and messages about them."""

from typing import Any

from webapp.sandbox.demo import campaigns, vouchers
from webapp.sandbox.demo.campaigns import GIFT_CARDS, LOYALTY, REFERRAL
from webapp.sandbox.demo.clock import Moment, written
from webapp.sandbox.demo.identifiers import fixed_id, random_id, record_id
from webapp.sandbox.demo.story import BACK_OFFICE, SYSTEM, WEB_SHOP, Story

Document = dict[str, Any]


def publish(
    story: Story,
    moment: Moment,
    campaign_name: str,
    *,
    code: str | None = None,
    amount: int = 0,
    source: Document = WEB_SHOP,
) -> Document:
    """POST /v1/publications: a voucher of the campaign becomes the customer's own. Answers the voucher.

    `amount` (minor units) is what a gift card is loaded with.
    """
    story.request(moment, source)
    campaign = story.shop.campaigns[campaign_name]
    voucher = vouchers.from_campaign(campaign, story.rng, story.moment, code, amount)
    story.shop.vouchers_of[campaign_name] += 1
    _hand_over(story, voucher, campaign)
    if campaign_name == GIFT_CARDS:
        story.redemption_figures["gift"]["amount_to_go"] += amount
    elif campaign_name == LOYALTY:
        _join_club(story, voucher, campaign)
    elif campaign_name == REFERRAL:
        voucher["referrer_id"] = story.id
        story.customer["loyalty"]["campaigns"][campaign_name] = {"points": 0, "referred_customers": 0}
    return voucher


def give(story: Story, moment: Moment, code_prefix: str, discount: Document) -> Document:
    """Give the customer a voucher that belongs to no campaign. Answers the voucher."""
    story.request(moment, BACK_OFFICE)
    voucher = vouchers.standalone(story.rng, story.moment, code_prefix, discount)
    _hand_over(story, voucher, None)
    return voucher


def disable(voucher: Document, moment: Moment) -> None:
    """POST /v1/vouchers/{code}/disable."""
    voucher.update(active=False, updated_at=written(moment))


def hold(story: Story, voucher: Document, campaign: Document | None, role: str) -> Document:
    """Write the holder row that shows a voucher among the customer's redeemables, and its event."""
    holder = {
        "id": record_id("rh_", story.moment, story.rng),
        "created_at": written(story.moment),
        "redeemable_id": voucher["id"],
        "redeemable_object": "voucher",
        "customer_id": story.id,
        "holder_role": role,
        "campaign_id": campaign["id"] if campaign else None,
        "campaign_type": campaign["campaign_type"] if campaign else None,
        "voucher_type": voucher["type"],
    }
    story.rows["holders"].append(holder)
    payload = {
        "holder": holder | {"publication_id": None, "object": "redeemable_holder"},
        "voucher": vouchers.in_short(voucher),
        "campaign": campaigns.in_short(campaign),
        "customer": story.in_short(),
    }
    story.event("customer.holder.assignment.created", payload, campaign)
    return holder


def _hand_over(story: Story, voucher: Document, campaign: Document | None) -> None:
    voucher["holder_id"] = story.id
    voucher["publish"]["count"] = 1
    story.rows["vouchers"].append(voucher)
    story.vouchers.append(voucher)
    value = next(key for key in ("discount", "gift", "loyalty_card") if voucher[key])
    publication = {
        "id": random_id("pub_", story.rng, 32),
        "object": "publication",
        "created_at": written(story.moment),
        "customer_id": story.id,
        "tracking_id": story.customer["source_id"],
        "metadata": {},
        "channel": "API",
        "source_id": None,
        "result": "SUCCESS",
        "customer": story.in_short(),
        "voucher": {
            "code": voucher["code"],
            "object": "voucher",
            "campaign": voucher["campaign"],
            value: dict(voucher[value]),
            "is_referral_code": voucher["is_referral_code"],
        },
        "vouchers_id": [voucher["id"]],
    }
    story.rows["publications"].append(publication)
    payload = {"customer": story.in_short(), "campaign": campaigns.in_short(campaign), "publication": publication}
    story.event("customer.publication.succeeded", payload, campaign)
    hold(story, voucher, campaign, "REFERRER" if voucher["is_referral_code"] else "OWNER")


def _join_club(story: Story, card: Document, campaign: Document) -> None:
    story.loyalty_card = card
    tier = story.shop.tier_for(0)
    membership = {"points": 0, "loyalty_tier": tier["name"], "referred_customers": 0}
    story.customer["loyalty"]["campaigns"][LOYALTY] = membership
    payload = {"customer": story.in_short(), "campaign": campaigns.in_short(campaign), "loyalty_tier": tier}
    story.event("customer.loyalty.tier.joined", payload | {"created_at": written(story.moment)}, campaign)


def send(story: Story, moment: Moment, channel: str, outcome: str, distribution: str) -> None:
    """A message of an automation: `channel` email or sms, `outcome` sent or failed."""
    story.request(moment, SYSTEM)
    payload = {
        "customer": story.in_short(),
        "distribution": {"id": fixed_id("distr_", distribution), "name": distribution, "object": "distribution"},
        f"{outcome}_at": written(story.moment),
    }
    story.event(f"customer.{channel}.{outcome}", payload)
