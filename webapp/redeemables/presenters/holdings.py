"""What a customer holds, in groups, and what of it stands in their way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.formats import Formats
from webapp.redeemables.presenters.validity import Status, restrictions, status_of, uses, validity
from webapp.redeemables.presenters.worth import Worth, worth
from webapp.voucherify.redeemables import RedeemableHolder

GROUPS = {
    "DISCOUNT_VOUCHER": "Discount vouchers",
    "GIFT_VOUCHER": "Gift cards",
    "LOYALTY_CARD": "Loyalty cards",
}
OTHERS = "Others"
ROLES = {"OWNER": "owner", "REFERRER": "referrer: friends use this code", "REFEREE": "referee: a friend's code"}
BLOCKING = {"EXPIRED", "DISABLED", "NOT_ACTIVE_YET", "NO_BALANCE"}
BLOCKS_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Holding:
    """One voucher or card of a customer. `held_since` is when it was given to them."""

    voucher_id: str
    code: str
    group: str
    status: Status
    worth: Worth
    validity: str
    restrictions: tuple[str, ...]
    uses: str
    campaign: str
    role: str
    held_since: datetime | None


@dataclass(frozen=True)
class Group:
    """Holdings of one type."""

    title: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True)
class Blocker:
    """A voucher that cannot be used: its code and why, such as "expired 1 day ago"."""

    voucher_id: str
    code: str
    words: str


def holding_of(holder: RedeemableHolder, formats: Formats) -> Holding:
    voucher = holder.redeemable.voucher
    return Holding(
        voucher_id=voucher.id or holder.redeemable_id or "",
        code=voucher.code or "code not known",
        group=GROUPS.get(holder.voucher_type or "", OTHERS),
        status=status_of(holder.redeemable),
        worth=worth(voucher, formats),
        validity=validity(holder.redeemable, formats),
        restrictions=tuple(restrictions(voucher)),
        uses=uses(voucher),
        campaign=voucher.campaign or "",
        role=ROLES.get(holder.holder_role or "", (holder.holder_role or "").lower()),
        held_since=holder.created_at,
    )


def groups_of(holders: Iterable[RedeemableHolder], formats: Formats) -> tuple[Group, ...]:
    """The holdings by type; within a type those that can be used come first."""
    holdings = [holding_of(holder, formats) for holder in holders]
    holdings.sort(key=lambda holding: holding.status.tone != "good")
    titles = [*GROUPS.values(), OTHERS]
    groups = [Group(title, tuple(each for each in holdings if each.group == title)) for title in titles]
    return tuple(group for group in groups if group.holdings)


def blockers_of(holders: Sequence[RedeemableHolder], formats: Formats, now: datetime) -> tuple[Blocker, ...]:
    """What cannot be used though the customer may well try: the latest first, three months back."""
    found = [(since, holder) for holder in holders if (since := _blocked_since(holder, now)) is not None]
    found.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(_blocker(holder, formats) for _, holder in found)


def _blocked_since(holder: RedeemableHolder, now: datetime) -> datetime | None:
    """When this began to stand in the way; None when it does not, or no longer matters."""
    voucher, status = holder.redeemable.voucher, holder.redeemable.status
    if status not in BLOCKING:
        return None
    ended = voucher.expiration_date if status == "EXPIRED" else None
    since = ended or voucher.updated_at or holder.created_at or now
    return since if now - since <= BLOCKS_FOR else None


def _blocker(holder: RedeemableHolder, formats: Formats) -> Blocker:
    voucher = holder.redeemable.voucher
    when = ""
    match holder.redeemable.status:
        case "EXPIRED" if voucher.expiration_date:
            when = f" {formats.relative(voucher.expiration_date)}"
        case "NOT_ACTIVE_YET" if voucher.start_date:
            when = f", starts {formats.relative(voucher.start_date)}"
    words = f"{status_of(holder.redeemable).word}{when}"
    return Blocker(voucher.id or holder.redeemable_id or "", voucher.code or "a voucher", words)
