"""What is asked of the list of orders. Pure: the API cannot filter, so orders that were read are looked through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from webapp.voucherify.order_records import Order

LAST_PAGE = 100
"""GET /v1/orders answers no page beyond this one."""

LARGEST_PAGE = 100
REACHABLE = LAST_PAGE * LARGEST_PAGE
"""How many orders the list can show at all, however it is paged."""


@dataclass(frozen=True)
class Search:
    """What was asked, with days turned into instants of the configured time zone.

    Amounts are in minor units of the total, both ends included. `created_after` is the beginning of the first day
    asked for, `created_before` the end of the last.
    """

    status: str = ""
    customer_id: str = ""
    amount_from: int | None = None
    amount_to: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    order: str = "-created_at"
    page_size: int = 25

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any], zone: ZoneInfo) -> "Search":
        """Take the values of the valid search form."""
        first, last = fields["created_from"], fields["created_until"]
        return cls(
            status=fields["status"] or "",
            customer_id=(fields["customer"] or "").strip(),
            amount_from=fields["amount_from"],
            amount_to=fields["amount_to"],
            first_day=first,
            last_day=last,
            created_after=datetime.combine(first, time.min, zone) if first else None,
            created_before=datetime.combine(last + timedelta(days=1), time.min, zone) if last else None,
            order=fields["order"],
            page_size=int(fields["page_size"]),
        )

    @property
    def narrows(self) -> bool:
        """Whether orders have to be looked through, and not just listed."""
        asked = (self.status, self.customer_id, self.amount_from, self.amount_to, self.first_day, self.last_day)
        return any(each not in (None, "") for each in asked)

    def admits(self, order: Order) -> bool:
        """Whether an order is among those asked for. What an order does not tell fits no question about it."""
        return (
            self.status in {"", order.status}
            and self.customer_id in {"", order.customer_id}
            and _within(total_of(order), self.amount_from, self.amount_to)
            and self._was_created_then(order.created_at)
        )

    def _was_created_then(self, created_at: datetime | None) -> bool:
        if self.created_after is None and self.created_before is None:
            return True
        if created_at is None or (self.created_after and created_at < self.created_after):
            return False
        return self.created_before is None or created_at < self.created_before


def total_of(order: Order) -> int | None:
    """What the order comes to after discounts; None where it does not tell."""
    return order.amount if order.total_amount is None else order.total_amount


def export_address(search: Search) -> str:
    """The path of the page that makes an export of the orders asked for; amounts in minor units, days as dates.

    An export cannot ask for one customer; the page is told, so that it can say so.
    """
    asked = {
        "object": "order",
        "status": search.status,
        "created_after": search.first_day,
        "created_before": search.last_day,
        "amount_from": search.amount_from,
        "amount_to": search.amount_to,
        "one_customer": "yes" if search.customer_id else "",
    }
    return "/exports/new?" + urlencode({name: value for name, value in asked.items() if value not in (None, "")})


def _within(value: int | None, lowest: int | None, highest: int | None) -> bool:
    if lowest is None and highest is None:
        return True
    if value is None or (lowest is not None and value < lowest):
        return False
    return highest is None or value <= highest
