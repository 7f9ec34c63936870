"""What every answer says to the browser about safety, and which addresses we send people to."""

from urllib.parse import unquote

from flask import Flask, Response, current_app, request
from flask_wtf import CSRFProtect

from webapp.settings import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Not `no-referrer`: over HTTPS the check of forms wants a referrer of the same host.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
ONE_YEAR = 365 * 24 * 3600
ONE_HOUR = 3600
WORKING_DAY_HOURS = 12
LARGEST_FORM_BYTES = 1024 * 1024


def init_security(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_keys[0],
        SECRET_KEY_FALLBACKS=list(settings.secret_keys[1:]),
        SESSION_COOKIE_NAME="frontdesk_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not settings.is_demo,
        PERMANENT_SESSION_LIFETIME=WORKING_DAY_HOURS * 3600,
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open over lunch still works
        STRICT_TRANSPORT_SECURITY=not settings.is_demo,
    )
    CSRFProtect(app)
    app.after_request(_secure)


def local_path(target: str | None, *, host: str | None = None) -> str | None:
    """The target when it is a path on this site, else None. An absolute address counts when its host is `host`.

    Refused is whatever a browser might read as another site: `//evil`, `/\\evil`, `https:evil`, control characters,
    and the same in percent-encoding.
    """
    if host is not None:
        target = _without_origin(target or "", host)
    if not target or not target.startswith("/") or not target.isprintable() or " " in target:
        return None
    plain = unquote(target)
    return None if plain.startswith(("//", "/\\")) or "\\" in target else target


def _without_origin(target: str, host: str) -> str:
    for origin in (f"http://{host}/", f"https://{host}/"):
        if target.startswith(origin):
            return "/" + target.removeprefix(origin).partition("#")[0]
    return target


def _secure(response: Response) -> Response:
    response.headers.update(HEADERS)
    if current_app.config["STRICT_TRANSPORT_SECURITY"]:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    response.headers["Cache-Control"] = _cache_control()
    return response


def _cache_control() -> str:
    """Static files may be kept, for long when their address has their hash; pages show personal data and may not."""
    if request.endpoint != "static":
        return "no-store"
    return f"public, max-age={ONE_YEAR}, immutable" if "v" in request.args else f"public, max-age={ONE_HOUR}"
