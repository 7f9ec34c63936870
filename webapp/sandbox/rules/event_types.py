"""The types of customer events: which each of the two feeds shows, and which can be asked for."""

_CHANNELS = ("sms", "email", "activecampaign", "braze", "mailchimp", "intercom", "shopify", "klaviyo", "batch")

FILTERABLE = (
    *(f"customer.{name}" for name in ("confirmed", "created", "updated", "deleted", "referred", "custom_event")),
    *(f"customer.segment.{name}" for name in ("entered", "left")),
    *(f"customer.{channel}.{outcome}" for channel in _CHANNELS for outcome in ("sent", "recovered", "failed")),
    "customer.rewarded",
    "customer.rewarded.loyalty_points",
    "customer.voucher.gift.balance_added",
    *(f"customer.voucher.loyalty_card.points_{name}" for name in ("added", "transferred", "expired")),
    "customer.voucher.deleted",
    *(f"customer.publication.{name}" for name in ("succeeded", "failed")),
    *(f"customer.validation.{name}" for name in ("succeeded", "failed")),
    *(f"customer.redemption.{name}" for name in ("succeeded", "failed")),
    *(f"customer.redemption.rollback.{name}" for name in ("succeeded", "failed")),
    *(f"customer.order.{name}" for name in ("canceled", "created", "fulfilled", "paid", "processing", "updated")),
    *(f"customer.reward_redemptions.{name}" for name in ("created", "pending", "completed", "rolledback")),
    "customer.loyalty.updated",
    *(
        f"customer.loyalty.tier.{name}"
        for name in ("upgraded", "downgraded", "prolonged", "expiration.changed", "joined", "left")
    ),
)

# The current feed knows newer types besides; the deprecated one knows the consents' instead.
ACTIVITY = (
    *FILTERABLE,
    *(f"customer.voucher.loyalty_card.pending_points.{name}" for name in ("activated", "added", "canceled", "updated")),
    "customer.voucher.loyalty_card.points_activated",
    *(f"customer.holder.assignment.{name}" for name in ("created", "deleted")),
)
ACTIVITIES = (*FILTERABLE, "customer.consents.given", "customer.consents.revoked")
