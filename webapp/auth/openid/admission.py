"""Whether somebody whom the provider vouches for may come in, and as what."""

from webapp.auth.openid.provider import Identity
from webapp.auth.openid.refusals import Refusal, SignInError
from webapp.auth.openid.roles import role_of
from webapp.openid_settings import OpenIDSettings
from webapp.store import sessions, users
from webapp.store.models import User

NAME_CLAIMS = ("name", "preferred_username", "email")
LONGEST_NAME = 255
LONGEST_EMAIL = 320


def admitted(identity: Identity, settings: OpenIDSettings) -> User:
    """The user with the role their groups give them now. Raises SignInError for nobody's role and for the blocked.

    Who has lost their last role is signed out everywhere.
    """
    known = users.find_by_identity(identity.issuer, identity.subject)
    if known is not None and known.blocked:
        raise SignInError(Refusal.BLOCKED)
    role = role_of(identity.claims, settings.role_claim, settings.role_map)
    if role is None:
        if known is not None:
            sessions.end_all(known.id)
        raise SignInError(Refusal.NO_ROLE)
    email = identity.claims.get("email")
    return users.signed_in(
        identity.issuer,
        identity.subject,
        name=_name(identity),
        email=email if isinstance(email, str) and len(email) <= LONGEST_EMAIL else None,
        role=role.value,
    )


def _name(identity: Identity) -> str:
    """What to call them: the first name they are known by, else the provider's own id of them."""
    given = (identity.claims.get(claim) for claim in NAME_CLAIMS)
    return next((name for name in given if isinstance(name, str) and name.strip()), identity.subject)[:LONGEST_NAME]
