"""How often somebody may try what can be guessed or worn out: signing in, looking customers up, checking answers.

Counted in this process, or for all processes in Redis where REDIS_URL is set; while Redis is away, in this process.
A request counts before its form's token is looked at, so that forms that are refused are limited too.
"""

import time
from collections.abc import Callable
from math import ceil
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_limiter import ApplicationLimit, Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

from webapp.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])

REDIS_TIMEOUT_SECONDS = 0.5
SIGN_IN = "sign-in"
LOOKUP = "lookup"
VERIFICATION = "verification"
_DECLARATION = "frontdesk_limit"


def per_person() -> str:
    """Counts together what one signed-in person does; people not signed in go by their address."""
    return f"user {current_user.id}" if current_user.is_authenticated else get_remote_address()


def _limit(rates: str, scope: str, key_function: Callable[[], str] = per_person) -> ApplicationLimit:
    """A limit on all views together that are declared to be of the scope."""
    return ApplicationLimit(rates, key_function, scope=scope, exempt_when=lambda: _scope_of_this_request() != scope)


def _scope_of_this_request() -> str | None:
    return getattr(current_app.view_functions[request.endpoint or ""], _DECLARATION, None)


def _declared(scope: str) -> Callable[[View], View]:
    def declare(view: View) -> View:
        setattr(view, _DECLARATION, scope)
        return view

    return declare


limiter = Limiter(
    per_person,
    application_limits=[
        _limit("60 per minute", SIGN_IN, get_remote_address),
        _limit("240 per minute", LOOKUP),
        _limit("10 per minute; 60 per hour", VERIFICATION),
    ],
    in_memory_fallback_enabled=True,
)

limit_sign_in = _declared(SIGN_IN)
limit_lookup = _declared(LOOKUP)
limit_verification = _declared(VERIFICATION)


def init_rate_limits(app: Flask, settings: Settings) -> None:
    timeouts = {"socket_timeout": REDIS_TIMEOUT_SECONDS, "socket_connect_timeout": REDIS_TIMEOUT_SECONDS}
    app.config.update(
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=timeouts if settings.redis_url else {},
    )
    limiter.init_app(app)


def seconds_to_wait() -> int | None:
    """How long until the limit that this request ran into opens again."""
    reached = limiter.current_limit
    return None if reached is None else max(1, ceil(reached.window.reset_time - time.time()))
