"""The person behind a request, as Flask-Login and the templates see them."""

from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, Response, current_app, session
from flask_login import LoginManager, login_user, logout_user

from webapp.auth import demo
from webapp.auth.kept import taken_along
from webapp.auth.permissions import ROLE_PERMISSIONS, Permission, Role
from webapp.auth.sessions import current_session
from webapp.settings import Settings
from webapp.store import users
from webapp.store.models import User

_ID_TOKEN = "id_token"  # noqa: S105 - the name of a place in the session


@dataclass(frozen=True)
class Person:
    """Someone signed in. `id` is the user's in our own database."""

    id: int
    name: str
    email: str | None
    role: Role

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    def get_id(self) -> str:
        return str(self.id)

    def may(self, permission: Permission) -> bool:
        return permission in ROLE_PERMISSIONS[self.role]


class Stranger:
    """Nobody in particular: not signed in, and allowed nothing."""

    is_authenticated = False
    is_active = False
    is_anonymous = True

    def get_id(self) -> None:
        return None

    def may(self, permission: Permission) -> bool:  # noqa: ARG002 - the same question as to a Person
        return False


class SignInManager(LoginManager):  # type: ignore[misc]
    """Without Flask-Login's cookie to remember people by, for which it would read the session in every request."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def init_people(app: Flask, settings: Settings) -> None:
    app.config["ACCEPTED_ISSUERS"] = {settings.openid.issuer} | ({demo.ISSUER} if settings.is_demo else set())
    manager = SignInManager(app)
    manager.anonymous_user = Stranger
    # Sessions live on the server and end there; binding them to an address would sign out whoever changes networks.
    manager.session_protection = None
    manager.user_loader(_load)


def sign_in(user: User, id_token: str | None = None) -> None:
    """Begin a fresh session for a user: nothing of the visitor's session survives but what was kept for this user."""
    taken = taken_along(user.id)
    current_session().renew()
    session.update(taken)
    if id_token is not None:
        session[_ID_TOKEN] = id_token
    login_user(_person(user))


def sign_out() -> str | None:
    """End this session. Returns the provider's ID token it began with, if any, for signing out there too."""
    id_token = session.get(_ID_TOKEN)
    logout_user()
    current_session().renew()
    return id_token


def _load(user_id: str) -> Person | None:
    user = users.find(int(user_id))
    accepted = user is not None and not user.blocked and user.issuer in current_app.config["ACCEPTED_ISSUERS"]
    return _person(user) if user is not None and accepted else None


def _person(user: User) -> Person:
    return Person(id=user.id, name=user.name, email=user.email, role=Role(user.role))
