"""What a voucher is worth, or what is left of it: what can be spent, never what was once put on."""

from dataclasses import dataclass

from webapp.formats import Formats, counted, day, number, points
from webapp.voucherify.voucher_records import Discount, Voucher


@dataclass(frozen=True)
class Worth:
    """The answer, such as "€35.00 left", and what explains it, such as "of €50.00"."""

    answer: str
    details: tuple[str, ...] = ()


def worth(voucher: Voucher, formats: Formats) -> Worth:
    """What a voucher of any type is worth; "not known" where it does not tell."""
    if voucher.gift:
        return _money(voucher, formats)
    if voucher.loyalty_card:
        return _points(voucher)
    if voucher.discount:
        return Worth(discount(voucher.discount, formats))
    return Worth("worth not known")


def discount(given: Discount, formats: Formats) -> str:
    """What a discount takes off: "10% off", "€5.00 off", "2 × mug free"."""
    match given.type:
        case "PERCENT" if given.percent_off is not None:
            limit = f", at most {formats.money(int(given.amount_limit))}" if given.amount_limit else ""
            return f"{number(given.percent_off)}% off{limit}"
        case "AMOUNT" if given.amount_off is not None:
            return f"{formats.money(int(given.amount_off))} off"
        case "FIXED" if given.fixed_amount is not None:
            return f"for {formats.money(int(given.fixed_amount))} in all"
        case "UNIT" if given.unit_off is not None:
            return f"{number(given.unit_off)} × {given.unit_type or 'a product'} free"
    return f"a discount of the kind {given.type}" if given.type else "a discount"


def _money(voucher: Voucher, formats: Formats) -> Worth:
    gift = voucher.gift
    left = "not known what is left" if gift.balance is None else f"{formats.money(gift.balance)} left"
    details = []
    if gift.amount is not None:
        details.append(f"of {formats.money(gift.amount)}")
    if gift.subtracted_amount:
        details.append(f"{formats.money(gift.subtracted_amount)} taken off by hand")
    return Worth(left, tuple(details))


def _points(voucher: Voucher) -> Worth:
    card = voucher.loyalty_card
    left = "points not known" if card.balance is None else points(card.balance)
    details: list[str] = []
    if card.next_expiration_points and card.next_expiration_date:
        details.append(f"{number(card.next_expiration_points)} of them end on {day(card.next_expiration_date)}")
    if card.pending_points:
        details.append(f"{counted(card.pending_points, 'point')} pending")
    if card.points is not None:
        details.append(f"{number(card.points)} ever collected")
    if card.expired_points:
        details.append(f"{number(card.expired_points)} expired")
    return Worth(left, tuple(details))
