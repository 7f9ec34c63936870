"""OAuth 2.0 by client credentials: the endpoints under /v1/oauth, always called with the key pair."""

from collections.abc import Collection

from webapp.voucherify.bodies import Form
from webapp.voucherify.oauth_records import Token, TokenState
from webapp.voucherify.resource import Resource


class OAuth(Resource):
    """The endpoints under /v1/oauth. Only the key pair opens them, so it is given along with the transport."""

    def token(self, scopes: Collection[str]) -> Token:
        """Return a new token, good for 15 minutes; a project may have 1,000 at a time. POST /v1/oauth/token.

        `scopes` are "api" for everything, or parts such as "customers" and "orders". Raise InvalidRequest with
        `key` invalid_scope for an unknown one.
        """
        body = Form({"grant_type": "client_credentials", "scope": " ".join(scopes)})
        return self._record(Token, "POST /v1/oauth/token", body=body)

    def introspect(self, token: str) -> TokenState:
        """Return whether a token is alive, and for what. POST /v1/oauth/introspect."""
        return self._record(TokenState, "POST /v1/oauth/introspect", body=Form({"token": token}))

    def revoke(self, token: str) -> None:
        """End a token's life. POST /v1/oauth/revoke. Raise NotFound for one that is not known."""
        self._nothing("POST /v1/oauth/revoke", body=Form({"token": token}))
