"""Publications: vouchers given to customers. The endpoints under /v1/publications."""

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict, Unpack

from webapp.voucherify.customer_records import Customer
from webapp.voucherify.fields import identifier, mapping, moment, record, records, text, texts
from webapp.voucherify.filters import Filters
from webapp.voucherify.pages import LARGEST_PAGE, Page, by_page_number, page_limit, walk
from webapp.voucherify.parameters import both_ways, known, one_of, within
from webapp.voucherify.records import UNSET, Record, UnsetType
from webapp.voucherify.resource import Resource
from webapp.voucherify.voucher_records import Voucher

LAST_PAGE = 100
MOST_VOUCHERS = 50
ORDERS = both_ways("id", "voucher_code", "tracking_id", "customer_id", "created_at", "channel")
FIELDS = frozenset(
    {
        "failure_code",
        "result",
        "customer_id",
        "campaign_name",
        "voucher_type",
        "is_referral_code",
        "parent_object_id",
        "related_object_id",
        "source_id",
    }
)


class Publication(Record):
    """A publication. `result` is SUCCESS or FAILURE; `source_id` is the merchant's own identifier of it.

    With one voucher it stands in `voucher`, several stand in `vouchers`; `vouchers_id` has the codes' ids either way.
    """

    essential = ("id",)

    id = identifier()
    source_id = text()
    created_at = moment()
    customer_id = text()
    tracking_id = text()
    channel = text()
    result = text()
    failure_code = text()
    failure_message = text()
    metadata = mapping()
    customer = record(Customer)
    voucher = record(Voucher)
    vouchers = records(Voucher)
    vouchers_id = texts()


class Narrowing(TypedDict, total=False):
    """What a list may be narrowed by.

    `campaign` is the campaign's name, `customer` an id or source_id, `voucher` a code; `result` is SUCCESS or FAILURE,
    `voucher_type` "discount" or "loyalty".
    """

    campaign: str | UnsetType
    customer: str | UnsetType
    voucher: str | UnsetType
    result: str | UnsetType
    voucher_type: str | UnsetType
    is_referral_code: bool | UnsetType
    source_id: str | UnsetType


NARROWING = {name: name for name in Narrowing.__annotations__}


class Publications(Resource):
    """The endpoints under /v1/publications."""

    def list(
        self,
        limit: int | UnsetType = UNSET,
        page: int | UnsetType = UNSET,
        *,
        order: str | UnsetType = UNSET,
        filters: Filters | UnsetType = UNSET,
        **narrowing: Unpack[Narrowing],
    ) -> Page[Publication]:
        """Return one page of publications and the `total`. GET /v1/publications.

        `limit` and `page` are 1 to 100 (the API's default limit is 10); `order` is id, voucher_code, tracking_id,
        customer_id, created_at or channel, with "-" before it for descending. Raise ValueError for parameters out
        of range.
        """
        one_of("result", narrowing.get("result", UNSET), {"SUCCESS", "FAILURE"})
        one_of("voucher_type", narrowing.get("voucher_type", UNSET), {"discount", "loyalty"})
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "page": within("page", page, 1, LAST_PAGE),
            "order": one_of("order", order, ORDERS),
            "filters": filters and filters.for_query(FIELDS),
            **known(NARROWING, narrowing),
        }
        return self._page(Publication, "GET /v1/publications", query=query)

    def iterate(
        self,
        *,
        order: str = "-created_at",
        filters: Filters | UnsetType = UNSET,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **narrowing: Unpack[Narrowing],
    ) -> Iterator[Publication]:
        """Yield all publications that match, newest first. GET /v1/publications.

        Raise PagingError after the 10,000th, where the API's pages end.
        """
        limit = page_limit(page_size, max_items)
        return walk(
            lambda position: self.list(limit, order=order, filters=filters, **position, **narrowing),
            by_page_number(limit, last=LAST_PAGE),
            max_items,
        )

    def create_from_campaign(
        self,
        campaign: str,
        customer: Mapping[str, Any],
        *,
        count: int | UnsetType = UNSET,
        join_once: bool | UnsetType = UNSET,
        source_id: str | UnsetType = UNSET,
        channel: str | UnsetType = UNSET,
        metadata: Mapping[str, Any] | UnsetType = UNSET,
    ) -> Publication:
        """Give a customer `count` vouchers (1 to 50) of a campaign, named by its name. POST /v1/publications.

        `customer` is an object with `id` or `source_id`, and profile fields to be written along. With `join_once` a
        customer who has one already gets the same again. Raise NotFound, InvalidRequest with `key`
        no_voucher_suitable_for_publication and others, and ValueError for a count out of range.
        """
        body = {
            "campaign": {"name": campaign, "count": within("count", count, 1, MOST_VOUCHERS)},
            "customer": customer,
            "source_id": source_id,
            "channel": channel,
            "metadata": metadata,
        }
        return self._record(Publication, "POST /v1/publications", query={"join_once": join_once}, body=body)

    def create_from_voucher(
        self,
        code: str,
        customer: Mapping[str, Any],
        *,
        source_id: str | UnsetType = UNSET,
        channel: str | UnsetType = UNSET,
        metadata: Mapping[str, Any] | UnsetType = UNSET,
    ) -> Publication:
        """Give a customer this very voucher. POST /v1/publications.

        `customer` is an object with `id` or `source_id`, and profile fields to be written along. Raise NotFound,
        and InvalidRequest with `key` voucher_already_published and others.
        """
        body = {
            "voucher": code,
            "customer": customer,
            "source_id": source_id,
            "channel": channel,
            "metadata": metadata,
        }
        return self._record(Publication, "POST /v1/publications", body=body)
