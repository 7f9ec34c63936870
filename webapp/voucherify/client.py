"""The client: one object for the whole API."""

from types import TracebackType
from typing import Self

from webapp.voucherify.authentication import KeyAuthentication
from webapp.voucherify.customers import Customers
from webapp.voucherify.rate_limits import RateLimit
from webapp.voucherify.segments import Segments
from webapp.voucherify.transport import Transport


class Voucherify:
    """The Voucherify REST API of one project. Threads may share a client; it holds one pool of connections.

    `base_url` is the region's (https, or http on this machine); timeouts are in seconds; `retries` is how often a
    GET is tried again at most; `channel` names the caller to the API. Raise ValueError for an unfit URL or key.
    """

    def __init__(
        self,
        base_url: str,
        app_id: str,
        app_token: str,
        *,
        connect_timeout: float = 3.05,
        read_timeout: float = 10.0,
        pool_size: int = 32,
        retries: int = 2,
        channel: str = "Frontdesk",
    ) -> None:
        self._transport = Transport(
            base_url,
            KeyAuthentication(app_id, app_token),
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            pool_size=pool_size,
            retries=retries,
            channel=channel,
        )
        self.customers = Customers(self._transport)
        self.segments = Segments(self._transport)

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
