"""Vouchers: the endpoints under /v1/vouchers.

A voucher is asked for by its code or its id.
"""

from collections.abc import Collection, Iterator
from typing import TypedDict, Unpack

from webapp.voucherify.filters import Filters
from webapp.voucherify.pages import LARGEST_PAGE, Page, by_id, by_page_number, page_limit, walk
from webapp.voucherify.parameters import Moment, both_ways, known, one_of, several, within
from webapp.voucherify.records import UNSET, UnsetType
from webapp.voucherify.resource import Resource
from webapp.voucherify.voucher_records import Balance, Transaction, Voucher, VoucherRedemptions

LAST_PAGE = 99
ORDERS = both_ways("created_at", "updated_at", "code")


class Narrowing(TypedDict, total=False):
    """What a list may be narrowed by: `campaign` is the campaign's name, `customer` an id or source_id."""

    category: str | UnsetType
    campaign_id: str | UnsetType
    campaign: str | UnsetType
    customer: str | UnsetType
    code: str | UnsetType
    created_before: Moment | UnsetType
    created_after: Moment | UnsetType
    updated_before: Moment | UnsetType
    updated_after: Moment | UnsetType


NARROWING = {
    "category": "category",
    "campaign_id": "campaign_id",
    "campaign": "campaign",
    "customer": "customer",
    "code": "code",
    "created_before": "created_at[before]",
    "created_after": "created_at[after]",
    "updated_before": "updated_at[before]",
    "updated_after": "updated_at[after]",
}


class Vouchers(Resource):
    """The endpoints under /v1/vouchers."""

    def list(
        self,
        limit: int | UnsetType = UNSET,
        page: int | UnsetType = UNSET,
        *,
        order: str | UnsetType = UNSET,
        ids: Collection[str] | UnsetType = UNSET,
        filters: Filters | UnsetType = UNSET,
        **narrowing: Unpack[Narrowing],
    ) -> Page[Voucher]:
        """Return one page of vouchers and the `total`. GET /v1/vouchers.

        `limit` is 1 to 100 (the API's default is 10), `page` 1 to 99; `order` is created_at, updated_at or code,
        with "-" before it for descending. Raise ValueError for parameters out of range.
        """
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "page": within("page", page, 1, LAST_PAGE),
            "order": one_of("order", order, ORDERS),
            "ids": several("ids", ids),
            "filters": filters and filters.for_query(),
            **known(NARROWING, narrowing),
        }
        return self._page(Voucher, "GET /v1/vouchers", query=query)

    def iterate(
        self,
        *,
        order: str = "-created_at",
        ids: Collection[str] | UnsetType = UNSET,
        filters: Filters | UnsetType = UNSET,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **narrowing: Unpack[Narrowing],
    ) -> Iterator[Voucher]:
        """Yield all vouchers that match, fetching as they are wanted. GET /v1/vouchers.

        Raise PagingError after the 9,900th, where the API's pages end.
        """
        limit = page_limit(page_size, max_items)
        return walk(
            lambda position: self.list(limit, order=order, ids=ids, filters=filters, **position, **narrowing),
            by_page_number(limit, last=LAST_PAGE),
            max_items,
        )

    def get(self, code: str) -> Voucher:
        """Return a voucher. GET /v1/vouchers/{code}. Raise NotFound."""
        return self._record(Voucher, "GET /v1/vouchers/{code}", code)

    def enable(self, code: str) -> Voucher:
        """Let a voucher be used, and return it. POST /v1/vouchers/{code}/enable. Raise NotFound."""
        return self._record(Voucher, "POST /v1/vouchers/{code}/enable", code)

    def disable(self, code: str) -> Voucher:
        """Let a voucher not be used until it is enabled again. POST /v1/vouchers/{code}/disable. Raise NotFound."""
        return self._record(Voucher, "POST /v1/vouchers/{code}/disable", code)

    def add_balance(
        self, code: str, amount: int, *, source_id: str | UnsetType = UNSET, reason: str | UnsetType = UNSET
    ) -> Balance:
        """Add to a card, or take off with a negative amount. POST /v1/vouchers/{code}/balance.

        `amount` is in minor units of money for gift cards, in points for loyalty cards. `source_id` is the merchant's
        own identifier of this transaction. Raise NotFound, and InvalidRequest for what the API refuses.
        """
        body = {"amount": amount, "source_id": source_id, "reason": reason}
        return self._record(Balance, "POST /v1/vouchers/{code}/balance", code, body=body)

    def list_transactions(
        self,
        code: str,
        limit: int | UnsetType = UNSET,
        *,
        order: str | UnsetType = UNSET,
        starting_after_id: str | UnsetType = UNSET,
    ) -> Page[Transaction]:
        """Return one page of a card's transactions; it has no `total`. GET /v1/vouchers/{code}/transactions.

        `limit` is 1 to 100 (the API's default is 10); `order` is "id" or "-id"; `starting_after_id` takes the
        `more_starting_after` of the page before. Raise NotFound, ValueError for parameters out of range.
        """
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "order": one_of("order", order, both_ways("id")),
            "starting_after_id": starting_after_id,
        }
        return self._page(Transaction, "GET /v1/vouchers/{code}/transactions", code, query=query)

    def iterate_transactions(
        self, code: str, *, order: str = "-id", page_size: int = LARGEST_PAGE, max_items: int | None = None
    ) -> Iterator[Transaction]:
        """Yield all transactions of a card, fetching as they are wanted. GET /v1/vouchers/{code}/transactions."""
        limit = page_limit(page_size, max_items)
        return walk(
            lambda position: self.list_transactions(code, limit, order=order, **position), by_id(limit), max_items
        )

    def get_redemptions(self, code: str) -> VoucherRedemptions:
        """Return how often a voucher was redeemed, and each time. GET /v1/vouchers/{code}/redemption."""
        return self._record(VoucherRedemptions, "GET /v1/vouchers/{code}/redemption", code)
