"""What the customer holds, on the first tab; and in the head of every tab, what of it cannot be used."""

from dataclasses import dataclass
from datetime import UTC, datetime

from webapp.customer_page import Part
from webapp.customer_page.reads import redeemables
from webapp.privacy import shown
from webapp.redeemables.presenters.holdings import Blocker, Group, blockers_of, groups_of
from webapp.rendering import formats
from webapp.voucherify import Page
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.redeemables import RedeemableHolder

SHOWN = 6
BLOCKERS = 3


@dataclass(frozen=True)
class Held:
    """What the panel shows; `total` counts all there are."""

    customer_id: str
    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True)
class Blocking:
    """What the head shows; `more` counts those left out."""

    customer_id: str
    blockers: tuple[Blocker, ...]
    more: int


def _present_panel(customer: Customer, page: Page[RedeemableHolder]) -> Held:
    holders = sorted(page.items, key=lambda holder: holder.redeemable.status != "ACTIVE")[:SHOWN]
    groups = groups_of((shown(holder, customer) for holder in holders), formats())
    return Held(customer.id, groups, len(page.items) if page.total is None else page.total)


def _present_blockers(customer: Customer, page: Page[RedeemableHolder]) -> Blocking:
    found = blockers_of([shown(holder, customer) for holder in page.items], formats(), datetime.now(UTC))
    return Blocking(customer.id, found[:BLOCKERS], len(found[BLOCKERS:]))


PANEL = Part("redeemables", "redeemables/_panel.html", _present_panel, needs=(redeemables,))
BLOCKERS_IN_HEAD = Part("blockers", "redeemables/_blockers.html", _present_blockers, needs=(redeemables,))
