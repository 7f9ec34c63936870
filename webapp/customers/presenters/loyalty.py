"""Loyalty by campaign, and who referred whom."""

from dataclasses import dataclass
from datetime import datetime

from webapp.voucherify.customer_records import Customer


@dataclass(frozen=True)
class Membership:
    """One campaign the customer takes part in. `tier` is the tier's id; None where there is none."""

    campaign: str
    points: int | None
    tier: str | None
    referred_customers: int | None


@dataclass(frozen=True)
class Referral:
    """One time somebody referred this customer. Ids are the API's; None is "not known"."""

    referrer_id: str | None
    campaign_id: str | None
    related_object_id: str | None
    related_object_type: str | None
    referred_at: datetime | None


def memberships(customer: Customer) -> tuple[Membership, ...]:
    """Give the campaigns by name."""
    campaigns = customer.loyalty.campaigns
    return tuple(
        Membership(name, member.points, member.loyalty_tier, member.referred_customers)
        for name, member in sorted(campaigns.items(), key=lambda item: item[0].casefold())
    )


def referrals(customer: Customer) -> tuple[Referral, ...]:
    """Give who referred this customer, in the order of the API."""
    return tuple(
        Referral(each.referrer_id, each.campaign_id, each.related_object_id, each.related_object_type, each.date)
        for each in customer.referrals.campaigns
    )
