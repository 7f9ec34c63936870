"""One structured log record for each call, with nothing personal in it.

A record names the operation, never the identifier, the parameters, the keys or a body. What it carries arrives
as attributes (`extra=`): operation, status, milliseconds, attempt, request_id (the API's), error, error_key and
correlation_id (the caller's).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from webapp.voucherify.errors import VoucherifyError

_logger = logging.getLogger("webapp.voucherify")
_logger.addHandler(logging.NullHandler())  # a script that sets up no logging gets none on its terminal
_correlation_id: ContextVar[str | None] = ContextVar("voucherify_correlation_id", default=None)

# The connection pool logs whole addresses, and these carry source_ids such as e-mail addresses.
logging.getLogger("urllib3.connectionpool").addFilter(lambda _: False)


@contextmanager
def request_context(correlation_id: str) -> Iterator[None]:
    """Attach the caller's own request id to the records of all calls made inside.

    New threads do not inherit it: start them with `contextvars.copy_context().run`.
    """
    token = _correlation_id.set(correlation_id)
    try:
        yield
    finally:
        _correlation_id.reset(token)


def log_call(
    operation: str, *, status: int | None, milliseconds: int, attempt: int, error: VoucherifyError | None
) -> None:
    """Record how a call ended; `attempt` counts from 1, `milliseconds` cover all attempts."""
    outcome = status if error is None else str(error).removeprefix(f"{operation}: ")
    _logger.log(
        logging.INFO if error is None else logging.WARNING,
        "%s: %s in %d ms",
        operation,
        outcome,
        milliseconds,
        extra={
            "operation": operation,
            "status": status,
            "milliseconds": milliseconds,
            "attempt": attempt,
            "request_id": error.request_id if error else None,
            "error": type(error).__name__ if error else None,
            "error_key": error.key if error else None,
            "correlation_id": _correlation_id.get(),
        },
    )
