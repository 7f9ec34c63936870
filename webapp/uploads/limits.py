"""How much may be sent where files are handed over; everywhere else a form's limit holds."""

from typing import Any

from flask import Blueprint, request
from flask_login import current_user

from webapp.auth.access import may
from webapp.auth.permissions import Permission
from webapp.auth.sessions import current_session

LARGEST_FILE = 200 * 1024 * 1024  # bytes
AROUND_A_FILE = 64 * 1024  # bytes of the form's other fields and of what stands between them


def let_files_in(blueprint: Blueprint, view: str, permission: Permission) -> None:
    """Let the view of this name be sent a file by whoever has the permission.

    Whose session has just ended is let in too: they are led to sign in, which an error page would not do.
    """

    @blueprint.url_value_preprocessor
    def allow(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        """This runs before anything reads the form."""
        if endpoint == f"{blueprint.name}.{view}" and (_has(permission) or current_session().expired_user_id):
            request.max_content_length = LARGEST_FILE + AROUND_A_FILE


def _has(permission: Permission) -> bool:
    return bool(current_user.is_authenticated) and may(permission)
