"""Whether a voucher can be used, and when, as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.formats import Formats, day, number
from webapp.voucherify.redeemables import Redeemable
from webapp.voucherify.voucher_records import Voucher

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


@dataclass(frozen=True)
class Status:
    """A word for the status, and a tone: "good", "warn", "bad" or ""."""

    word: str
    tone: str = ""


STATUSES = {
    "ACTIVE": Status("can be used", "good"),
    "USED": Status("used up"),
    "DISABLED": Status("switched off", "bad"),
    "NOT_ACTIVE_YET": Status("not yet valid", "warn"),
    "EXPIRED": Status("expired", "bad"),
    "NO_BALANCE": Status("empty", "warn"),
}


def status_of(redeemable: Redeemable) -> Status:
    """The status in words; one the API adds later as it stands."""
    given = redeemable.status or ""
    return STATUSES.get(given, Status(given.lower().replace("_", " ") or "status not known"))


def validity(redeemable: Redeemable, formats: Formats) -> str:
    """One sentence: until when it can be used, or why it cannot."""
    voucher = redeemable.voucher
    start, end = voucher.start_date, voucher.expiration_date
    match redeemable.status:
        case "EXPIRED" if end:
            return f"Expired on {_day(end, formats)}, {formats.relative(end)}."
        case "EXPIRED":
            return "Expired; the day is not known."
        case "NOT_ACTIVE_YET" if start:
            return f"Cannot be used before {_day(start, formats)}, {formats.relative(start)}."
        case "DISABLED":
            return f"Switched off{_until(', though it would be valid until', end, formats)}."
        case "USED":
            return f"Used up{_times(voucher)}."
        case "NO_BALANCE":
            return f"Nothing is left on it{_until('; it would be valid until', end, formats)}."
        case _:
            return f"Valid until {_day(end, formats)}, {formats.relative(end)}." if end else "Valid without an end."


def restrictions(voucher: Voucher) -> Iterator[str]:
    """What else limits when the voucher can be used."""
    if days := _weekdays(voucher.validity_day_of_week):
        yield f"Only on {days}."
    yield from _hours(voucher.validity_hours.get("daily"))
    frame = voucher.validity_timeframe
    if frame.duration and frame.interval:
        yield f"Only for {_duration(frame.duration)} in every {_duration(frame.interval)}."


def uses(voucher: Voucher) -> str:
    """How often the voucher was used: "1 of 3 uses", "used twice" without a limit; "" where that is not known."""
    use = voucher.redemption
    if use.redeemed_quantity is None:
        return ""
    if use.quantity is None:
        return f"{_often(use.redeemed_quantity)}, no limit"
    return f"used {number(use.redeemed_quantity)} of {number(use.quantity)} times"


def _times(voucher: Voucher) -> str:
    use = voucher.redemption
    if use.quantity is None or use.redeemed_quantity is None:
        return ""
    return f": {number(use.redeemed_quantity)} of {number(use.quantity)} uses are spent"


def _often(count: int) -> str:
    return {0: "never used", 1: "used once", 2: "used twice"}.get(count, f"used {number(count)} times")


def _day(moment: datetime, formats: Formats) -> str:
    return day(moment.astimezone(formats.zone).date())


def _until(words: str, end: datetime | None, formats: Formats) -> str:
    return f"{words} {_day(end, formats)}" if end else ""


def _weekdays(numbers: Any) -> str:
    """The days of the week, which count from 0, Sunday."""
    known = isinstance(numbers, list | tuple)
    return ", ".join(DAYS[each] for each in numbers if isinstance(each, int) and 0 <= each < len(DAYS)) if known else ""


def _hours(slots: Any) -> Iterator[str]:
    for slot in slots if isinstance(slots, list) else []:
        if isinstance(slot, dict):
            days = _weekdays(slot.get("days_of_week"))
            hours = f"{slot.get('start_time', '00:00')} to {slot.get('expiration_time', '24:00')}"
            yield f"Only from {hours}{f' on {days}' if days else ''}."


def _duration(text: str) -> str:
    """An ISO 8601 duration of one unit in words, any other as it stands."""
    units = {"D": "day", "W": "week", "M": "month", "Y": "year"}
    if text.startswith("PT"):
        units, text = {"H": "hour", "M": "minute", "S": "second"}, text.replace("PT", "P", 1)
    count, unit = text[1:-1], units.get(text[-1:])
    if not count.isdecimal() or unit is None:
        return text
    return f"{count} {unit}{'' if count == '1' else 's'}"
