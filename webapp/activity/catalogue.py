"""The documented types of customer events, in families, with the words for each. Pure."""

from dataclasses import dataclass

CHANNELS = {
    "email": "E-mail",
    "sms": "Text message",
    "activecampaign": "ActiveCampaign message",
    "batch": "Batch message",
    "braze": "Braze message",
    "intercom": "Intercom message",
    "klaviyo": "Klaviyo message",
    "mailchimp": "Mailchimp message",
    "shopify": "Shopify message",
}
DELIVERIES = {"sent": "sent", "recovered": "sent after all", "failed": "failed"}
CATEGORIES = {"ACTION": "What the customer did", "EFFECT": "What followed from it"}
CAMPAIGN_TYPES = {
    "DISCOUNT_COUPONS": "Discount coupons",
    "GIFT_VOUCHERS": "Gift vouchers",
    "LOYALTY_PROGRAM": "Loyalty program",
    "PROMOTION": "Promotion",
    "REFERRAL_PROGRAM": "Referral program",
}


@dataclass(frozen=True)
class Family:
    """Types of events that belong together. `kind` names the picture beside them; `types` have words for a list."""

    kind: str
    label: str
    types: dict[str, str]


FAMILIES: tuple[Family, ...] = (
    Family(
        "profile",
        "Profile",
        {
            "customer.created": "Customer created",
            "customer.updated": "Profile changed",
            "customer.confirmed": "Customer confirmed",
            "customer.deleted": "Customer deleted",
            "customer.referred": "Referred by somebody",
            "customer.custom_event": "Custom event",
        },
    ),
    Family(
        "segment", "Segments", {"customer.segment.entered": "Segment entered", "customer.segment.left": "Segment left"}
    ),
    Family(
        "order",
        "Orders",
        {
            "customer.order.created": "Order placed",
            "customer.order.updated": "Order changed",
            "customer.order.processing": "Order in processing",
            "customer.order.paid": "Order paid",
            "customer.order.fulfilled": "Order fulfilled",
            "customer.order.canceled": "Order canceled",
        },
    ),
    Family(
        "redemption",
        "Redemptions",
        {
            "customer.redemption.succeeded": "Redemption succeeded",
            "customer.redemption.failed": "Redemption failed",
            "customer.redemption.rollback.succeeded": "Redemption rolled back",
            "customer.redemption.rollback.failed": "Rollback failed",
            "customer.validation.succeeded": "Code checked, valid",
            "customer.validation.failed": "Code checked, not valid",
        },
    ),
    Family(
        "voucher",
        "Vouchers and gift cards",
        {
            "customer.publication.succeeded": "Voucher given",
            "customer.publication.failed": "Voucher could not be given",
            "customer.voucher.gift.balance_added": "Gift card's balance changed",
            "customer.voucher.deleted": "Voucher deleted",
        },
    ),
    Family(
        "points",
        "Points",
        {
            "customer.rewarded.loyalty_points": "Points earned",
            "customer.voucher.loyalty_card.points_added": "Points added",
            "customer.voucher.loyalty_card.points_transferred": "Points moved",
            "customer.voucher.loyalty_card.points_expired": "Points expired",
        },
    ),
    Family(
        "tier",
        "Loyalty tiers",
        {
            "customer.loyalty.updated": "Loyalty updated",
            "customer.loyalty.tier.joined": "Tier joined",
            "customer.loyalty.tier.upgraded": "Tier upgraded",
            "customer.loyalty.tier.downgraded": "Tier downgraded",
            "customer.loyalty.tier.prolonged": "Tier prolonged",
            "customer.loyalty.tier.expiration.changed": "Tier's end changed",
            "customer.loyalty.tier.left": "Tier left",
        },
    ),
    Family(
        "reward",
        "Rewards",
        {
            "customer.rewarded": "Reward given",
            "customer.reward_redemptions.created": "Reward claimed",
            "customer.reward_redemptions.pending": "Reward pending",
            "customer.reward_redemptions.completed": "Reward handed over",
            "customer.reward_redemptions.rolledback": "Reward taken back",
        },
    ),
    Family(
        "message",
        "Messages",
        {
            f"customer.{channel}.{delivery}": f"{words} {ending}"
            for channel, words in CHANNELS.items()
            for delivery, ending in DELIVERIES.items()
        },
    ),
)
"""The types the feed can be narrowed to."""

UNFILTERABLE: tuple[Family, ...] = (
    Family(
        "voucher",
        "Vouchers and gift cards",
        {
            "customer.holder.assignment.created": "Became a voucher's holder",
            "customer.holder.assignment.deleted": "No longer a voucher's holder",
        },
    ),
    Family(
        "points",
        "Points",
        {
            "customer.voucher.loyalty_card.points_activated": "Pending points became usable",
            "customer.voucher.loyalty_card.pending_points.activated": "Pending points became usable",
            "customer.voucher.loyalty_card.pending_points.added": "Points pending",
            "customer.voucher.loyalty_card.pending_points.canceled": "Pending points canceled",
            "customer.voucher.loyalty_card.pending_points.updated": "Pending points changed",
        },
    ),
    Family(
        "consent",
        "Consents",
        {"customer.consents.given": "Consent given", "customer.consents.revoked": "Consent taken back"},
    ),
)
"""Types that appear in a feed without being offered as a filter by the API."""

UNKNOWN = Family("other", "Other", {})
_BY_TYPE = {event_type: family for family in (*FAMILIES, *UNFILTERABLE) for event_type in family.types}


def family_of(event_type: str) -> Family:
    """The family of a type; one of its own for types not documented yet."""
    return _BY_TYPE.get(event_type, UNKNOWN)
