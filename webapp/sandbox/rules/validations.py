"""Validations: would these redeemables apply to this order and customer? Nothing is redeemed."""

import json
from collections.abc import Sequence
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules import discounts, events, excerpts, qualification, vouchers
from webapp.sandbox.rules.change import Change

Document = dict[str, Any]

MOST_APPLICABLE = 5
STACKING_RULES: Document = {
    "redeemables_limit": 30,
    "applicable_redeemables_limit": MOST_APPLICABLE,
    "applicable_redeemables_per_category_limit": 1,
    "applicable_redeemables_category_limits": {},
    "applicable_exclusive_redeemables_limit": 1,
    "applicable_exclusive_redeemables_per_category_limit": 1,
    "exclusive_categories": [],
    "joint_categories": [],
    "redeemables_application_mode": "ALL",
    "redeemables_sorting_rule": "REQUESTED_ORDER",
    "redeemables_products_application_mode": "STACK",
    "redeemables_no_effect_rule": "REDEEM_ANYWAY",
    "no_effect_skip_categories": [],
    "no_effect_redeem_anyway_categories": [],
    "redeemables_rollback_order_mode": "WITH_ORDER",
}
_TOO_MANY = {"key": "applicable_redeemables_limit_exceeded", "message": "Applicable redeemables limit exceeded"}
_AFTER_FAILURE = {"key": "preceding_validation_failed", "message": "Preceding validation failed"}

_TIER = """
SELECT tiers.value
FROM campaigns, json_each(campaigns.document, '$.promotion.tiers') AS tiers
WHERE json_extract(tiers.value, '$.id') = ?
"""


def validate(
    change: Change,
    wanted: Sequence[Document],
    *,
    customer: Document | None,
    order: Document | None,
    expand: Sequence[str],
) -> Document:
    """The verdict: `valid` when every redeemable applies, each on what those before it left of the order.

    `wanted` are redeemables as the body names them; `customer` is one of the world, or only what the call says of
    somebody unknown; `order` has at least an amount. A customer of the world gets an event.
    """
    applicable: list[Document] = []
    inapplicable: list[Document] = []
    skipped: list[Document] = []
    for redeemable in wanted:
        named = {"id": redeemable["id"], "object": redeemable["object"]}
        if inapplicable:
            skipped.append({"status": "SKIPPED", **named, "result": {"details": _AFTER_FAILURE}})
        elif len(applicable) == MOST_APPLICABLE:
            skipped.append({"status": "SKIPPED", **named, "result": {"details": _TOO_MANY}})
        else:
            found = _found(change, redeemable)
            error = _error(change, found, redeemable, customer)
            if found is None or error is not None:
                inapplicable.append({"status": "INAPPLICABLE", **named, "result": {"error": error}})
            else:
                result, order = _applied(found, redeemable, order)
                entry = {"status": "APPLICABLE", **named, "result": result}
                applicable.append(entry | _expanded(found, order, expand))
    verdict: Document = {"valid": not inapplicable, "redeemables": inapplicable or applicable}
    if skipped:
        verdict["skipped_redeemables"] = skipped
    if inapplicable:
        verdict = {"id": new_identifier("valid_"), **verdict}
    elif order is not None:
        verdict["order"] = order
    _tell(change, customer, verdict)
    return verdict


def _found(change: Change, redeemable: Document) -> Document | None:
    if redeemable["object"] == "voucher":
        return vouchers.find(change.connection, redeemable["id"])
    row = change.connection.execute(_TIER, [redeemable["id"]]).fetchone()
    return None if row is None else json.loads(row[0])


def _error(change: Change, found: Document | None, redeemable: Document, customer: Document | None) -> Document | None:
    """The error envelope that says why not, as it stands inside a verdict of 200; None when it applies."""
    kind = redeemable["object"]
    named = {"request_id": change.request_id, "resource_id": redeemable["id"], "resource_type": kind}
    if found is None:
        details = f"Cannot find {kind} with id {redeemable['id']}"
        return {"code": 404, "key": "not_found", "message": "Resource not found", "details": details, **named}
    now = moments.read(change.now)
    refusal = qualification.refusal(change.connection, found, customer, redeemable.get("amount"), now)
    if refusal is None:
        return None
    return {"code": 400, "key": refusal.key, "message": refusal.message, "details": refusal.details, **named}


def _applied(found: Document, redeemable: Document, order: Document | None) -> tuple[Document, Document | None]:
    """What the redeemable is worth, and the order after it."""
    left = order["total_amount"] if order else None
    asked = redeemable.get("amount")
    if found.get("gift"):
        balance = found["gift"]["balance"]
        worth = min(value for value in (balance, asked, left) if value is not None)
        result = {"gift": {"balance": balance, "credits": worth}}
        return result, discounts.discounted(order, worth) if order else None
    if found.get("loyalty_card"):
        points = found["loyalty_card"]["balance"] if asked is None else asked
        return {"loyalty_card": {"points": points}}, order
    discount = found.get("discount") or (found.get("action") or {}).get("discount")
    if discount is None or order is None or left is None:
        return {"discount": discount}, order
    worth = discounts.taken_off(discount, left)
    return {"discount": discount}, discounts.discounted(order, worth, discount.get("effect"))


def _expanded(found: Document, order: Document | None, expand: Sequence[str]) -> Document:
    """What the caller asked to be told besides, by `options.expand`."""
    more: Document = {}
    if "order" in expand and order is not None:
        more["order"] = order
    if "redeemable" in expand:
        more["metadata"] = found.get("metadata") or {}
        more |= {"campaign_name": found.get("campaign"), "campaign_id": found.get("campaign_id")}
    if "category" in expand:
        more["categories"] = found.get("categories") or []
    return more


def _tell(change: Change, customer: Document | None, verdict: Document) -> None:
    if customer is None or "id" not in customer:
        return
    outcome = "succeeded" if verdict["valid"] else "failed"
    payload = {"customer": excerpts.customer(customer), "validation": verdict}
    events.record(change, f"customer.validation.{outcome}", customer["id"], payload)
