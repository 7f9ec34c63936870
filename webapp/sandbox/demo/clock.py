"""Moments of the demo world.

A moment is a whole number of milliseconds since 1970 (UTC): quick to add up, the same on every machine.
"""

from datetime import UTC, datetime, timedelta

Moment = int

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
YEAR = 365 * DAY

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(instant: datetime) -> Moment:
    """The moment of an aware datetime, cut to whole milliseconds."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def written(moment: Moment) -> str:
    """A moment as the API writes it: `2022-08-30T06:32:07.380Z`."""
    return (_EPOCH + timedelta(milliseconds=moment)).isoformat(timespec="milliseconds")[:-6] + "Z"


def day_of(moment: Moment) -> str:
    """The UTC day of a moment: `2022-08-30`."""
    return written(moment)[:10]


def midnight_before(moment: Moment) -> Moment:
    """The start of the UTC day of a moment."""
    return moment - moment % DAY
