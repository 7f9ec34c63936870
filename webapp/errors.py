"""Failure is designed: any error becomes a page or a fragment that says what happened and what to do now.

Rendering one calls no API, and where even that fails a plain page of the same words stands in.
"""

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flask import Flask, Response, make_response, request
from flask_login import current_user
from markupsafe import escape
from werkzeug.exceptions import TooManyRequests

from webapp import rate_limits
from webapp.auth.access import NotPermitted
from webapp.auth.permissions import Role, roles_with
from webapp.error_words import Words, words_for
from webapp.logs import current_request_id
from webapp.rendering import here, render, this_address
from webapp.voucherify.errors import InvalidRequest, RateLimited, VoucherifyError

SOON_SECONDS = 30

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """What the templates show of an error. `seconds` is how long to wait until `opens_at`, where a limit says so."""

    words: Words
    request_id: str
    api_request_id: str | None = None
    details: str | None = None
    outcome_unknown: bool = False
    seconds: int | None = None
    opens_at: datetime | None = None
    roles: tuple[Role, ...] = ()

    @property
    def status(self) -> int:
        return self.words.status

    @property
    def title(self) -> str:
        return "It is not known whether this was done" if self.outcome_unknown else self.words.title


def init_errors(app: Flask) -> None:
    app.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response:
    """The response for any exception a request ended with."""
    failure = describe(error)
    if failure.status == 500:
        _logger.error("Unexpected error", exc_info=error, extra={"correlation_id": failure.request_id})
    response = _rendered(failure)
    if failure.seconds is not None:
        response.headers["Retry-After"] = str(failure.seconds)
    return response


def describe(error: Exception) -> Failure:
    """What there is to say about an error."""
    words, request_id = words_for(error), current_request_id()
    if isinstance(error, NotPermitted) and error.permission:
        return Failure(words, request_id, roles=tuple(roles_with(error.permission)))
    seconds = _seconds_to_wait(error)
    opens_at = None if seconds is None else datetime.now(UTC) + timedelta(seconds=seconds)
    failure = Failure(words, request_id, seconds=seconds, opens_at=opens_at)
    if not isinstance(error, VoucherifyError):
        return failure
    return replace(
        failure,
        api_request_id=error.request_id,
        details=error.details if isinstance(error, InvalidRequest) else None,
        outcome_unknown=error.outcome_unknown,
    )


def _seconds_to_wait(error: Exception) -> int | None:
    """How long a limit is closed, the API's or our own; None for any other error."""
    if isinstance(error, TooManyRequests):
        return rate_limits.seconds_to_wait()
    if not isinstance(error, RateLimited):
        return None
    if error.retry_after is not None:
        return error.retry_after
    if error.resets_at is not None:
        return max(1, round((error.resets_at - datetime.now(UTC)).total_seconds()))
    return SOON_SECONDS


def _rendered(failure: Failure) -> Response:
    is_read = request.method in {"GET", "HEAD"}
    try:
        return render(
            "errors/page.html",
            "errors/_partial.html",
            status=failure.status,
            failure=failure,
            frame="layout.html" if current_user.is_authenticated else "layout_bare.html",
            retry_url=this_address() if is_read and failure.words.can_retry else None,
            page_url=here(),
            is_read=is_read,
        )
    except Exception:
        _logger.exception("An error page could not be rendered", extra={"correlation_id": failure.request_id})
        return _plain(failure)


def _plain(failure: Failure) -> Response:
    title = escape(failure.title)
    response = make_response(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} · Frontdesk</title></head><body>'
        f"<h1>{title}</h1><p>{escape(failure.words.happened)}</p><p>{escape(failure.words.advice)}</p>"
        f"<p>Reference: {escape(failure.request_id)}</p></body></html>",
        failure.status,
    )
    response.vary.add("HX-Request")
    return response
