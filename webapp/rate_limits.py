"""How often somebody may try what can be guessed or worn out: signing in, looking customers up, checking answers.

Counted in this process, or for all processes in Redis where REDIS_URL is set; while Redis is away, in this process.
"""

import time
from math import ceil

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

from webapp.settings import Settings

REDIS_TIMEOUT_SECONDS = 0.5


def per_person() -> str:
    """Counts together what one signed-in person does; people not signed in go by their address."""
    return f"user {current_user.id}" if current_user.is_authenticated else get_remote_address()


limiter = Limiter(per_person, in_memory_fallback_enabled=True)

limit_sign_in = limiter.shared_limit("60 per minute", scope="sign-in", key_func=get_remote_address)
limit_lookup = limiter.shared_limit("240 per minute", scope="lookup")
limit_verification = limiter.shared_limit("10 per minute; 60 per hour", scope="verification")


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
