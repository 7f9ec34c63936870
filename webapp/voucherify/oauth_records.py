"""What the API tells about OAuth tokens."""

from webapp.voucherify.fields import flag, identifier, moment, text, whole_number
from webapp.voucherify.records import Record

DOCUMENTED_LIFETIME = 900


class Token(Record):
    """A token that stands for the key pair; whoever has it may do what its scopes admit."""

    essential = ("access_token",)

    access_token = identifier()
    client_id = text()
    scope = text()
    token_type = text()
    expires_in = whole_number()
    expires_at = moment()

    @property
    def lifetime(self) -> int:
        """Seconds from the moment it was given out; 900 where the answer does not tell."""
        return self.expires_in or DOCUMENTED_LIFETIME


class TokenState(Record):
    """What a token is good for; a dead one is just not `active`."""

    essential = ("active",)

    active = flag()
    client_id = text()
    scope = text()
    token_type = text()
    expires_at = moment()
