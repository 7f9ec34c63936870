"""Sessions on the server's terms: the browser holds a random token and nothing else.

A session ends when nobody used it for a while, at the latest some hours after sign-in, and at once when it is signed
out here or everywhere. What the page does by itself, such as polling, is no use of it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import Flask, Request, Response, current_app, request, session
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin

from webapp.rendering import wants_fragment
from webapp.settings import Settings
from webapp.store import sessions
from webapp.store.models import SessionRecord

BY_HAND_HEADER = "X-Frontdesk-By-Hand"
COOKIE = "frontdesk_session"
NOTED_PER_IDLE_TIME = 60  # how often use is written down: each note is a write to the database

_json = TaggedJSONSerializer()


def init_sessions(app: Flask, settings: Settings) -> None:
    app.config.update(
        # Under this prefix browsers accept it over HTTPS only, for this host only, and from no neighbour.
        SESSION_COOKIE_NAME=COOKIE if settings.is_demo else f"__Host-{COOKIE}",
        SESSION_COOKIE_SECURE=not settings.is_demo,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    idle, lifetime = timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    app.session_interface = ServerSessions(settings.secret_keys, idle, lifetime)


def current_session() -> "ServerSession":
    """The session behind this request."""
    return cast("ServerSession", session._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def session_limits() -> "ServerSessions":
    """How long sessions last here."""
    return cast("ServerSessions", current_app.session_interface)


def is_by_hand() -> bool:
    """Whether a person did something, rather than their page by itself.

    A fragment that is read counts only when our script saw the click or key that asked for it and says so.
    """
    return not wants_fragment() or request.method not in {"GET", "HEAD"} or BY_HAND_HEADER in request.headers


class ServerSession(SessionMixin):
    """A browser's session, read from the database when first asked for something.

    `expired_user_id` is the user whose session this browser still names although it is over.
    """

    def __init__(self, ids: list[str], idle: timedelta, lifetime: timedelta) -> None:
        self._ids, self._idle, self._lifetime = ids, idle, lifetime
        self._loaded: dict[str, Any] | None = None
        self.record: SessionRecord | None = None
        self.expired_user_id: int | None = None
        self.modified = False

    @property
    def was_read(self) -> bool:
        return self._loaded is not None

    @property
    def _data(self) -> dict[str, Any]:
        if self._loaded is None:
            self._loaded = {}  # stays so where the database fails, and the page that says so is a stranger's
            record = sessions.find(self._ids) if self._ids else None
            if record is not None and self._is_over(record):
                self.expired_user_id, record = record.user_id, None
            self.record = record
            self._loaded = {} if record is None else _json.loads(record.data)
        return self._loaded

    def renew(self) -> None:
        """Go on under a new id with nothing in it: whoever knows the old one has nothing."""
        self.clear()
        if self.record is not None:
            sessions.end(self.record.id)
            self.record = None

    def _is_over(self, record: SessionRecord) -> bool:
        now = datetime.now(UTC)
        return now - record.used_at > self._idle or now - record.began_at > self._lifetime

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._data[key] = value
        self.modified = True

    def __delitem__(self, key: str) -> None:
        del self._data[key]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class ServerSessions(SessionInterface):
    """Flask's way to the sessions, which are over after `idle` without use and `lifetime` after sign-in.

    `keys` are the secret keys, newest first; each makes its own ids from a token.
    """

    def __init__(self, keys: tuple[str, ...], idle: timedelta, lifetime: timedelta) -> None:
        self._keys = keys
        self.idle = idle
        self.lifetime = lifetime

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = request.cookies.get(self.get_cookie_name(app), "")
        ids = [_id_of(token, key) for key in self._keys] if token else []
        return ServerSession(ids, self.idle, self.lifetime)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        current = cast("ServerSession", session)
        if not current.was_read:
            return
        if current.record is not None:
            self._keep(current, current.record)
        elif current:
            self._begin(app, current, response)

    def _keep(self, session: ServerSession, record: SessionRecord) -> None:
        now = datetime.now(UTC)
        values: dict[str, Any] = {"data": _json.dumps(dict(session))} if session.modified else {}
        if is_by_hand() and now - record.used_at >= self.idle / NOTED_PER_IDLE_TIME:
            values["used_at"] = now
        if values:
            sessions.change(record.id, **values)

    def _begin(self, app: Flask, session: ServerSession, response: Response) -> None:
        token = secrets.token_urlsafe(32)
        user_id = session.get("_user_id")
        data = _json.dumps(dict(session))
        sessions.begin(_id_of(token, self._keys[0]), int(user_id) if user_id else None, data, datetime.now(UTC))
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            path="/",
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite=self.get_cookie_samesite(app),
        )


def _id_of(token: str, key: str) -> str:
    """What a session is kept under. Once a secret key is no longer set, every session made with it has ended."""
    return hmac.new(key.encode(), token.encode(), hashlib.sha256).hexdigest()
