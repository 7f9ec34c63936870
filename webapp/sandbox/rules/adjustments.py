"""Balances changed by hand."""

from collections.abc import Mapping
from typing import Any

from webapp.sandbox.rules import cards, events, excerpts, figures, loyalty_tiers, membership, vouchers
from webapp.sandbox.rules.change import Change
from webapp.sandbox.wire import ApiError

Document = dict[str, Any]

MOST_AT_ONCE = 1_000_000_000_000  # keeps every sum an exact JSON number


def adjust(
    change: Change,
    card: Mapping[str, Any],
    value: int,
    *,
    source_id: str | None = None,
    reason: str | None = None,
    expiration: str | None = None,
) -> Document:
    """Adds `value` to a card by hand, or takes it away when negative; the balance as the API answers it.

    Refused with 400: a voucher that is no card, a loyalty card of nobody, nothing or too much to move, and taking
    more than is there.
    """
    kind = cards.KINDS.get(card["type"])
    holder = vouchers.holder_of(change.connection, card)
    if kind is None:
        raise _refused("invalid_add_balance_params", "Only a gift card or a loyalty card has a balance")
    if holder is None and card["type"] == "LOYALTY_CARD":
        raise _refused("invalid_add_balance_params", "The loyalty card is not assigned to a holder")
    if not 0 < abs(value) <= MOST_AT_ONCE:
        raise _refused("invalid_amount", f"Property .{kind.unit} should be between 1 and {MOST_AT_ONCE}, or negative")
    if card[kind.purse]["balance"] + value < 0:
        key, message = kind.exceeded
        raise ApiError(400, key, f"The balance is {card[kind.purse]['balance']}", message=message)
    movement = "ADDITION" if value > 0 else "REMOVAL"
    moved, transaction = cards.move(
        change, card, movement, value, source_id=source_id, reason=reason, manual=True, expiration=expiration
    )
    balance: Document = transaction["details"]["balance"]
    if holder is not None:
        figures.refresh(change.connection, [holder["id"]])
        campaign = vouchers.campaign_of(change.connection, moved)
        payload = {
            "customer": excerpts.customer(holder),
            "campaign": excerpts.campaign(campaign),
            "voucher": excerpts.voucher(moved),
            "balance": balance,
            "transaction": transaction,
        }
        links = excerpts.campaign_links(campaign)
        events.record(change, kind.event, holder["id"], payload, category="EFFECT", **links)
        if campaign and card["type"] == "LOYALTY_CARD":
            loyalty_tiers.settle(change, holder, campaign, moved["loyalty_card"]["points"])
        membership.reevaluate(change, [holder["id"]])
    return balance


def _refused(key: str, details: str) -> ApiError:
    message = {"invalid_amount": "Invalid amount"}.get(key, "Invalid add balance params")
    return ApiError(400, key, details, message=message)
