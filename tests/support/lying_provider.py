"""An OpenID provider that lies as a test tells it to, and is honest otherwise.

with LyingProvider() as provider:
    provider.claims = {"aud": "another-app"}
    path = provider.authorize(location)      # what a browser sent there brings back to our callback
"""

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.support.wire import Reply, Request, Wire
from webapp.openid_settings import OpenIDSettings

CLIENT_ID = "frontdesk"
CLIENT_SECRET = "a secret that is long enough for every algorithm of signing there is"
REMOVED = object()


def new_key(kid: str = "first") -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}, auto_kid=False)


FIRST_KEY = new_key()


def unsigned(claims: dict[str, Any]) -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
    return ".".join([*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""])


def signed_with_secret(claims: dict[str, Any]) -> str:
    """Signed as if our own secret were the provider's key."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET), algorithms=["HS256"])


def signed_with_public_key(claims: dict[str, Any]) -> str:
    """Signed with what everybody can read in the provider's key set."""
    key = OctKey.import_key(FIRST_KEY.as_pem(private=False).replace(b"-----", b""))
    return jwt.encode({"alg": "HS256", "kid": "first"}, claims, key, algorithms=["HS256"])


@dataclass
class LyingProvider:
    """What it says where it does not tell the plain truth.

    `claims` and `discovery` replace single values, or take them away with REMOVED. `encode` makes the ID token,
    `token` and `profile` replace parts of those answers; `replies` answer a path in place of everything.
    """

    claims: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    encode: Callable[[dict[str, Any]], str] | None = None
    key: RSAKey = field(default_factory=lambda: FIRST_KEY)
    published: list[RSAKey] = field(default_factory=lambda: [FIRST_KEY])

    def __enter__(self) -> Self:
        self._wire = Wire().__enter__()
        self._wire.responds(self._respond)
        self._nonce = ""
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.__exit__()

    @property
    def issuer(self) -> str:
        return self._wire.url

    @property
    def requests(self) -> list[Request]:
        return self._wire.requests

    @property
    def settings(self) -> OpenIDSettings:
        return OpenIDSettings(
            issuer=self.issuer, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, role_map={"support": "agent"}
        )

    def asked_for(self, path: str) -> int:
        return sum(request.path == path for request in self.requests)

    def authorize(self, location: str, **changes: str) -> str:
        """The path of our callback that the browser comes back with; `changes` by the name of a parameter."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        self._nonce = asked["nonce"]
        answer = {"code": "a-code", "state": asked["state"], **changes}
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode(answer)}"

    def _respond(self, request: Request) -> Reply:
        answers = {
            "/.well-known/openid-configuration": self._discovery,
            "/jwks": self._keys,
            "/token": self._token,
            "/profile": self._profile,
        }
        path = urlsplit(request.path).path
        if path in self.replies:
            return self.replies[path]
        return Reply(body=json.dumps(answers[path]()).encode(), headers={"Content-Type": "application/json"})

    def _discovery(self) -> dict[str, Any]:
        honest = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return _changed(honest, self.discovery)

    def _keys(self) -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in self.published]}

    def _token(self) -> dict[str, Any]:
        now = int(time.time())
        honest = {
            "iss": self.issuer,
            "sub": "anna",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": self._nonce,
            "name": "Anna Nowak",
            "groups": ["support"],
        }
        claims = _changed(honest, self.claims)
        id_token = self.encode(claims) if self.encode else self._sign(claims)
        answer = {"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 300, "id_token": id_token}
        return _changed(answer, self.token)

    def _profile(self) -> dict[str, Any]:
        return _changed({"sub": "anna"}, self.profile)

    def _sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)


def _changed(honest: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**honest, **changes}.items() if value is not REMOVED}
