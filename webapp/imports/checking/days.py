"""Days and times as people write them in tables."""

import re
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from webapp.imports.checking.readings import Flaw, Reading, error, unreadable, warning
from webapp.kinds import Kind, read

DateOrder = Literal["", "day_first", "month_first"]

EARLIEST_BIRTH = 1900
_DAY_OF_MONTH = r"(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31"
CERTAIN_BIRTHDATE = rf"(?:19\d\d|20[01]\d)-(?:{_DAY_OF_MONTH})"
"""A pattern of days in which nobody finds anything wrong, for a quick look."""
_CERTAIN = re.compile(CERTAIN_BIRTHDATE, re.ASCII)

_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))", re.ASCII)
_LOCAL = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_TIME = re.compile(r"[T\s]+(?=\d{1,2}:)", re.ASCII)
_SHORT_TIME = re.compile(r"\d:", re.ASCII)
_LAST_MONTH = 12


def read_day(text: str, order: DateOrder) -> Reading:
    """A day as `2026-05-03`. A time of day after it is left out, as the API does.

    Accepted are the year first, with any separator or none, and day and month in `order` before the year. While
    that is "", the day comes first, with a warning where the month could.
    """
    day = _TIME.split(text, maxsplit=1)[0]
    if found := _YEAR_FIRST.fullmatch(day):
        return _day(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
    if not (found := _LOCAL.fullmatch(day)):
        return unreadable("date", "Write an existing day as year-month-day, such as 1990-05-03.")
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if order == "month_first":
        return _day(year, first, second)
    if order == "" and second > _LAST_MONTH:
        return _day(year, first, second)
    value, flaws = _day(year, second, first)
    is_certain = order or found[2] == "." or first > _LAST_MONTH or first == second
    if value is None or is_certain:
        return Reading(value, flaws)
    doubt = "This could be read with the day or the month first. It is read as"
    return Reading(value, (warning("ambiguous_date", f"{doubt} {value} (year-month-day)."),))


def read_birthdate(text: str, order: DateOrder, today: date) -> Reading:
    """A day on which somebody who lives today can have been born."""
    if _CERTAIN.fullmatch(text):  # as most are
        return Reading(text)
    value, flaws = read_day(text, order)
    if value is None:
        return Reading(value, flaws)
    return Reading(value, (*flaws, *_birthdate_flaws(date.fromisoformat(value), today)))


def read_moment(text: str, order: DateOrder, zone: ZoneInfo) -> Reading:
    """A day and time as the API writes them; in `zone` where the text names none."""
    day, *times = _TIME.split(text, maxsplit=1)
    value, flaws = read_day(day, order)
    if value is None:
        return Reading(value, flaws)
    time = times[0] if times else "00:00"
    time = f"0{time}" if _SHORT_TIME.match(time) else time
    try:
        return Reading(read(Kind.MOMENT, f"{value}T{time}", zone), flaws)
    except ValueError as unread:
        return unreadable("datetime", str(unread))


def _day(year: int, month: int, day: int) -> Reading:
    try:
        return Reading(date(year, month, day).isoformat())
    except ValueError:
        return unreadable("date", f"There is no day {day} in month {month} of {year}.")


def _birthdate_flaws(day: date, today: date) -> tuple[Flaw, ...]:
    if day > today:
        return (error("future_birthdate", "This birthdate is in the future."),)
    if day.year < EARLIEST_BIRTH:
        return (warning("early_birthdate", f"This birthdate is before {EARLIEST_BIRTH}."),)
    return ()
