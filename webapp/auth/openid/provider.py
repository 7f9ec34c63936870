"""The OpenID provider as Frontdesk talks to it: Authlib's client, closed where its defaults are open.

Authorization code with PKCE, state and nonce (OpenID Connect Core 3.1, RFC 7636). Beyond Authlib's own checks, the
issuer is the configured one wherever it is named (discovery, ID token, callback), ID tokens are signed with a
public-key algorithm whatever discovery lists, they are there at all, and meant for this application.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from authlib.integrations.flask_client import FlaskIntegration
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from flask import request, session
from joserfc.errors import BadSignatureError

from webapp.auth.openid.refusals import Refusal, SignInError
from webapp.auth.openid.roles import values_of
from webapp.openid_settings import OpenIDSettings

SIGNING_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCK_SKEW_SECONDS = 30
DISCOVERY_KEPT_SECONDS = 3600
TIMEOUT_SECONDS = (3.05, 5.0)  # to connect, and between two parts of an answer
ANSWERED_WITHIN_SECONDS = 10.0
LARGEST_ANSWER_BYTES = 1024 * 1024
LONGEST_SUBJECT = 255
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
WELCOME = ("userinfo_endpoint", "end_session_endpoint")


class ProtocolError(ValueError):
    """The provider's answer breaks the protocol, or is not our provider's."""


@dataclass(frozen=True)
class Identity:
    """Who signed in, by the provider's word: `claims` are those of the ID token and, where asked, of the profile."""

    issuer: str
    subject: str
    claims: dict[str, Any]
    id_token: str
    next_page: str


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn whatever goes wrong with the provider into a refusal. It may answer with anything, and break any library."""
    try:
        yield
    except OSError as error:  # which every failure to connect, to read in time or to read JSON is
        raise SignInError(Refusal.PROVIDER_UNAVAILABLE) from error
    except Exception as error:
        raise SignInError(Refusal.NOT_TRUSTED) from error


class ProviderSession(OAuth2Session):  # type: ignore[misc]
    """Waits only so long, follows no redirect, takes no proxy or password from this machine's environment."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.max_redirects = 0
        self.trust_env = False
        self.headers["Accept-Encoding"] = "identity"

    def request(self, method: str, url: str, **options: Any) -> Any:
        """Send a request and read its answer, which is always JSON. Raises OSError for any other, or none in time."""
        deadline = time.monotonic() + ANSWERED_WITHIN_SECONDS
        response = super().request(method, url, stream=True, **options)
        body = b""
        while part := response.raw.read1(LARGEST_ANSWER_BYTES):
            body += part
            if len(body) > LARGEST_ANSWER_BYTES or time.monotonic() > deadline:
                response.close()
                raise TimeoutError
        response.close()
        response._content = body  # noqa: SLF001 - requests has no other way to say that it has been read
        response.json()  # for the error it raises: a page in place of an answer is no answer
        return response


class Provider(FlaskOAuth2App):  # type: ignore[misc]
    """One provider. Its methods raise SignInError."""

    client_cls = ProviderSession

    def __init__(self, settings: OpenIDSettings) -> None:
        super().__init__(
            FlaskIntegration("openid"),
            "openid",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            server_metadata_url=f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": settings.scopes,
                "code_challenge_method": "S256",
                "default_timeout": TIMEOUT_SECONDS,
            },
        )
        self.settings = settings
        self._discovered_at: float | None = None

    def begin(self, callback: str, next_page: str) -> str:
        """Remember a sign-in that begins now, and return the provider's address where it goes on."""
        with _refusing():
            begun = self.create_authorization_url(callback)
        self.save_authorize_data(redirect_uri=callback, next_page=next_page, **begun)
        return str(begun["url"])

    def finish(self) -> Identity:
        """Who came back from the provider with this request. Each sign-in that was begun ends here at most once."""
        state = request.args.get("state")
        begun = self.framework.get_state_data(session, state)
        if begun is None:
            raise SignInError(Refusal.NOT_STARTED_HERE)
        if "error" in request.args:
            self.framework.clear_state_data(session, state)
            raise SignInError(Refusal.DECLINED)
        with _refusing():
            self._check_callback()
            token = self.authorize_access_token(claims_options=self._expected_claims(), leeway=CLOCK_SKEW_SECONDS)
            claims = dict(token["userinfo"])
            if not values_of(claims, self.settings.role_claim):
                claims |= self._profile(token, claims["sub"])
            if len(claims["sub"]) > LONGEST_SUBJECT:
                raise ProtocolError("the subject is longer than the protocol allows")
        return Identity(self.settings.issuer, claims["sub"], claims, token["id_token"], begun["next_page"])

    def end_session_url(self, id_token: str | None, back_to: str) -> str | None:
        """Where signing out goes on (RP-Initiated Logout); None where the provider has no such place or is away."""
        try:
            with _refusing():
                if "end_session_endpoint" not in self.load_server_metadata():
                    return None
                url = self.create_logout_url(back_to, id_token, client_id=self.client_id)["url"]
        except SignInError:
            return None
        return str(url)

    def load_server_metadata(self) -> dict[str, Any]:
        """What discovery says, as far as we go by it; asked again after an hour."""
        now = time.monotonic()
        if self._discovered_at is None or now - self._discovered_at > DISCOVERY_KEPT_SECONDS:
            self.server_metadata = self._discover()
            self._discovered_at = now
        return dict(self.server_metadata)

    def parse_id_token(self, token: dict[str, Any], *args: Any, **options: Any) -> Any:
        """Check the ID token; once more with the provider's present keys where the ones we know do not fit."""
        try:
            return super().parse_id_token(token, *args, **options)
        except BadSignatureError:
            self.fetch_jwk_set(force=True)
            return super().parse_id_token(token, *args, **options)

    def _discover(self) -> dict[str, Any]:
        with self._get_session() as http:
            answer = http.request("GET", self._server_metadata_url, withhold_token=True)
            answer.raise_for_status()
            found = answer.json()
        if found["issuer"] != self.settings.issuer:
            raise ProtocolError("discovery is another issuer's")
        endpoints = {name: found[name] for name in (*NEEDED, *WELCOME) if found.get(name)}
        if not all(name in endpoints for name in NEEDED):
            raise ProtocolError("discovery lacks an endpoint")
        if self.settings.issuer.startswith("https:") and not all(
            url.startswith("https:") for url in endpoints.values()
        ):
            raise ProtocolError("an endpoint is less protected than the issuer")
        methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return {
            **endpoints,
            "issuer": self.settings.issuer,
            "id_token_signing_alg_values_supported": SIGNING_ALGORITHMS,
            "token_endpoint_auth_method": (
                "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
            ),
            "names_itself": found.get("authorization_response_iss_parameter_supported") is True,
        }

    def _check_callback(self) -> None:
        """The answer names its issuer, if it names any, as ours (RFC 9207)."""
        names_itself = self.load_server_metadata()["names_itself"]
        if request.args.get("iss", None if names_itself else self.settings.issuer) != self.settings.issuer:
            raise ProtocolError("the callback is another issuer's")

    def _expected_claims(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self.settings.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "iat": {"essential": True},
        }

    def _profile(self, token: dict[str, Any], subject: str) -> dict[str, Any]:
        """The claims of the UserInfo endpoint, for providers that keep the ID token short."""
        if "userinfo_endpoint" not in self.load_server_metadata():
            return {}
        profile = dict(self.userinfo(token=token))
        if profile.get("sub") != subject:
            raise ProtocolError("the profile is another person's")
        return profile
