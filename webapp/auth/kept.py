"""What somebody sent after their session was over: kept for them until they have signed in again.

It is kept only in answer to a browser that still names the session it had, and given back only to the same user.
"""

from dataclasses import asdict, dataclass
from typing import Any

from flask import request, session, url_for
from flask_login import current_user

from webapp.auth.sessions import current_session
from webapp.rendering import here, this_address, wants_fragment
from webapp.security import LARGEST_FORM_BYTES, local_path

MOST_CHARACTERS = 100_000
TOKEN = "csrf_token"  # noqa: S105 - the name of a field
_KEY = "kept"


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: `action` is where to, `page` the page it stood on."""

    user_id: int
    action: str
    page: str
    fields: list[tuple[str, str]]
    has_files: bool


def keep() -> bool:
    """Keep what this request sends, and return whether that was possible.

    Not for fragments: their page stays open, with everything typed in it, while somebody signs in again.
    """
    user_id = current_session().expired_user_id
    if user_id is None or wants_fragment() or (request.content_length or 0) > LARGEST_FORM_BYTES:
        return False
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != TOKEN]
    if sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return False
    session[_KEY] = asdict(Kept(user_id, this_address(), here(), fields, bool(request.files)))
    return True


def kept() -> Kept | None:
    """What is kept for the person now signed in."""
    return _of(current_user.id, session.get(_KEY))


def page_after_sign_in(next_page: str | None) -> str:
    """Where signing in leads: to what was kept, else to the page that was asked for if it is one of ours."""
    return url_for("kept.show") if kept() else local_path(next_page) or "/"


def forget() -> None:
    session.pop(_KEY, None)


def taken_along(user_id: int) -> dict[str, Any]:
    """What a new session of this user takes over from the visitor's."""
    return {_KEY: session[_KEY]} if _of(user_id, session.get(_KEY)) else {}


def _of(user_id: int, value: Any) -> Kept | None:
    return Kept(**value) if value and value["user_id"] == user_id else None
