"""One voucher: what it is, who holds it, how its balance came about, and every time it was used."""

import json
from dataclasses import dataclass
from datetime import datetime

from webapp.formats import Formats
from webapp.redeemables.presenters.balance import History, history_of
from webapp.redeemables.presenters.holdings import Holding, holding_of
from webapp.values import Value
from webapp.voucherify import Page
from webapp.voucherify.redeemables import RedeemableHolder
from webapp.voucherify.voucher_records import RedemptionEntry, Transaction, Voucher, VoucherRedemptions


@dataclass(frozen=True)
class Use:
    """One redemption or rollback. `customer_id` is set where it was another customer's."""

    id: str
    words: str
    tone: str
    moment: datetime | None
    amount: Value | None
    reason: str
    customer_id: str


@dataclass(frozen=True)
class Story:
    """What the page of one voucher shows. `holder_id` is set where another customer holds it."""

    holding: Holding
    holder_id: str
    has_balance: bool
    history: History
    uses: tuple[Use, ...]
    raw_json: str


def present(
    voucher: Voucher,
    transactions: Page[Transaction],
    redemptions: VoucherRedemptions,
    *,
    customer_id: str,
    formats: Formats,
    now: datetime,
    is_newest: bool,
    is_complete: bool,
) -> Story:
    """Tell a voucher's story, with a status worked out as of `now`: alone, a voucher does not tell it."""
    held = RedeemableHolder(
        {
            "id": voucher.id,
            "voucher_type": voucher.type,
            "redeemable": {"voucher": voucher.to_json(), "status": _status(voucher, now)},
        }
    )
    unit = "money" if voucher.gift else "points"
    return Story(
        holding=holding_of(held, formats),
        holder_id=voucher.holder_id if voucher.holder_id and voucher.holder_id != customer_id else "",
        has_balance=bool(voucher.gift or voucher.loyalty_card),
        history=history_of(voucher, transactions.items, now, is_complete=is_complete, is_newest=is_newest),
        uses=tuple(_use(entry, unit, customer_id) for entry in redemptions.redemption_entries),
        raw_json=json.dumps(voucher.to_json(), indent=2, ensure_ascii=False),
    )


def _status(voucher: Voucher, now: datetime) -> str:
    """What can be told from the voucher alone."""
    if voucher.active is False:
        return "DISABLED"
    if voucher.expiration_date and voucher.expiration_date <= now:
        return "EXPIRED"
    if voucher.start_date and voucher.start_date > now:
        return "NOT_ACTIVE_YET"
    use, card = voucher.redemption, voucher.gift or voucher.loyalty_card
    if use.quantity is not None and (use.redeemed_quantity or 0) >= use.quantity:
        return "USED"
    return "NO_BALANCE" if card and card.balance == 0 else "ACTIVE"


def _use(entry: RedemptionEntry, unit: str, customer_id: str) -> Use:
    is_rollback = entry.object == "redemption_rollback"
    failed = entry.result == "FAILURE"
    words = ("Rollback failed" if failed else "Rolled back") if is_rollback else "Refused" if failed else "Used"
    why = (entry.failure_code or "").replace("_", " ") or entry.reason or ""
    return Use(
        id=entry.id,
        words=words,
        tone="bad" if failed else "warn" if is_rollback else "good",
        moment=entry.date,
        amount=None if entry.amount is None else Value(unit, entry.amount),
        reason=why,
        customer_id=entry.customer_id if entry.customer_id and entry.customer_id != customer_id else "",
    )
