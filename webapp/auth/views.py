"""Signing in and out."""

from flask import Blueprint, abort, current_app, flash, jsonify, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from webapp.auth import openid, people
from webapp.auth.access import public, requires
from webapp.auth.demo import comes_from_this_computer, demo_user, is_demo
from webapp.auth.kept import page_after_sign_in
from webapp.auth.openid.refusals import Refusal, SignInError
from webapp.auth.permissions import ROLE_SUMMARIES, Permission, Role
from webapp.rate_limits import limit_sign_in
from webapp.rendering import redirect_after_post, render
from webapp.security import local_path
from webapp.store import sessions

blueprint = Blueprint("auth", __name__, url_prefix="/auth")


@blueprint.get("/sign-in")
@public
@limit_sign_in
def sign_in() -> Response:
    next_page = local_path(request.args.get("next")) or "/"
    if current_user.is_authenticated:
        return redirect(next_page)
    return render(
        "auth/sign_in.html",
        has_openid=openid.is_offered(),
        is_demo=is_demo(),
        is_offered=is_demo() and comes_from_this_computer(),
        roles=ROLE_SUMMARIES,
        next_page=next_page,
        contact=current_app.extensions["settings"].sign_in_contact,
    )


@blueprint.post("/demo")
@public
@limit_sign_in
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
    user = demo_user(role)
    if user.blocked:
        raise SignInError(Refusal.BLOCKED)
    people.sign_in(user)
    return redirect_after_post(page_after_sign_in(request.form.get("next")))


@blueprint.get("/signed-in")
@requires(Permission.CUSTOMERS_READ)
def signed_in() -> Response:
    """Where signing in again in a tab of its own ends."""
    return render("auth/signed_in.html")


@blueprint.get("/token")
@requires(Permission.CUSTOMERS_READ)
def token() -> Response:
    """For a page that stayed open while its person signed in anew: who that is, and the token its forms need now."""
    return jsonify(csrf_token=generate_csrf(), person=current_user.get_id())


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End this session, and the one at the provider where it has a place for that."""
    return _after_sign_out(people.sign_out(), "You are signed out.")


@blueprint.post("/sign-out-everywhere")
@requires(Permission.CUSTOMERS_READ)
def sign_out_everywhere() -> Response:
    sessions.end_all(current_user.id)
    return _after_sign_out(people.sign_out(), "You are signed out, here and everywhere else.")


def _after_sign_out(id_token: str | None, message: str) -> Response:
    flash(message, "success")
    sign_in_page = url_for("auth.sign_in")
    if id_token is None:
        return redirect_after_post(sign_in_page)
    back_to = url_for("auth.sign_in", _external=True, _scheme=openid.scheme())
    return redirect_after_post(openid.current_provider().end_session_url(id_token, back_to) or sign_in_page)
