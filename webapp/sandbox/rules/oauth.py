"""OAuth 2.0 tokens by client credentials: given out, looked up, taken back."""

import secrets
from datetime import timedelta
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.database import Connection
from webapp.sandbox.rules.change import Change
from webapp.sandbox.wire import ApiError

LIFETIME = 900  # seconds
MOST_TOKENS = 1_000  # alive at the same time

EVERYTHING = "api"
# Each but the first is good for the paths that start with /v1/ and its name.
SCOPES = (
    EVERYTHING, "async-actions", "campaigns", "consents", "customers", "exports", "loyalties", "metadata-schemas",
    "orders", "publications", "redemptions", "segments", "validations", "vouchers",
)  # fmt: skip


def grant(change: Change, client_id: str, grant_type: str, scope: str) -> dict[str, Any]:
    """A new token for these scopes (separated by spaces). Raises 400 `invalid_grant_type` and `invalid_scope`."""
    if grant_type != "client_credentials":
        raise ApiError(400, "invalid_grant_type", "Grant type must be client_credentials", "Invalid grant type")
    scopes = list(dict.fromkeys(scope.split()))
    if not scopes or any(each not in SCOPES for each in scopes):
        raise ApiError(400, "invalid_scope", f"Scope must be some of {' '.join(SCOPES)}", "Invalid scope")
    change.connection.execute("DELETE FROM oauth_tokens WHERE expires_at <= ?", [change.now])
    alive = change.connection.execute("SELECT count(*) FROM oauth_tokens").fetchone()[0]
    if alive >= MOST_TOKENS:
        raise ApiError(400, "too_many_tokens", f"A project cannot have more than {MOST_TOKENS} tokens at a time")
    token = secrets.token_urlsafe(32)
    expires_at = moments.written(moments.read(change.now) + timedelta(seconds=LIFETIME))
    change.connection.execute(
        "INSERT INTO oauth_tokens (token, client_id, scope, expires_at) VALUES (?, ?, ?, ?)",
        [token, client_id, " ".join(scopes), expires_at],
    )
    return {
        "access_token": token,
        "client_id": client_id,
        "expires_at": expires_at,
        "expires_in": LIFETIME,
        "scope": " ".join(scopes),
        "token_type": "Bearer",
    }


def introspect(connection: Connection, token: str, now: str) -> dict[str, Any]:
    """What the token is good for; `{"active": false}` for an expired, revoked or unknown one."""
    row = connection.execute(
        "SELECT client_id, scope, expires_at FROM oauth_tokens WHERE token = ? AND expires_at > ?", [token, now]
    ).fetchone()
    return {"active": False} if row is None else {"active": True, **dict(row), "token_type": "Bearer"}


def revoke(change: Change, token: str) -> bool:
    """Whether there was such a token."""
    return change.connection.execute("DELETE FROM oauth_tokens WHERE token = ?", [token]).rowcount > 0
