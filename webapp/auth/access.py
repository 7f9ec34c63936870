"""Deny by default: a view is reached only when it says who may reach it."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, flash, request, url_for
from flask_login import current_user
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from webapp.auth import kept
from webapp.auth.permissions import Permission
from webapp.rendering import go_to, here

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
_DECLARATION = "frontdesk_access"


class NotPermitted(Forbidden):
    """The signed-in person's role lacks a permission; None where a view declares none and so is closed to all."""

    def __init__(self, permission: Permission | None) -> None:
        super().__init__()
        self.permission = permission


def requires(permission: Permission) -> Callable[[View], View]:
    """Open a view to signed-in people whose role has the permission."""

    def declare(view: View) -> View:
        setattr(view, _DECLARATION, permission)
        return view

    return declare


def public(view: View) -> View:
    """Open a view to everybody, signed in or not."""
    setattr(view, _DECLARATION, PUBLIC)
    return view


def declaration(view: Callable[..., Any]) -> Permission | str | None:
    """What a view declares: its permission, "public", or None when it declares nothing."""
    return getattr(view, _DECLARATION, None)


def may(permission: Permission | str) -> bool:
    """Whether the person behind this request has a permission, such as "customers.read"."""
    return bool(current_user.may(Permission(permission)))


def init_access(app: Flask) -> None:
    public(app.view_functions["static"])
    app.before_request(_check_access)
    app.add_template_global(may, "may")


def _check_access() -> Response | None:
    if request.endpoint is None:  # no such address: the answer is the same for everybody
        return None
    declared = declaration(current_app.view_functions[request.endpoint])
    if declared == PUBLIC:
        return None
    if declared is None:
        raise NotPermitted(None)
    if not current_user.is_authenticated:
        return _to_sign_in()
    if not may(declared):
        raise NotPermitted(Permission(declared))
    return None


def _to_sign_in() -> Response:
    if request.method in {"GET", "HEAD"}:
        return go_to(url_for("auth.sign_in", next=here()), status_for_fragment=401)
    if kept.keep():
        flash("You were no longer signed in. What you sent is kept for you until you have signed in again.", "warning")
    else:
        flash("You were no longer signed in, so what you sent was not saved. Sign in and send it again.", "warning")
    return go_to(url_for("auth.sign_in", next=here()), status_for_fragment=401)
