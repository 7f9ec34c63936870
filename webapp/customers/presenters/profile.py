"""The profile page: every field of the customer object, in people's terms."""

import json
from dataclasses import dataclass
from datetime import datetime

from webapp.customers.presenters import cards
from webapp.customers.presenters.cards import Card
from webapp.customers.presenters.leftovers import leftovers
from webapp.customers.presenters.loyalty import Membership, Referral, memberships, referrals
from webapp.values import Fact, describe, facts_of
from webapp.voucherify.customer_records import Customer


@dataclass(frozen=True)
class Profile:
    """All that the first tab says about the customer's own record."""

    person: Card
    orders: Card
    redemptions: Card
    gift_cards: Card
    loyalty_cards: Card
    record: Card
    memberships: tuple[Membership, ...]
    referred_customers: int | None
    referrals: tuple[Referral, ...]
    referral_count: int | None
    metadata: tuple[Fact, ...]
    system_metadata: tuple[Fact, ...]
    other_fields: tuple[Fact, ...]
    raw_json: str


def present(customer: Customer, read_at: datetime) -> Profile:
    """Turn the customer into cards. `read_at` is in the configured time zone: its day decides the age."""
    return Profile(
        person=cards.person(customer, read_at.date()),
        orders=cards.orders(customer),
        redemptions=cards.redemptions(customer),
        gift_cards=cards.gift_cards(customer),
        loyalty_cards=cards.loyalty_cards(customer),
        record=cards.record(customer),
        memberships=memberships(customer),
        referred_customers=customer.loyalty.referred_customers,
        referrals=referrals(customer),
        referral_count=customer.referrals.total,
        metadata=facts_of(customer.metadata),
        system_metadata=facts_of(customer.system_metadata),
        other_fields=tuple(Fact(path, describe(value)) for path, value in leftovers(customer.raw)),
        raw_json=json.dumps(customer.to_json(), indent=2, ensure_ascii=False),
    )
