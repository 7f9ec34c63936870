"""Who is calling: the objects that sign each request.

Any `requests.auth.AuthBase` will do, so another scheme is another class here and nothing else.
"""

from requests import PreparedRequest
from requests.auth import AuthBase


class KeyAuthentication(AuthBase):
    """Signs requests with a project's server-side key pair (headers `X-App-Id` and `X-App-Token`)."""

    def __init__(self, app_id: str, app_token: str) -> None:
        """Raise ValueError when a key is empty or cannot be a header; the message never quotes it."""
        for name, key in (("app_id", app_id), ("app_token", app_token)):
            if not key or not key.isascii() or not key.isprintable() or key != key.strip():
                raise ValueError(f"{name} must be a non-empty key of printable ASCII characters")
        self._app_id = app_id
        self._app_token = app_token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["X-App-Id"] = self._app_id
        request.headers["X-App-Token"] = self._app_token
        return request

    def __repr__(self) -> str:
        return "<KeyAuthentication>"
