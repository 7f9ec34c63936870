"""What every answer says to the browser about safety, and which addresses we send people to."""

from urllib.parse import unquote

from flask import Flask, Response, current_app, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.settings import Settings

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Not `no-referrer`: over HTTPS the check of forms wants a referrer of the same host.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
ONE_YEAR = 365 * 24 * 3600
ONE_HOUR = 3600
LARGEST_FORM_BYTES = 1024 * 1024


def init_security(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_keys[0],
        # All keys, the one to sign with last: forms opened before a key was replaced can still be sent.
        WTF_CSRF_SECRET_KEY=list(reversed(settings.secret_keys)),
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open over lunch still works
        STRICT_TRANSPORT_SECURITY=not settings.is_demo,
        CONTENT_SECURITY_POLICY=content_security_policy(settings),
    )
    if settings.trusted_proxies:
        # Not the host: many proxies hand on what the browser claims in X-Forwarded-Host.
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    app.before_request(_refuse_null_characters)
    CSRFProtect(app)
    app.after_request(_secure)


def content_security_policy(settings: Settings) -> str:
    """What pages may load, and who may show them in a frame.

    Forms may lead to the sign-in provider, as signing out ends there.
    """
    form_action = " ".join(["'self'", settings.openid.origin] if settings.openid.is_set else ["'self'"])
    frame_ancestors = " ".join(["'self'", *settings.frame_ancestors] if settings.frame_ancestors else ["'none'"])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'; form-action {form_action}; frame-ancestors {frame_ancestors}; base-uri 'none'"
    )


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


def _refuse_null_characters() -> None:
    """No text that anybody means holds one, and PostgreSQL stores none."""
    texts = [*(request.view_args or {}).values(), *request.args.values(), *request.form.values()]
    if any("\0" in text for text in texts if isinstance(text, str)):
        raise BadRequest


def _secure(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = current_app.config["CONTENT_SECURITY_POLICY"]
    if current_app.config["STRICT_TRANSPORT_SECURITY"]:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    response.headers["Cache-Control"] = _cache_control(response)
    return response


def _cache_control(response: Response) -> str:
    """Static files may be kept, for long when their address has their hash; pages show personal data and may not.

    That a file is missing is told by a page, with the name of who asked in it.
    """
    if request.endpoint != "static" or response.status_code >= 400:
        return "no-store"
    return f"public, max-age={ONE_YEAR}, immutable" if "v" in request.args else f"public, max-age={ONE_HOUR}"
