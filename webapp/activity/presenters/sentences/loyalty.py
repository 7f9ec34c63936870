"""Sentences about points, tiers and rewards."""

from webapp.activity.presenters.payload import Payload
from webapp.activity.presenters.sentences.orders import name_of_order
from webapp.activity.presenters.sentences.told import Teller, Told, in_campaign, joined
from webapp.activity.presenters.sentences.vouchers import code_of
from webapp.formats import Formats, day, points

_CHANGE_OF_POINTS = (
    ("balance", "points"),
    ("balance", "amount"),
    ("transaction", "details", "balance", "points"),
    ("transaction", "details", "balance", "amount"),
    ("points",),
)
_PENDING_POINTS = (("pending_points", "points"), ("points",), ("balance", "points"), ("transaction", "points"))


def _some_points(count: int | None) -> str:
    return "Points" if count is None else points(count)


def _left(payload: Payload) -> str:
    left = payload.first_number(("balance", "balance"), ("transaction", "details", "balance", "balance"))
    return "" if left is None else f"{points(left)} on it now"


def _earned(payload: Payload, _formats: Formats) -> Told:
    order = name_of_order(payload)
    earned = _some_points(payload.first_number(*_CHANGE_OF_POINTS))
    rule = payload.text("earning_rule", "source", "banner")
    return Told(joined(f"{earned} earned{f' for order {order}' if order else ''}", rule) + in_campaign(payload), "good")


def _added(payload: Payload, _formats: Formats) -> Told:
    count, card = payload.first_number(*_CHANGE_OF_POINTS), code_of(payload, "a loyalty card")
    if count is not None and count < 0:
        return Told(joined(f"{points(-count)} taken off {card}", _left(payload)), "warn")
    return Told(joined(f"{_some_points(count)} added to {card}", _left(payload)), "good")


def _moved(payload: Payload, _formats: Formats) -> Told:
    count = payload.first_number(*_CHANGE_OF_POINTS)
    here, there = (payload.text(end, "code") for end in ("source_voucher", "destination_voucher"))
    way = f"{f' from {here}' if here else ''}{f' to {there}' if there else ''}"
    return Told(f"{_some_points(None if count is None else abs(count))} moved{way}")


def _expired(payload: Payload, _formats: Formats) -> Told:
    count = payload.first_number(("points",), *_CHANGE_OF_POINTS)
    gone = _some_points(None if count is None else abs(count))
    return Told(joined(f"{gone} on {code_of(payload, 'a loyalty card')} expired", _left(payload)), "warn")


def _pending(ending: str, tone: str = "") -> Teller:
    def tell(payload: Payload, _formats: Formats) -> Told:
        count = payload.first_number(*_PENDING_POINTS)
        return Told(f"{_some_points(count)} {ending} {code_of(payload, 'a loyalty card')}", tone)

    return tell


def _tier_between(direction: str, tone: str) -> Teller:
    def tell(payload: Payload, _formats: Formats) -> Told:
        before, after = payload.text("loyalty_tier_from", "name"), payload.text("loyalty_tier_to", "name")
        steps = f"{f' from {before}' if before else ''}{f' to {after}' if after else ''}"
        return Told(f"Tier went {direction}{steps}{in_campaign(payload)}", tone)

    return tell


def _tier(verb: str, tone: str = "") -> Teller:
    def tell(payload: Payload, formats: Formats) -> Told:
        name = payload.text("loyalty_tier", "name")
        end = payload.moment("expiration_date")
        until = f", until {day(end.astimezone(formats.zone))}" if end else ""
        return Told(f"Tier{f' {name}' if name else ''} {verb}{until}{in_campaign(payload)}", tone)

    return tell


def _loyalty_updated(payload: Payload, _formats: Formats) -> Told:
    return Told(f"Loyalty standing updated{in_campaign(payload)}")


def _reward(verb: str, tone: str = "") -> Teller:
    def tell(payload: Payload, _formats: Formats) -> Told:
        name = payload.text("reward", "name")
        return Told(f"Reward{f' {name}' if name else ''} {verb}{in_campaign(payload)}", tone)

    return tell


_CARD = "customer.voucher.loyalty_card"
_TIER = "customer.loyalty.tier"

TELLERS: dict[str, Teller] = {
    "customer.rewarded.loyalty_points": _earned,
    f"{_CARD}.points_added": _added,
    f"{_CARD}.points_transferred": _moved,
    f"{_CARD}.points_expired": _expired,
    f"{_CARD}.points_activated": _pending("became usable on", "good"),
    f"{_CARD}.pending_points.activated": _pending("became usable on", "good"),
    f"{_CARD}.pending_points.added": _pending("pending on"),
    f"{_CARD}.pending_points.canceled": _pending("no longer pending on", "warn"),
    f"{_CARD}.pending_points.updated": _pending("pending (changed) on"),
    "customer.loyalty.updated": _loyalty_updated,
    f"{_TIER}.joined": _tier("joined", "good"),
    f"{_TIER}.upgraded": _tier_between("up", "good"),
    f"{_TIER}.downgraded": _tier_between("down", "warn"),
    f"{_TIER}.prolonged": _tier("prolonged", "good"),
    f"{_TIER}.expiration.changed": _tier("has a new end"),
    f"{_TIER}.left": _tier("left", "warn"),
    "customer.rewarded": _reward("given", "good"),
    "customer.reward_redemptions.created": _reward("claimed"),
    "customer.reward_redemptions.pending": _reward("waits to be handed over"),
    "customer.reward_redemptions.completed": _reward("handed over", "good"),
    "customer.reward_redemptions.rolledback": _reward("taken back", "warn"),
}
