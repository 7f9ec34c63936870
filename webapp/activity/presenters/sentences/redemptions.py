"""Sentences about redemptions, their rollbacks, and checks of codes."""

from webapp.activity.presenters.payload import Payload
from webapp.activity.presenters.sentences.orders import name_of_order
from webapp.activity.presenters.sentences.told import Teller, Told, joined
from webapp.formats import Formats, day, number, points

REASONS = {
    "voucher_disabled": "it is switched off",
    "voucher_not_active": "it cannot be used yet",
    "voucher_not_active_now": "it cannot be used at this time of the day or week",
    "quantity_exceeded": "it is used up",
    "customer_rules_violated": "it is not meant for this customer",
    "order_rules_violated": "the order does not meet its conditions",
    "redemption_rules_violated": "its conditions of use are not met",
    "gift_amount_exceeded": "there is not enough money on the card",
    "loyalty_card_points_exceeded": "there are not enough points on the card",
    "missing_order": "no order was given",
    "missing_amount": "no amount was given",
    "missing_customer": "no customer was given",
    "missing_order_items": "the order has no items",
    "invalid_order": "the order is not valid",
    "invalid_customer": "the customer is not valid",
}


def _what(payload: Payload) -> str:
    """What was redeemed: a code, else a promotion's name."""
    return (
        payload.text("voucher", "code")
        or payload.text("promotion_tier", "name")
        or payload.text("promotion_stack", "name")
        or payload.text("campaign", "name")
        or "a promotion"
    )


def _reason(payload: Payload, formats: Formats) -> str:
    code = payload.text("redemption", "failure_code")
    if code == "voucher_expired":
        ended = payload.moment("voucher", "expiration_date")
        return f"it expired on {day(ended.astimezone(formats.zone))}" if ended else "it has expired"
    said = payload.text("redemption", "failure_message") or payload.text("redemption", "reason")
    return REASONS.get(code) or said or code.replace("_", " ")


def _succeeded(payload: Payload, formats: Formats) -> Told:
    spent_money = payload.number("redemption", "gift", "amount")
    spent_points = payload.number("redemption", "loyalty_card", "points")
    what, order = _what(payload), name_of_order(payload)
    for_order = f"for order {order}" if order else ""
    if spent_money is not None:
        return Told(joined(f"{formats.money(spent_money)} paid with gift card {what}", for_order), "good")
    if spent_points is not None:
        return Told(joined(f"{points(spent_points)} redeemed from {what}", for_order), "good")
    saved = payload.first_number(("order", "total_applied_discount_amount"), ("order", "total_discount_amount"))
    return Told(joined(f"{what} redeemed", f"{formats.money(saved)} off" if saved else "", for_order), "good")


def _failed(payload: Payload, formats: Formats) -> Told:
    reason = _reason(payload, formats)
    return Told(f"Redemption of {_what(payload)} failed{f': {reason}' if reason else ''}", "bad")


def _rolled_back(payload: Payload, formats: Formats) -> Told:
    money = payload.first_number(("redemption_rollback", "gift", "amount"), ("redemption", "gift", "amount"))
    returned = payload.first_number(
        ("redemption_rollback", "loyalty_card", "points"), ("redemption", "loyalty_card", "points")
    )
    back = ""
    if money is not None:
        back = f"{formats.money(abs(money))} went back to the card"
    elif returned is not None:
        back = f"{points(abs(returned))} went back to the card"
    why = payload.text("redemption_rollback", "reason")
    return Told(joined(f"Redemption of {_what(payload)} rolled back", back, f"“{why}”" if why else ""), "warn")


def _rollback_failed(payload: Payload, formats: Formats) -> Told:
    reason = _reason(payload, formats)
    return Told(f"Rollback of {_what(payload)} failed{f': {reason}' if reason else ''}", "bad")


def _validation(ending: str, tone: str) -> Teller:
    def tell(payload: Payload, _formats: Formats) -> Told:
        checked = payload.at("validation", "redeemables")
        names = (
            [str(item["id"]) for item in checked if isinstance(item, dict) and item.get("id")]
            if (isinstance(checked, list))
            else []
        )
        what = names[0] if len(names) == 1 else f"{number(len(names))} codes" if names else "A code"
        return Told(f"{what} checked, {ending}", tone)

    return tell


TELLERS: dict[str, Teller] = {
    "customer.redemption.succeeded": _succeeded,
    "customer.redemption.failed": _failed,
    "customer.redemption.rollback.succeeded": _rolled_back,
    "customer.redemption.rollback.failed": _rollback_failed,
    "customer.validation.succeeded": _validation("valid", ""),
    "customer.validation.failed": _validation("not valid", "warn"),
}
