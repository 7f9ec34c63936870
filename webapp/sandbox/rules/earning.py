"""Loyalty points for orders: earned when an order is paid, taken back when it is canceled."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.database import Connection
from webapp.sandbox.rules import campaigns, cards, events, excerpts, loyalty_tiers
from webapp.sandbox.rules.change import Change

Document = dict[str, Any]

POINTS_ADDED = "customer.voucher.loyalty_card.points_added"

_RULES = "SELECT document FROM earning_rules WHERE event = 'order.paid' AND active ORDER BY sequence"
_CARD = """
SELECT document FROM holders JOIN vouchers ON vouchers.id = redeemable_id
WHERE customer_id = ? AND holders.campaign_id = ? AND voucher_type = 'LOYALTY_CARD' ORDER BY holders.sequence
"""
_EARNED = """
SELECT coalesce(sum(json_extract(document, '$.details.balance.points')), 0) FROM transactions
WHERE voucher_id = ? AND type IN ('POINTS_ACCRUAL', 'POINTS_REMOVAL')
    AND json_extract(document, '$.details.order.id') = ?
"""


@dataclass(frozen=True)
class Happening:
    """An order of a customer got a new status; `event` (id and type) told of it."""

    customer: Document
    order: Document
    event: Document


@dataclass(frozen=True)
class Membership:
    """A rule for paid orders, its programme and the customer's card in it."""

    rule: Document
    campaign: Document
    card: Document


def follow(change: Change, happening: Happening) -> None:
    """Moves the points that an order's new status brings or costs.

    An order earns once. A canceled one gives back what it earned, as far as it is still on the card. The customer's
    figures are the caller's to refresh.
    """
    order = happening.order
    for membership in _memberships(change.connection, happening.customer["id"]):
        card = membership.card
        earned = change.connection.execute(_EARNED, [card["id"], order["id"]]).fetchone()[0]
        if order["status"] == "PAID" and earned <= 0:
            if points := _points(membership.rule, order):
                _reward(change, happening, membership, points)
        elif order["status"] == "CANCELED":
            points = min(earned, card["loyalty_card"]["balance"])
            if points > 0:
                related = _related(happening, membership.rule)
                moved, transaction = cards.move(change, card, "REMOVAL", -points, related=related)
                _tell(change, POINTS_ADDED, membership.campaign, _movement(happening, membership, moved, transaction))


def _memberships(connection: Connection, customer_id: str) -> Iterator[Membership]:
    for row in connection.execute(_RULES).fetchall():
        rule = json.loads(row["document"])
        campaign = campaigns.find(connection, rule["source"]["object_id"])
        card = campaign and connection.execute(_CARD, [customer_id, campaign["id"]]).fetchone()
        if campaign and card:
            yield Membership(rule, campaign, json.loads(card["document"]))


def _points(rule: Document, order: Document) -> int:
    step = rule["loyalty"]["order"]["amount"]
    return int(order["total_amount"] // step["every"] * step["points"])


def _reward(change: Change, happening: Happening, membership: Membership, points: int) -> None:
    campaign, customer = membership.campaign, happening.customer
    moved, transaction = cards.move(
        change,
        membership.card,
        "ACCRUAL",
        points,
        related=_related(happening, membership.rule),
        expiration=expiration(campaign, change.now),
    )
    told = _movement(happening, membership, moved, transaction)
    collected = moved["loyalty_card"]["points"]
    payload = {name: told[name] for name in ("customer", "voucher", "campaign", "balance")} | {
        "holder": told["customer"],
        "loyalty_tier": loyalty_tiers.tier_for(change.connection, campaign, collected),
        "earning_rule": membership.rule,
        "order": happening.order,
        "event": happening.event
        | {
            "category": "EFFECT",
            "entity_id": customer["id"],
            "created_at": change.now,
            "group_id": change.request_id,
        },
    }
    _tell(change, "customer.rewarded.loyalty_points", campaign, payload)
    _tell(change, POINTS_ADDED, campaign, told)
    loyalty_tiers.settle(change, customer, campaign, collected)


def _related(happening: Happening, rule: Document) -> Document:
    """What a transaction says about why the points moved."""
    order = happening.order
    return {
        "order": {"id": order["id"], "source_id": order["source_id"]},
        "event": happening.event,
        "earning_rule": {"id": rule["id"], "source": {"banner": rule["source"]["banner"]}},
    }


def _movement(happening: Happening, membership: Membership, card: Document, transaction: Document) -> Document:
    return {
        "customer": excerpts.customer(happening.customer),
        "campaign": excerpts.campaign(membership.campaign),
        "voucher": excerpts.voucher(card),
        "balance": transaction["details"]["balance"],
        "transaction": transaction,
    }


def _tell(change: Change, kind: str, campaign: Document, payload: Document) -> None:
    links = excerpts.campaign_links(campaign)
    events.record(change, kind, payload["customer"]["id"], payload, category="EFFECT", **links)


def expiration(campaign: Document, now: str) -> str | None:
    """The day on which points of now expire: the end of the year in which so many months will have passed."""
    template = (campaign.get("voucher") or {}).get("loyalty_card") or {}
    rules = template.get("expiration_rules") or {}
    if (rules.get("period_type"), rules.get("rounding_type")) != ("MONTH", "END_OF_YEAR"):
        return None
    today = moments.read(now)
    years = (today.month - 1 + rules["period_value"]) // 12
    return f"{today.year + years}-12-31"
