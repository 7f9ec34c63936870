"""Signing in through the company's OpenID provider."""

from flask import Flask, current_app, request
from werkzeug.exceptions import NotFound

from webapp.auth.openid.provider import Provider
from webapp.settings import Settings


def init_openid(app: Flask, settings: Settings) -> None:
    app.extensions["openid_provider"] = Provider(settings.openid) if settings.openid.is_set else None


def is_offered() -> bool:
    """Whether this installation has a provider to sign in with."""
    return current_app.extensions["openid_provider"] is not None


def scheme() -> str:
    """What our own addresses begin with when a provider is given them: in production it is HTTPS, seen or not."""
    return request.scheme if current_app.extensions["settings"].is_demo else "https"


def current_provider() -> Provider:
    """The provider of this installation. Raises NotFound where there is none."""
    found = current_app.extensions["openid_provider"]
    if not isinstance(found, Provider):
        raise NotFound
    return found
