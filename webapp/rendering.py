"""One address answers a page, or for htmx just the part that changes."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for
from htmx_flask import Htmx
from htmx_flask import request as htmx_request
from werkzeug.wrappers import Response as AnyResponse

from webapp.formats import Formats
from webapp.security import local_path
from webapp.settings import Settings

VERSION_LENGTH = 12


class PublicSettings(NamedTuple):
    """The settings templates may show."""

    environment: str
    currency: str
    timezone: str


def init_rendering(app: Flask, settings: Settings) -> None:
    Htmx(app)
    app.add_template_global(asset_url, "asset_url")
    app.jinja_env.globals["settings"] = PublicSettings(settings.environment, settings.currency, settings.timezone)
    app.extensions["formats"] = Formats(settings.currency, settings.timezone)
    app.jinja_env.filters.update(app.extensions["formats"].filters())


def formats() -> Formats:
    """How this installation writes amounts and dates."""
    found = current_app.extensions["formats"]
    assert isinstance(found, Formats)  # noqa: S101 - for the type checker
    return found


def wants_fragment() -> bool:
    """Whether htmx asks for a part of a page. When it restores history or follows a boosted link it needs all of it."""
    htmx = htmx_request.htmx
    return bool(htmx) and not htmx.history_restore_request and not htmx.boosted


def render(page: str, partial: str | None = None, *, status: int = 200, **context: Any) -> Response:
    """Answer with the page, or with the partial when there is one and htmx asks for it."""
    template = partial if partial is not None and wants_fragment() else page
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    return response


def redirect_after_post(url: str) -> AnyResponse:
    """Send the browser to a page after a write, so that reloading it repeats nothing."""
    return go_to(url, status_for_fragment=204)


def go_to(url: str, *, status_for_fragment: int) -> AnyResponse:
    """Send the browser to a page; a fragment's request too, where a plain redirect would land inside the page."""
    if not wants_fragment():
        return redirect(url, 303)
    response = make_response("", status_for_fragment)
    response.headers["HX-Redirect"] = url
    return response


def here() -> str:
    """The address of the page the person is looking at, without the host; for a write, of the page it was sent from.

    "/" where that is not known.
    """
    if wants_fragment():
        return local_path(htmx_request.htmx.current_url, host=request.host) or "/"
    if request.method not in {"GET", "HEAD"} or request.endpoint is None:
        return local_path(request.referrer, host=request.host) or "/"
    return this_address()


def this_address() -> str:
    """The address of this request itself, without the host: what to send to ask the same again."""
    if request.endpoint is None:
        return "/"
    path = url_for(request.endpoint, **(request.view_args or {}))
    query = urlencode(list(request.args.items(multi=True)))
    return f"{path}?{query}" if query else path


def asset_url(name: str) -> str:
    """The address of a static file with its content's hash, so that it may be kept for long and never be stale."""
    known: dict[str, str] = g.setdefault("asset_urls", {})  # a page names the file of icons dozens of times
    if name not in known:
        known[name] = _address_of_asset(name)
    return known[name]


def _address_of_asset(name: str) -> str:
    path = Path(current_app.static_folder or "") / name
    try:
        version = _content_hash(path, path.stat().st_mtime_ns)
    except OSError:  # not built yet: the page stands without it
        return url_for("static", filename=name)
    return url_for("static", filename=name, v=version)


@lru_cache(maxsize=256)
def _content_hash(path: Path, _modified_at: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:VERSION_LENGTH]
