"""/v1/oauth: tokens for the application keys, which alone open these routes."""

from typing import Any

from flask import Blueprint, Response, request

from webapp.sandbox import moments
from webapp.sandbox.authentication import APP_ID
from webapp.sandbox.rules import oauth
from webapp.sandbox.wire import invalid_payload, no_content
from webapp.sandbox.world import changing, reading, world

routes = Blueprint("oauth", __name__, url_prefix="/v1/oauth")


@routes.post("/token")
def grant_token() -> dict[str, Any]:
    """Client credentials with the keys; lives 15 minutes, opens its scopes."""
    with changing() as change:
        return oauth.grant(change, APP_ID, request.form.get("grant_type", ""), request.form.get("scope", ""))


@routes.post("/introspect")
def introspect_token() -> dict[str, Any]:
    """`active: false` for a dead one."""
    with reading() as connection:
        return oauth.introspect(connection, _token(), moments.written(world().clock.now()))


@routes.post("/revoke")
def revoke_token() -> Response:
    """204; 404 without a body for an unknown one."""
    with changing() as change:
        found = oauth.revoke(change, _token())
    return no_content() if found else Response(status=404)


def _token() -> str:
    token = request.form.get("token")
    if not token:
        raise invalid_payload("Property .token is required")
    return token
