"""From an HTTP answer to JSON or to a typed error."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from webapp.voucherify.errors import (
    BY_STATUS,
    InvalidAnswer,
    Problem,
    RateLimited,
    ServerFailure,
    UnexpectedStatus,
    VoucherifyError,
)
from webapp.voucherify.rate_limits import read_reset, read_retry_after


@dataclass(frozen=True)
class Answer:
    """A whole answer; `body` is None when the connection broke within it."""

    status: int
    headers: Mapping[str, str]
    body: bytes | None

    def json(self) -> Any:
        """Return the decoded body, None when there is none; raise ValueError for anything but JSON."""
        if self.body is None:
            raise ValueError("the body was cut short")
        if not self.body:
            return None
        try:
            return json.loads(self.body, parse_constant=_refuse_constant)
        except RecursionError:
            raise ValueError("the JSON is nested too deeply") from None


def read_failure(operation: str, answer: Answer) -> VoucherifyError | None:
    """Return the error an answer stands for, None for a success (2xx)."""
    if 200 <= answer.status < 300:
        return None
    problem = _read_problem(answer)
    if answer.status == 429:
        return RateLimited(
            operation,
            problem,
            retry_after=read_retry_after(answer.headers),
            resets_at=read_reset(answer.headers),
        )
    if answer.status >= 500:
        return ServerFailure(operation, problem)
    if answer.status < 400:
        return InvalidAnswer(operation, problem)
    return BY_STATUS.get(answer.status, UnexpectedStatus)(operation, problem)


def _read_problem(answer: Answer) -> Problem:
    """Read the error envelope. Nothing in it is certain: 401, 413 and 429 lack most of it, proxies send HTML."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return Problem(status=answer.status)
    nested = body.get("error")
    return Problem(
        status=answer.status,
        key=_text(body.get("key")),
        message=_text(body.get("message")),
        details=_text(body.get("details")) or (_text(nested.get("message")) if isinstance(nested, dict) else None),
        request_id=_text(body.get("request_id")),
        resource_id=_text(body.get("resource_id")),
        resource_type=_text(body.get("resource_type")),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
