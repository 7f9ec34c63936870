"""The tiers of a loyalty programme: a member stands in the highest one that the points ever collected reach."""

import json
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.rules import customers, events, excerpts
from webapp.sandbox.rules.change import Change
from webapp.sandbox.tables import dumps

Document = dict[str, Any]


def tier_for(connection: Connection, campaign: Document, points: int) -> Document | None:
    """The tier of somebody who has collected so many points; None where the programme has none so low."""
    reached = [tier for tier in _tiers(connection, campaign) if tier["points"]["from"] <= points]
    return reached[-1] if reached else None


def settle(change: Change, customer: Document, campaign: Document, points: int) -> None:
    """Puts the member into the tier that these points reach, and tells of joining or climbing. Nobody goes down."""
    tiers = _tiers(change.connection, campaign)
    names = [tier["name"] for tier in tiers]
    tier = tier_for(change.connection, campaign, points)
    current = (customers.find(change.connection, customer["id"]) or customer)["loyalty"]
    membership = current["campaigns"].setdefault(campaign["name"], {"points": 0, "referred_customers": 0})
    before = membership.get("loyalty_tier")
    if tier is None or (before in names and names.index(before) >= names.index(tier["name"])):
        return
    membership["loyalty_tier"] = tier["name"]
    change.connection.execute(
        "UPDATE customers SET is_told = NULL, figures = json_set(shown_figures, '$.loyalty', json(?)) WHERE id = ?",
        [dumps(current), customer["id"]],
    )
    payload = {
        "customer": excerpts.customer(customer),
        "campaign": excerpts.campaign(campaign),
        "created_at": change.now,
    }
    kind = "customer.loyalty.tier.joined"
    if before in names:
        kind = "customer.loyalty.tier.upgraded"
        payload |= {"loyalty_tier_from": tiers[names.index(before)], "loyalty_tier_to": tier}
    else:
        payload["loyalty_tier"] = tier
    links = excerpts.campaign_links(campaign)
    events.record(change, kind, customer["id"], payload, category="EFFECT", **links)


def _tiers(connection: Connection, campaign: Document) -> list[Document]:
    """Lowest first."""
    rows = connection.execute(
        "SELECT document FROM loyalty_tiers WHERE campaign_id = ? ORDER BY sequence", [campaign["id"]]
    )
    return sorted((json.loads(row["document"]) for row in rows), key=lambda tier: tier["points"]["from"])
