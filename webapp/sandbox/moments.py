"""Points in time as the API writes them: UTC, ISO 8601, milliseconds (`2022-08-30T06:32:07.380Z`)."""

from datetime import UTC, date, datetime
from functools import lru_cache


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read(text: str) -> datetime:
    """A date or a date and time in ISO 8601, UTC where it names no zone; ValueError if it is neither."""
    # A plus sign sent unencoded in a query arrives as a space.
    moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


@lru_cache(10_000)  # people who come by the thousand share their birthdays
def is_day(text: str) -> bool:
    """Whether it is an existing day written `YYYY-MM-DD`."""
    try:
        return len(text) == len("2022-01-31") and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
