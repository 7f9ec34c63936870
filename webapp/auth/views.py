"""Signing in and out."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from webapp.auth import people
from webapp.auth.access import public
from webapp.auth.demo import comes_from_this_computer, demo_user, is_demo
from webapp.auth.permissions import ROLE_SUMMARIES, Role
from webapp.rendering import redirect_after_post, render
from webapp.security import local_path

blueprint = Blueprint("auth", __name__, url_prefix="/auth")


@blueprint.get("/sign-in")
@public
def sign_in() -> Response:
    next_page = local_path(request.args.get("next")) or "/"
    if current_user.is_authenticated:
        return redirect(next_page)
    return render(
        "auth/sign_in.html",
        is_demo=is_demo(),
        is_offered=is_demo() and comes_from_this_computer(),
        roles=ROLE_SUMMARIES,
        next_page=next_page,
    )


@blueprint.post("/demo")
@public
def demo() -> Response:
    """Sign in as the demo's person with the role asked for. Only in the demo, and only from this computer."""
    if not is_demo():
        abort(404)
    if not comes_from_this_computer():
        abort(403)
    try:
        role = Role(request.form.get("role", ""))
    except ValueError:
        raise BadRequest from None
    people.sign_in(demo_user(role))
    return redirect_after_post(local_path(request.form.get("next")) or "/")


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    people.sign_out()
    flash("You are signed out.", "success")
    return redirect_after_post(url_for("auth.sign_in"))
