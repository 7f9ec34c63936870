"""What was sent too late: shown to whoever sent it, once they have signed in again, to be sent again or thrown away."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from webapp.auth import kept
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.rendering import redirect_after_post, render

blueprint = Blueprint("kept", __name__, url_prefix="/auth/kept")


@blueprint.get("")
@requires(Permission.CUSTOMERS_READ)
def show() -> Response:
    found = kept.kept()
    return redirect(url_for("home.index")) if found is None else render("auth/kept.html", kept=found)


@blueprint.post("")
@requires(Permission.CUSTOMERS_READ)
def send() -> Response:
    """Let the browser send the same once more, to where it was meant to go."""
    found = kept.kept()
    kept.forget()
    return redirect(url_for("home.index"), 303) if found is None else redirect(found.action, 307)


@blueprint.post("/discard")
@requires(Permission.CUSTOMERS_READ)
def discard() -> Response:
    found = kept.kept()
    kept.forget()
    return redirect_after_post(url_for("home.index") if found is None else found.page)
