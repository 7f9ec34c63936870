"""Whether a failed call is tried again: a decision without side effects."""

from webapp.voucherify.errors import (
    InvalidAnswer,
    RateLimited,
    ServerFailure,
    Unreachable,
    VoucherifyError,
    changes_nothing,
)

FIRST_DELAY = 0.2
LONGEST_RETRY_AFTER = 2


def delay_before_retry(
    operation: str, attempt: int, failure: VoucherifyError, *, retries: int, seconds_left: float
) -> float | None:
    """Return the seconds to wait before the next attempt, or None to give up.

    Only what changes nothing is repeated: the API has no idempotency key, so a repeated write might be carried out
    twice. A timeout is not repeated, because a slow API is not helped by more work. `attempt` counts from 1;
    `seconds_left` is what remains of the whole call's time.
    """
    if not changes_nothing(operation) or attempt > retries:
        return None
    match failure:
        case RateLimited(retry_after=int(seconds)) if seconds <= LONGEST_RETRY_AFTER:
            delay = float(seconds)
        case Unreachable() | ServerFailure() | InvalidAnswer():
            delay = FIRST_DELAY * 2 ** (attempt - 1)
        case _:
            return None
    return delay if delay < seconds_left else None
