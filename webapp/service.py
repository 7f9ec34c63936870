"""The app's one Voucherify client, and what is known of the API without asking it."""

from contextlib import ExitStack
from dataclasses import dataclass

from flask import Flask, current_app, g

from webapp.logs import current_request_id
from webapp.settings import AUTH_BY_OAUTH, Settings
from webapp.voucherify import RateLimit, Voucherify, request_context

CONNECT_TIMEOUT_SECONDS = 3.05
OAUTH_SCOPES = ("api",)
CALLS_SIDE_BY_SIDE = 4  # what one request may have under way at once


@dataclass(frozen=True)
class ApiStatus:
    """What the frame of every page says about the API, from what is known without asking it."""

    demo: bool
    rate_limit: RateLimit | None

    @property
    def remaining(self) -> int | None:
        """How many calls are left in the present window; None before the first answer."""
        return self.rate_limit.remaining if self.rate_limit else None


def init_service(app: Flask, settings: Settings) -> None:
    client = Voucherify(
        settings.voucherify_base_url,
        settings.voucherify_app_id,
        settings.voucherify_app_token,
        oauth_scopes=OAUTH_SCOPES if settings.voucherify_auth == AUTH_BY_OAUTH else (),
        connect_timeout=min(CONNECT_TIMEOUT_SECONDS, settings.voucherify_timeout),
        read_timeout=settings.voucherify_timeout,
        pool_size=settings.web_threads * CALLS_SIDE_BY_SIDE,
    )
    app.extensions["voucherify"] = client
    app.before_request(_begin_request_context)
    app.teardown_request(_end_request_context)

    @app.context_processor
    def _api_status() -> dict[str, ApiStatus]:
        return {"api_status": ApiStatus(demo=settings.shows_demo_data, rate_limit=client.rate_limit)}


def voucherify() -> Voucherify:
    """The client, shared by all threads; hand it, not this function, to threads of your own."""
    client = current_app.extensions["voucherify"]
    assert isinstance(client, Voucherify)  # noqa: S101 - for the type checker
    return client


def _begin_request_context() -> None:
    """Let the log lines of this request's API calls carry this request's id."""
    g.voucherify_context = ExitStack()
    g.voucherify_context.enter_context(request_context(current_request_id()))


def _end_request_context(_error: BaseException | None) -> None:
    if "voucherify_context" in g:
        g.pop("voucherify_context").close()
