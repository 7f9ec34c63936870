"""The head of the customer page: who it is, and the figures that answer most questions. Pure."""

from dataclasses import dataclass
from datetime import datetime

from webapp.customer_page.names import has_name, title_of
from webapp.voucherify.customer_records import Customer


@dataclass(frozen=True)
class Header:
    """Amounts in minor units; None is "not known". `tiers` are as the API names them; `read_at` is aware."""

    customer_id: str
    source_id: str | None
    title: str
    has_name: bool
    email: str | None
    phone: str | None
    tiers: tuple[str, ...]
    points: int | None
    gift_balance: int | None
    orders: int | None
    spent: int | None
    succeeded: int | None
    failed: int | None
    read_at: datetime


def header_of(customer: Customer, read_at: datetime) -> Header:
    """Turn a customer into the head of their page."""
    redemptions, orders = customer.summary.redemptions, customer.summary.orders
    tiers = (member.loyalty_tier for member in customer.loyalty.campaigns.values())
    return Header(
        customer_id=customer.id,
        source_id=customer.source_id,
        title=title_of(customer),
        has_name=has_name(customer),
        email=customer.email,
        phone=customer.phone,
        tiers=tuple(dict.fromkeys(tier for tier in tiers if tier)),
        points=customer.loyalty.points,
        gift_balance=redemptions.gift.amount_to_go,
        orders=orders.total_count,
        spent=orders.total_amount,
        succeeded=redemptions.total_succeeded,
        failed=redemptions.total_failed,
        read_at=read_at,
    )
