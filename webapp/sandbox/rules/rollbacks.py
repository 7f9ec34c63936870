"""Rollbacks: a redemption is taken back, with everything it had brought about."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.identifiers import new_identifier
from webapp.sandbox.rules import cards, customers, events, excerpts, figures, membership, orders, vouchers
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.mentions import mentioned
from webapp.sandbox.tables import ORDERS, REDEMPTIONS, VOUCHERS
from webapp.sandbox.wire import ApiError, not_found

Document = dict[str, Any]

WINDOW = timedelta(days=92)  # "up to 3 months back"
ALREADY_ROLLED_BACK = "Redemption has been already rolled back."


def roll_back(
    change: Change,
    redemption: Document,
    *,
    customer: Mapping[str, Any],
    order: Mapping[str, Any],
    reason: str | None,
    tracking_id: str | None,
    metadata: Document | None,
) -> Document:
    """Takes a redemption back; the rollback's record.

    The card gets its credits or points back, the voucher one redemption, and the order is CANCELED unless `order`
    names another status. `customer` and `order` may be empty; their ids must be the redemption's. A redemption taken
    back before leaves a failed rollback, which is then the record.
    Refused with 400: a rollback, a failed or stacked redemption, part of a stack, and one older than three months.
    """
    _refuse_unsuitable(change, redemption)
    _refuse_strangers(change, redemption, customer, order)
    rollback = _record(change, redemption, reason, tracking_id, metadata)
    if redemption["status"] == "ROLLED_BACK":
        rollback |= {
            "id": new_identifier("rrf_"),
            "result": "FAILURE",
            "status": "FAILED",
            "failure_code": "already_rolled_back",
            "failure_message": ALREADY_ROLLED_BACK,
        }
    else:
        redemption |= {
            "status": "ROLLED_BACK",
            "related_redemptions": {"rollbacks": [{"id": rollback["id"], "date": rollback["date"]}]},
        }
        REDEMPTIONS.update(change.connection, redemption)
        rollback |= _returned_to_voucher(change, redemption, rollback)
        rollback["order"] = _returned_order(change, redemption, rollback, order.get("status") or "CANCELED")
    REDEMPTIONS.insert(change.connection, [rollback])
    _tell(change, redemption, rollback)
    return rollback


def _refuse_unsuitable(change: Change, redemption: Document) -> None:
    if redemption["object"] != "redemption" or redemption["result"] != "SUCCESS":
        raise _refused("invalid_redemption", "You can rollback only a redemption that succeeded.")
    if redemption.get("redemption"):
        raise _refused(
            "invalid_redemption_parent", "You can rollback only a redemption that does not have parent redemption."
        )
    if (redemption.get("related_redemptions") or {}).get("redemptions"):
        raise _refused(
            "invalid_redemption",
            "You can rollback only a single redemption. Use different endpoint for stacked redemption.",
        )
    if moments.read(redemption["date"]) + WINDOW < moments.read(change.now):
        raise _refused("invalid_redemption", "You can rollback only a redemption of the last 3 months.")


def _refuse_strangers(
    change: Change, redemption: Document, customer: Mapping[str, Any], order: Mapping[str, Any]
) -> None:
    if named := customer.get("id") or customer.get("source_id"):
        known = customers.find(change.connection, named)
        if known is None:
            raise not_found("customer", named)
        if known["id"] != redemption["customer_id"]:
            raise _refused("invalid_customer", "Customer is not related with redemption.")
        mentioned(change, customer)
    if named := order.get("id") or order.get("source_id"):
        redeemed = redemption.get("order") or {}
        if named not in (redeemed.get("id"), redeemed.get("source_id")):
            raise _refused("invalid_order", "Order is not related with redemption.")


def _refused(key: str, details: str) -> ApiError:
    return ApiError(400, key, details, message=key.replace("_", " ").capitalize())


def _record(
    change: Change, redemption: Document, reason: str | None, tracking_id: str | None, metadata: Document | None
) -> Document:
    api_key = change.source.get("api_key") or {}
    kept = ("customer_id", "order", "customer", "related_object_type", "related_object_id")
    worth = ("voucher", "promotion_tier", "reward")
    return {
        "id": new_identifier("rr_"),
        "object": "redemption_rollback",
        "date": change.now,
        "tracking_id": tracking_id or redemption.get("tracking_id"),
        "metadata": metadata,
        "redemption": redemption["id"],
        "reason": reason,
        "result": "SUCCESS",
        "status": "SUCCEEDED",
        "channel": {"channel_id": api_key.get("app_id"), "channel_type": "API"},
        **{name: redemption.get(name) for name in kept},
        **{name: redemption[name] for name in worth if name in redemption},
    }


def _returned_to_voucher(change: Change, redemption: Document, rollback: Document) -> Document:
    """Gives the voucher its redemption back, and a card what was taken; what the rollback says of it."""
    if redemption["related_object_type"] != "voucher":
        return {}
    voucher = vouchers.find(change.connection, redemption["related_object_id"])
    if voucher is None:
        return {}
    redeemed = voucher["redemption"]
    voucher["redemption"] = redeemed | {"redeemed_quantity": max(redeemed["redeemed_quantity"] - 1, 0)}
    voucher["updated_at"] = change.now
    kind = cards.KINDS.get(voucher["type"])
    if kind is None:
        VOUCHERS.update(change.connection, voucher)
        return {"voucher": excerpts.voucher(voucher)}
    taken = redemption["amount"]
    order = redemption.get("order")
    related = {"redemption": {"id": redemption["id"]}, "rollback": {"id": rollback["id"]}}
    if order:
        related["order"] = {"id": order["id"], "source_id": order["source_id"]}
    moved, _ = cards.move(change, voucher, "REFUND", taken, related=related)
    return {"amount": -taken, kind.purse: {kind.unit: -taken}, "voucher": excerpts.voucher(moved)}


def _returned_order(change: Change, redemption: Document, rollback: Document, status: str) -> Document | None:
    """The redemption's order in its new status; it says which rollback that was."""
    order = orders.find(change.connection, redemption["order"]["id"]) if redemption.get("order") else None
    if order is None:
        return redemption.get("order")
    taken_back = {"rollback_id": rollback["id"], "rollback_date": rollback["date"]}
    redemptions = order.get("redemptions") or {}
    redemptions[redemption["id"]] = redemptions.get(redemption["id"], {}) | taken_back
    ORDERS.update(change.connection, order | {"redemptions": redemptions})
    return orders.update(change, order["id"], {"status": status})


def _tell(change: Change, redemption: Document, rollback: Document) -> None:
    customer = customers.find(change.connection, redemption["customer_id"])
    if customer is None:
        return
    figures.refresh(change.connection, [customer["id"]])
    voucher = vouchers.find(change.connection, redemption["related_object_id"])
    campaign = voucher and vouchers.campaign_of(change.connection, voucher)
    simple = excerpts.customer(customer)
    payload = {
        "customer": simple,
        "order": rollback["order"],
        "campaign": excerpts.campaign(campaign),
        "voucher": voucher and excerpts.voucher(voucher),
        "holder": simple if voucher and voucher.get("holder_id") == customer["id"] else None,
        "promotion_tier": redemption.get("promotion_tier"),
        "promotion_stack": None,
        "redemption": excerpts.redemption(redemption),
        "redemption_rollback": excerpts.redemption(rollback),
    }
    outcome = "succeeded" if rollback["result"] == "SUCCESS" else "failed"
    links = excerpts.campaign_links(campaign)
    events.record(change, f"customer.redemption.rollback.{outcome}", customer["id"], payload, **links)
    membership.reevaluate(change, [customer["id"]])
