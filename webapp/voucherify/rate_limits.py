"""What the answers' headers say about the project's call limit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class RateLimit:
    """`remaining` of `limit` calls are left until `resets_at` (UTC)."""

    limit: int
    remaining: int
    resets_at: datetime | None


def read_rate_limit(headers: Mapping[str, str]) -> RateLimit | None:
    """Return what `X-Rate-Limit-*` say, or None when an answer does not carry them."""
    limit = _whole(headers.get("X-Rate-Limit-Limit"))
    remaining = _whole(headers.get("X-Rate-Limit-Remaining"))
    if limit is None or remaining is None:
        return None
    return RateLimit(limit, remaining, read_reset(headers))


def read_reset(headers: Mapping[str, str]) -> datetime | None:
    """Return when the limit opens again (`X-Rate-Limit-Retry`, a Unix epoch in seconds)."""
    return _instant(headers.get("X-Rate-Limit-Retry"))


def read_retry_after(headers: Mapping[str, str]) -> int | None:
    """Return the seconds of `Retry-After`, which only a 429 carries."""
    return _whole(headers.get("Retry-After"))


def _whole(value: str | None) -> int | None:
    return int(value) if value is not None and value.isascii() and value.isdecimal() else None


def _instant(value: str | None) -> datetime | None:
    epoch = _whole(value)
    if epoch is None:
        return None
    try:
        return datetime.fromtimestamp(epoch, UTC)
    except (OverflowError, ValueError, OSError):
        return None
