"""To the company's sign-in, and back from it."""

import logging

from flask import Blueprint, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.auth import people
from webapp.auth.access import public
from webapp.auth.kept import page_after_sign_in
from webapp.auth.openid import current_provider, scheme
from webapp.auth.openid.admission import admitted
from webapp.auth.openid.refusals import SignInError
from webapp.logs import current_request_id
from webapp.rate_limits import limit_sign_in
from webapp.rendering import render
from webapp.security import local_path

blueprint = Blueprint("openid", __name__, url_prefix="/auth")

_logger = logging.getLogger(__name__)


@blueprint.get("/start")
@public
@limit_sign_in
def start() -> Response:
    """Send the browser to the provider, which sends it back to `callback`."""
    next_page = local_path(request.args.get("next")) or "/"
    if current_user.is_authenticated:
        return redirect(next_page)
    callback_url = url_for("openid.callback", _external=True, _scheme=scheme())
    return redirect(current_provider().begin(callback_url, next_page))


@blueprint.get("/callback")
@public
@limit_sign_in
def callback() -> Response:
    identity = current_provider().finish()
    user = admitted(identity, current_app.extensions["settings"].openid)
    people.sign_in(user, identity.id_token)
    _logger.info("Signed in", extra={"user": user.id, "role": user.role, "correlation_id": current_request_id()})
    return redirect(page_after_sign_in(identity.next_page))


@blueprint.app_errorhandler(SignInError)
def refused(error: SignInError) -> Response:
    """A page that says why, and whom to ask. The log names the kind of the cause, never its words."""
    cause = type(error.__cause__).__name__ if error.__cause__ else None
    facts = {"refusal": error.refusal.name, "cause": cause, "correlation_id": current_request_id()}
    _logger.warning("Sign-in refused: %s", error.refusal.name, extra=facts)
    return render(
        "auth/refused.html",
        status=error.refusal.value.status,
        words=error.refusal.value,
        contact=current_app.extensions["settings"].sign_in_contact,
        reference=current_request_id(),
    )
