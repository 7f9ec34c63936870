"""A customer's figures (summary, loyalty, referrals), worked out anew from what they follow from.

Every query takes any number of customers at once: one after an order, 50,000 after an import.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.rules.customer_shape import new_figures
from webapp.sandbox.tables import dumps

Figures = dict[str, Any]

# CROSS JOIN makes SQLite take the customers first and find the rest by index.
_ORDERS = """
SELECT customer_id, sum(amount), count(*), amount, max(created_at)
FROM (
    SELECT customer_id, created_at,
           coalesce(json_extract(document, '$.total_amount'), json_extract(document, '$.amount'), 0) AS amount
    FROM json_each(?) AS wanted CROSS JOIN orders ON customer_id = wanted.value
    WHERE status IN ('PAID', 'FULFILLED')
)
GROUP BY customer_id
"""  # the bare `amount` is the one of the row with the latest created_at

_REDEMPTIONS = """
SELECT customer_id, object || ':' || result, count(*),
       sum(coalesce(json_extract(document, '$.gift.amount'), 0)),
       sum(coalesce(json_extract(document, '$.loyalty_card.points'), 0))
FROM json_each(?) AS wanted CROSS JOIN redemptions ON customer_id = wanted.value
GROUP BY customer_id, object, result
"""

_CARDS = """
SELECT customer_id, campaign, sum(coalesce(json_extract(document, '$.gift.balance'), 0)),
       sum(json_extract(document, '$.loyalty_card.balance'))
FROM json_each(?) AS wanted
CROSS JOIN holders ON customer_id = wanted.value
CROSS JOIN vouchers ON vouchers.id = redeemable_id
WHERE voucher_type IN ('GIFT_VOUCHER', 'LOYALTY_CARD')
GROUP BY customer_id, campaign
"""

_REFERRED = """
SELECT holders.customer_id, vouchers.campaign, count(DISTINCT redemptions.customer_id)
FROM json_each(?) AS wanted
CROSS JOIN holders ON holders.customer_id = wanted.value AND holder_role = 'REFERRER'
CROSS JOIN vouchers ON vouchers.id = redeemable_id
LEFT JOIN redemptions ON voucher_id = redeemable_id AND redemptions.object = 'redemption' AND result = 'SUCCESS'
    AND redemptions.customer_id <> holders.customer_id
GROUP BY holders.customer_id, vouchers.campaign
"""

_REFERRALS = """
SELECT redemptions.customer_id, holders.campaign_id, holders.customer_id, redemptions.id, redemptions.date
FROM json_each(?) AS wanted
CROSS JOIN redemptions ON redemptions.customer_id = wanted.value
CROSS JOIN holders ON redeemable_id = voucher_id
WHERE redemptions.object = 'redemption' AND result = 'SUCCESS'
    AND holder_role = 'REFERRER' AND holders.customer_id <> redemptions.customer_id
ORDER BY redemptions.date
"""


def refresh(connection: Connection, customer_ids: Iterable[str]) -> None:
    """Writes the figures of these customers anew from their orders, redemptions, cards and referrals.

    A loyalty tier is kept as it is. Ids of no customer are passed over.
    """
    stored = _stored(connection, dumps(list(customer_ids)))
    fresh = {customer_id: _with_tiers(new_figures(), figures) for customer_id, figures in stored}
    wanted = dumps(list(fresh))
    for count in (_count_orders, _count_redemptions, _count_cards, _count_referred, _count_referrals):
        count(connection, wanted, fresh)
    connection.executemany(
        "UPDATE customers SET figures = ?, is_told = NULL WHERE id = ?",
        ((dumps(figures), customer_id) for customer_id, figures in fresh.items()),
    )


def _stored(connection: Connection, wanted: str) -> Iterator[tuple[str, Figures]]:
    statement = "SELECT id, shown_figures FROM customers WHERE id IN (SELECT value FROM json_each(?))"
    for customer_id, figures in connection.execute(statement, [wanted]):
        yield customer_id, json.loads(figures)


def _with_tiers(figures: Figures, stored: Figures) -> Figures:
    for campaign, membership in stored["loyalty"]["campaigns"].items():
        if "loyalty_tier" in membership:
            _membership(figures, campaign)["loyalty_tier"] = membership["loyalty_tier"]
    return figures


def _membership(figures: Figures, campaign: str) -> Figures:
    campaigns: dict[str, Figures] = figures["loyalty"]["campaigns"]
    return campaigns.setdefault(campaign, {"points": 0, "referred_customers": 0})


def _count_orders(connection: Connection, wanted: str, fresh: dict[str, Figures]) -> None:
    for customer_id, total, count, last_amount, last_date in connection.execute(_ORDERS, [wanted]):
        fresh[customer_id]["summary"]["orders"] = {
            "total_amount": total,
            "total_count": count,
            "average_amount": total // count,
            "last_order_amount": last_amount,
            "last_order_date": last_date,
        }


def _count_redemptions(connection: Connection, wanted: str, fresh: dict[str, Figures]) -> None:
    counters = {
        "redemption:SUCCESS": ("total_redeemed", "total_succeeded"),
        "redemption:FAILURE": ("total_redeemed", "total_failed"),
        "redemption_rollback:SUCCESS": ("total_rolled_back", "total_rollback_succeeded"),
        "redemption_rollback:FAILURE": ("total_rollback_failed",),
    }
    for customer_id, kind, count, credit, points in connection.execute(_REDEMPTIONS, [wanted]):
        redemptions = fresh[customer_id]["summary"]["redemptions"]
        for counter in counters[kind]:
            redemptions[counter] += count
        if kind.endswith(":SUCCESS"):  # a rollback's amounts are negative
            redemptions["gift"]["redeemed_amount"] += credit
            redemptions["loyalty_card"]["redeemed_points"] += points


def _count_cards(connection: Connection, wanted: str, fresh: dict[str, Figures]) -> None:
    for customer_id, campaign, credit, points in connection.execute(_CARDS, [wanted]):
        figures = fresh[customer_id]
        figures["summary"]["redemptions"]["gift"]["amount_to_go"] += credit
        if points is not None:
            figures["summary"]["redemptions"]["loyalty_card"]["points_to_go"] += points
            figures["loyalty"]["points"] += points
            if campaign is not None:
                _membership(figures, campaign)["points"] += points


def _count_referred(connection: Connection, wanted: str, fresh: dict[str, Figures]) -> None:
    for customer_id, campaign, count in connection.execute(_REFERRED, [wanted]):
        fresh[customer_id]["loyalty"]["referred_customers"] += count
        if campaign is not None:
            _membership(fresh[customer_id], campaign)["referred_customers"] += count


def _count_referrals(connection: Connection, wanted: str, fresh: dict[str, Figures]) -> None:
    for customer_id, campaign_id, referrer_id, redemption_id, date in connection.execute(_REFERRALS, [wanted]):
        referrals = fresh[customer_id]["referrals"]
        referrals["total"] += 1
        referrals["campaigns"].append(
            {
                "campaign_id": campaign_id,
                "referrer_id": referrer_id,
                "related_object_id": redemption_id,
                "related_object_type": "redemption",
                "date": date,
            }
        )
