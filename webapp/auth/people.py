"""The person behind a request, as Flask-Login and the templates see them."""

from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, session
from flask_login import LoginManager, login_user, logout_user

from webapp.auth.permissions import ROLE_PERMISSIONS, Permission, Role
from webapp.store import users
from webapp.store.models import User


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


def init_people(app: Flask) -> None:
    manager = LoginManager(app)
    manager.anonymous_user = Stranger
    # The cookie is signed and short-lived; binding it to an address would sign out whoever changes networks.
    manager.session_protection = None
    manager.user_loader(_load)


def sign_in(user: User) -> None:
    """Begin a fresh session for a user: nothing that was in the visitor's session before survives."""
    session.clear()
    session.permanent = True
    login_user(_person(user))


def sign_out() -> None:
    logout_user()
    session.clear()


def _load(user_id: str) -> Person | None:
    user = users.find(int(user_id))
    return None if user is None or user.blocked else _person(user)


def _person(user: User) -> Person:
    return Person(id=user.id, name=user.name, email=user.email, role=Role(user.role))
