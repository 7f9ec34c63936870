"""A customer as one row of a list. Pure."""

from dataclasses import dataclass
from datetime import datetime

from webapp.customer_page.names import has_name, title_of
from webapp.formats import country
from webapp.voucherify.customer_records import Customer


@dataclass(frozen=True)
class Row:
    """One customer. `spent` is in minor units; None is "not known"."""

    customer_id: str
    title: str
    has_name: bool
    email: str | None
    place: str
    source_id: str | None
    orders: int | None
    spent: int | None
    points: int | None
    created_at: datetime | None
    reason: str


def row_of(customer: Customer, reason: str = "") -> Row:
    """One customer as a row; `reason` says why they were found."""
    address = customer.address
    parts = [address.city, country(address.country) if address.country else None]
    return Row(
        customer_id=customer.id,
        title=title_of(customer),
        has_name=has_name(customer),
        email=customer.email,
        place=", ".join(part for part in parts if part),
        source_id=customer.source_id,
        orders=customer.summary.orders.total_count,
        spent=customer.summary.orders.total_amount,
        points=customer.loyalty.points,
        created_at=customer.created_at,
        reason=reason,
    )
