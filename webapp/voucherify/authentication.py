"""Who is calling: the objects that sign each request, each one a scheme of its own."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import NamedTuple

from requests import PreparedRequest
from requests.auth import AuthBase

from webapp.voucherify.oauth_records import Token


class Authentication(AuthBase):
    """Signs requests when called with them."""

    def refused(self, request: PreparedRequest) -> bool:  # noqa: ARG002 -- part of the interface
        """Note that the API answered a request with 401, and say whether signing it again may help."""
        return False

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Unsigned(Authentication):
    """Leaves requests as they are."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        return request


class KeyAuthentication(Authentication):
    """Signs requests with a project's server-side key pair (headers `X-App-Id` and `X-App-Token`)."""

    def __init__(self, app_id: str, app_token: str) -> None:
        """Raise ValueError when a key is empty or cannot be a header; the message never quotes it."""
        self._app_id = _checked("app_id", app_id)
        self._app_token = _checked("app_token", app_token)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["X-App-Id"] = self._app_id
        request.headers["X-App-Token"] = self._app_token
        return request


class ClientKeyAuthentication(Authentication):
    """Signs requests with a client-side key pair and the origin it is good for; only /client/v1 takes these."""

    def __init__(self, application_id: str, token: str, origin: str) -> None:
        """Raise ValueError when one is empty or cannot be a header; the message never quotes it."""
        self._application_id = _checked("application_id", application_id)
        self._token = _checked("token", token)
        self._origin = _checked("origin", origin)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["X-Client-Application-Id"] = self._application_id
        request.headers["X-Client-Token"] = self._token
        request.headers["Origin"] = self._origin
        return request


class _Grant(NamedTuple):
    """A token, and until when it is used and good (on the monotonic clock)."""

    token: str
    renew_at: float
    expires_at: float


class OAuthAuthentication(Authentication):
    """Signs requests with an OAuth token that all threads share.

    The token is renewed after 14/15 of its life (14 of the usual 15 minutes), by one thread at a time. Until it
    expires the others go on with the old one, as all do when a renewal fails; after that they wait for the renewal,
    and share its failure.
    """

    def __init__(self, request_token: Callable[[], Token], clock: Callable[[], float] = time.monotonic) -> None:
        self._request_token = request_token
        self._clock = clock
        self._lock = threading.Lock()
        self._grant: _Grant | None = None
        self._renewal: Future[_Grant] | None = None

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._current().token}"
        return request

    def refused(self, request: PreparedRequest) -> bool:
        """Forget the token that was refused, unless a newer one has taken its place."""
        with self._lock:
            if self._grant and request.headers.get("Authorization") == f"Bearer {self._grant.token}":
                self._grant = None
        return True

    def _current(self) -> _Grant:
        with self._lock:
            now = self._clock()
            if self._grant and now < self._grant.renew_at:
                return self._grant
            if self._renewal and self._grant and now < self._grant.expires_at:
                return self._grant
            renewal, mine = self._renewal or Future[_Grant](), self._renewal is None
            self._renewal = renewal
        if mine:
            self._renew(renewal)
        return renewal.result()

    def _renew(self, renewal: "Future[_Grant]") -> None:
        started = self._clock()
        try:
            token = self._request_token()
        except BaseException as error:  # noqa: BLE001 -- whoever waits must be told, whatever it is
            with self._lock:
                self._renewal, old = None, self._grant
            if old and self._clock() < old.expires_at:
                renewal.set_result(old)
            else:
                renewal.set_exception(error)
        else:
            grant = _Grant(token.access_token, started + token.lifetime * 14 / 15, started + token.lifetime)
            with self._lock:
                self._renewal, self._grant = None, grant
            renewal.set_result(grant)


def _checked(name: str, key: str) -> str:
    if not key or not key.isascii() or not key.isprintable() or key != key.strip():
        raise ValueError(f"{name} must be a non-empty key of printable ASCII characters")
    return key
