"""Who has signed in, shutting somebody out at once, and signing somebody out of every browser."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.audit import Action, record
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.auth.sessions import session_limits
from webapp.paths import row_number
from webapp.people.presenters import rows
from webapp.rendering import redirect_after_post, render
from webapp.store import sessions, users
from webapp.store.models import User

PAGE_SIZE = 50

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("")
@requires(Permission.PEOPLE_MANAGE)
def index() -> Response:
    page = max(1, request.args.get("page", 1, type=row_number))
    found = users.everybody(PAGE_SIZE + 1, (page - 1) * PAGE_SIZE)
    now, limits = datetime.now(UTC), session_limits()
    signed_in = sessions.count_by_user(used_since=now - limits.idle, begun_since=now - limits.lifetime)
    people = rows(found[:PAGE_SIZE], signed_in, current_user.id)
    return render("people/page.html", people=people, page_number=page, has_more=len(found) > PAGE_SIZE)


@blueprint.post("/<int:user_id>/block")
@requires(Permission.PEOPLE_MANAGE)
def block(user_id: int) -> Response:
    """Shut a person out: their next click in any browser leads to the sign-in page, which refuses them."""
    person = _other_person(user_id)
    record(Action.PERSON_BLOCKED, person=person.name, user_id=person.id)
    users.set_blocked(person.id, blocked=True)
    sessions.end_all(person.id)
    return _done(f"{person.name} is blocked and signed out everywhere.")


@blueprint.post("/<int:user_id>/unblock")
@requires(Permission.PEOPLE_MANAGE)
def unblock(user_id: int) -> Response:
    person = _other_person(user_id)
    record(Action.PERSON_UNBLOCKED, person=person.name, user_id=person.id)
    users.set_blocked(person.id, blocked=False)
    return _done(f"{person.name} may sign in again.")


@blueprint.post("/<int:user_id>/sign-out")
@requires(Permission.PEOPLE_MANAGE)
def sign_out(user_id: int) -> Response:
    person = _other_person(user_id)
    record(Action.PERSON_SIGNED_OUT, person=person.name, user_id=person.id)
    sessions.end_all(person.id)
    return _done(f"{person.name} is signed out everywhere.")


def _other_person(user_id: int) -> User:
    """The user to act on. Nobody acts on themselves, so that there is always an administrator left."""
    person = users.find(user_id)
    if person is None:
        abort(404)
    if person.id == current_user.id:
        abort(403)
    return person


def _done(message: str) -> Response:
    flash(message, "success")
    return redirect_after_post(url_for("people.index"))
