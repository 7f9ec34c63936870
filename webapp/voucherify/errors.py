"""What can go wrong with a call, as typed exceptions.

Decide by the class, `status` or `key`, never by `message`: projects may reword messages. The text of an
exception holds no personal data; `message`, `details` and `resource_id` may (the API echoes the identifier it was
asked for, which may be an e-mail address), so they are attributes only.
"""

# ruff: noqa: N818 -- a suffix on each class would add nothing to `errors.NotFound`

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

# What these write is of no account: a token more or less, and an answer to a question.
HARMLESS = frozenset({"POST /v1/oauth/token", "POST /v1/oauth/introspect"})


def changes_nothing(operation: str) -> bool:
    """Say whether an operation may be carried out any number of times."""
    return operation.startswith("GET ") or operation in HARMLESS


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What an answer said about its failure; every field may be missing."""

    status: int | None = None
    key: str | None = None
    message: str | None = None
    details: str | None = None
    request_id: str | None = None
    resource_id: str | None = None
    resource_type: str | None = None


class VoucherifyError(Exception):
    """A call that did not end well.

    `operation` is the call's name with its placeholders, such as "GET /v1/customers/{customerId}".
    """

    leaves_writes_open: ClassVar[bool] = False

    def __init__(self, operation: str, problem: Problem | None = None) -> None:
        problem = problem or Problem()
        self.operation = operation
        self.status = problem.status
        self.key = problem.key
        self.message = problem.message
        self.details = problem.details
        self.request_id = problem.request_id
        self.resource_id = problem.resource_id
        self.resource_type = problem.resource_type
        facts = (type(self).__name__, self.status, self.key, self.request_id)
        super().__init__(f"{operation}: {', '.join(str(fact) for fact in facts if fact is not None)}")

    @property
    def outcome_unknown(self) -> bool:
        """True for a write that may or may not have been carried out: look into it, never repeat it blindly."""
        return self.leaves_writes_open and not changes_nothing(self.operation)


class Unreachable(VoucherifyError):
    """The connection broke before an answer came."""

    leaves_writes_open = True


class NotConnected(Unreachable):
    """There was no connection at all, so nothing was sent."""

    leaves_writes_open = False


class TimedOut(VoucherifyError):
    """The connection stood, but the answer did not come in time."""

    leaves_writes_open = True


class InvalidAnswer(VoucherifyError):
    """An answer this API does not give: no JSON, cut short, the wrong shape, or a redirect."""

    leaves_writes_open = True


class UnexpectedStatus(VoucherifyError):
    """A status without a class of its own here."""


class InvalidRequest(VoucherifyError):
    """400: the API did not accept the parameters or the body; `details` say which."""


class Unauthorized(VoucherifyError):
    """401: the API does not know these keys."""


class PlanLimitReached(VoucherifyError):
    """402: the project's plan does not cover the call."""


class Forbidden(VoucherifyError):
    """403: the keys are known but may not do this."""


class NotFound(VoucherifyError):
    """404: no such object; `resource_type` says of which kind."""


class MethodNotAllowed(VoucherifyError):
    """405: the address exists, but not for this verb."""


class Conflict(VoucherifyError):
    """409: an object like this exists already."""


class PayloadTooLarge(VoucherifyError):
    """413: the body is over the API's limit (10 MB for bulk calls)."""


class Locked(VoucherifyError):
    """423: the object's present state forbids the call."""


class RateLimited(VoucherifyError):
    """429: too many calls. `retry_after` is in seconds, `resets_at` in UTC; each may be None."""

    def __init__(
        self,
        operation: str,
        problem: Problem | None = None,
        *,
        retry_after: int | None = None,
        resets_at: datetime | None = None,
    ) -> None:
        super().__init__(operation, problem)
        self.retry_after = retry_after
        self.resets_at = resets_at


class ServerFailure(VoucherifyError):
    """5xx: the API itself failed."""

    leaves_writes_open = True


BY_STATUS: dict[int, type[VoucherifyError]] = {
    400: InvalidRequest,
    401: Unauthorized,
    402: PlanLimitReached,
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    409: Conflict,
    413: PayloadTooLarge,
    423: Locked,
}
