"""The profile page: every field of the customer object, in people's terms."""

import json
from dataclasses import dataclass
from datetime import datetime

from webapp.customers.presenters import cards
from webapp.customers.presenters.cards import Card
from webapp.customers.presenters.leftovers import leftovers
from webapp.customers.presenters.loyalty import Membership, Referral, memberships, referrals
from webapp.customers.presenters.names import has_name, title_of
from webapp.customers.presenters.values import Fact, describe, facts_of
from webapp.voucherify.customer_records import Customer


@dataclass(frozen=True)
class Tiles:
    """The figures that answer most questions. Amounts in minor units; None is "not known"."""

    points: int | None
    gift_balance: int | None
    orders: int | None
    spent: int | None
    succeeded: int | None
    failed: int | None


@dataclass(frozen=True)
class Profile:
    """All that the profile page shows. `read_at` is when the API was asked (aware)."""

    customer_id: str
    source_id: str | None
    title: str
    has_name: bool
    email: str | None
    phone: str | None
    tiles: Tiles
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
    read_at: datetime


def present(customer: Customer, read_at: datetime) -> Profile:
    """Turn the customer into the profile page. `read_at` is in the configured time zone: its day decides the age."""
    return Profile(
        customer_id=customer.id,
        source_id=customer.source_id,
        title=title_of(customer),
        has_name=has_name(customer),
        email=customer.email,
        phone=customer.phone,
        tiles=_tiles(customer),
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
        read_at=read_at,
    )


def _tiles(customer: Customer) -> Tiles:
    summary = customer.summary
    return Tiles(
        points=customer.loyalty.points,
        gift_balance=summary.redemptions.gift.amount_to_go,
        orders=summary.orders.total_count,
        spent=summary.orders.total_amount,
        succeeded=summary.redemptions.total_succeeded,
        failed=summary.redemptions.total_failed,
    )
