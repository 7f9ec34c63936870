"""What the resources have in common: one call, read as one record, one page or nothing."""

from collections.abc import Mapping
from functools import partial
from typing import TypeVar

from webapp.voucherify.authentication import Authentication
from webapp.voucherify.pages import Page, is_page, read_page
from webapp.voucherify.records import UNSET, Record
from webapp.voucherify.transport import Transport

Kind = TypeVar("Kind", bound=Record)


class Resource:
    """A group of endpoints. Operations are named as documented; identifiers fill their placeholders in turn."""

    def __init__(self, transport: Transport, authentication: Authentication | None = None) -> None:
        """Calls are signed by the transport's authentication unless there is one for this resource."""
        self._transport = transport
        self._call = partial(transport.call, authentication=authentication)

    def _record(
        self,
        kind: type[Kind],
        operation: str,
        *identifiers: str,
        query: Mapping[str, object] | None = None,
        body: object = UNSET,
    ) -> Kind:
        return kind(self._call(operation, *identifiers, query=query, body=body, accepts=kind.reads))

    def _page(
        self, kind: type[Kind], operation: str, *identifiers: str, query: Mapping[str, object] | None = None
    ) -> Page[Kind]:
        return read_page(kind, self._call(operation, *identifiers, query=query, accepts=partial(is_page, kind)))

    def _nothing(self, operation: str, *identifiers: str, body: object = UNSET) -> None:
        self._call(operation, *identifiers, body=body, accepts=lambda value: value is None)
