"""The client: one object for the whole API."""

from collections.abc import Collection
from types import TracebackType
from typing import Self, TypedDict, Unpack

from webapp.voucherify.activity import Activity
from webapp.voucherify.async_actions import AsyncActions
from webapp.voucherify.authentication import (
    Authentication,
    ClientKeyAuthentication,
    KeyAuthentication,
    OAuthAuthentication,
)
from webapp.voucherify.campaigns import Campaigns
from webapp.voucherify.consents import ClientSideConsents, Consents
from webapp.voucherify.customers import Customers
from webapp.voucherify.exports import Exports
from webapp.voucherify.loyalties import Loyalties
from webapp.voucherify.metadata_schemas import MetadataSchemas
from webapp.voucherify.oauth import OAuth
from webapp.voucherify.orders import Orders
from webapp.voucherify.publications import Publications
from webapp.voucherify.rate_limits import RateLimit
from webapp.voucherify.redeemables import Redeemables
from webapp.voucherify.redemptions import Redemptions
from webapp.voucherify.segments import Segments
from webapp.voucherify.transport import Transport
from webapp.voucherify.validations import Validations
from webapp.voucherify.vouchers import Vouchers


class Options(TypedDict, total=False):
    """How a client connects.

    Timeouts are in seconds (3.05 and 10); `pool_size` is how many connections to a host are kept (32); `retries` is
    how often a GET is tried again at most (2); `channel` names the caller to the API.
    """

    connect_timeout: float
    read_timeout: float
    pool_size: int
    retries: int
    channel: str


class Client:
    """What both sides of the API have in common. Threads may share a client; it holds one pool of connections."""

    def __init__(self, base_url: str, authentication: Authentication, options: Options) -> None:
        self._transport = Transport(base_url, authentication, **options)

    @property
    def rate_limit(self) -> RateLimit | None:
        """The call limit as the latest answer told it; None before the first answer."""
        return self._transport.rate_limit

    def close(self) -> None:
        """Close the pooled connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class Voucherify(Client):
    """The Voucherify REST API of one project, for servers.

    `base_url` is the region's (https, or http on this machine). Calls are signed by the key pair or, with
    `oauth_scopes`, by a shared OAuth token for these scopes ("api" for everything), which the key pair fetches.
    Raise ValueError for an unfit URL or key.
    """

    def __init__(
        self,
        base_url: str,
        app_id: str,
        app_token: str,
        *,
        oauth_scopes: Collection[str] = (),
        **options: Unpack[Options],
    ) -> None:
        keys = KeyAuthentication(app_id, app_token)
        token = OAuthAuthentication(lambda: self.oauth.token(oauth_scopes))
        super().__init__(base_url, token if oauth_scopes else keys, options)
        self.activity = Activity(self._transport)
        self.async_actions = AsyncActions(self._transport)
        self.campaigns = Campaigns(self._transport)
        self.consents = Consents(self._transport)
        self.customers = Customers(self._transport)
        self.exports = Exports(self._transport)
        self.loyalties = Loyalties(self._transport)
        self.metadata_schemas = MetadataSchemas(self._transport)
        self.oauth = OAuth(self._transport, keys)
        self.orders = Orders(self._transport)
        self.publications = Publications(self._transport)
        self.redeemables = Redeemables(self._transport)
        self.redemptions = Redemptions(self._transport)
        self.segments = Segments(self._transport)
        self.validations = Validations(self._transport)
        self.vouchers = Vouchers(self._transport)


class ClientSide(Client):
    """The part of the API that browsers may call, with client-side keys and the origin these are good for."""

    def __init__(self, base_url: str, application_id: str, token: str, origin: str, **options: Unpack[Options]) -> None:
        super().__init__(base_url, ClientKeyAuthentication(application_id, token, origin), options)
        self.consents = ClientSideConsents(self._transport)
