"""Periods of the calendar, as pairs of days: the first one, and the first one after."""

from datetime import date, timedelta

Period = tuple[date, date]

_SHIFTS = {"last": -1, "this": 0, "next": 1}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
NAMES = (*_DAYS, *(f"{shift}_{unit}" for unit in ("week", "month", "year") for shift in _SHIFTS))


def named(name: str, today: date) -> Period:
    """`today`, `last_week` (weeks start on Monday), `next_month`, `this_year` and the like."""
    if name in _DAYS:
        return days(today + timedelta(days=_DAYS[name]))
    which, unit = name.split("_")
    shift = _SHIFTS[which]
    if unit == "week":
        return days(today + timedelta(days=7 * shift - today.weekday()), 7)
    if unit == "month":
        return _month(today.year, today.month + shift)
    return date(today.year + shift, 1, 1), date(today.year + shift + 1, 1, 1)


def days(first: date, count: int = 1) -> Period:
    return first, first + timedelta(days=count)


def _month(year: int, month: int) -> Period:
    def first(number: int) -> date:
        return date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1)

    return first(month), first(month + 1)
