"""The values of a condition, read as what its operator needs."""

import re
from collections.abc import Sequence

from webapp.sandbox import moments

Values = Sequence[str]

MOST_DAYS = 36_525


class UnsuitableValueError(ValueError):
    """The values of a condition do not suit its operator; the message says what they should be."""


def number(values: Values) -> float:
    try:
        value = float(values[0])
    except ValueError as error:
        raise UnsuitableValueError("a number") from error
    if not abs(value) < 1e300:
        raise UnsuitableValueError("a number")
    return value


def whole(value: str) -> int:
    if re.fullmatch(r"-?[0-9]{1,9}", value) is None:
        raise UnsuitableValueError("an integer")
    return int(value)


def days(values: Values) -> int:
    count = whole(values[0])
    if not 0 <= count <= MOST_DAYS:
        raise UnsuitableValueError(f"an integer from 0 to {MOST_DAYS}")
    return count


def can_be_days(value: str) -> bool:
    """Whether a number may also be meant as days: a whole one, of no more than a hundred years."""
    return re.fullmatch(r"[0-9]{1,9}", value) is not None and int(value) <= MOST_DAYS


def moment(value: str) -> str:
    """A date or date and time, in the form in which time stamps are stored."""
    try:
        return moments.written(moments.read(value))
    except ValueError as error:
        raise UnsuitableValueError("an ISO-8601 compliant date") from error
