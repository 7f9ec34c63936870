"""Orders: the endpoints under /v1/orders.

Wherever an order is asked for by id, the Voucherify id and the source_id are both understood.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from webapp.voucherify.async_action_records import Enqueued
from webapp.voucherify.export_records import Export
from webapp.voucherify.filters import Filters
from webapp.voucherify.order_records import Order
from webapp.voucherify.pages import LARGEST_PAGE, Page, by_page_number, page_limit, walk
from webapp.voucherify.parameters import Moment, both_ways, known, one_of, within
from webapp.voucherify.records import UNSET, UnsetType
from webapp.voucherify.resource import Resource

LAST_PAGE = 100
ORDERS = both_ways("created_at", "updated_at")
EXPORT_ORDERS = both_ways("created_at", "updated_at", "status")
STATUSES = frozenset({"CREATED", "PAID", "CANCELED", "FULFILLED"})
MOST_ITEMS = 500
MOST_IMPORTED = 2_000


class Contents(TypedDict, total=False):
    """What may be written: UNSET or left out leaves a field alone, None sets it to null.

    Amounts are in minor units of money; without `amount` it is the sum of price times quantity. An item names its
    product by `product_id` or `sku_id`, or by `source_id` and `related_object` ("product", "sku"); there are at most
    500. `customer` and `referrer` are objects with `id` or `source_id`, and profile fields to be written along.
    """

    status: str | UnsetType
    amount: int | UnsetType
    initial_amount: int | UnsetType
    discount_amount: int | UnsetType
    items: Sequence[Mapping[str, Any]] | UnsetType
    customer: Mapping[str, Any] | UnsetType
    referrer: Mapping[str, Any] | UnsetType
    referrer_id: str | UnsetType | None
    created_at: Moment | UnsetType
    metadata: Mapping[str, Any] | UnsetType


CONTENTS = {name: name for name in Contents.__annotations__}


class Orders(Resource):
    """The endpoints under /v1/orders."""

    def get(self, order_id: str) -> Order:
        """Return an order. GET /v1/orders/{orderId}. Raise NotFound."""
        return self._record(Order, "GET /v1/orders/{orderId}", order_id)

    def list(
        self, limit: int | UnsetType = UNSET, page: int | UnsetType = UNSET, *, order: str = "-created_at"
    ) -> Page[Order]:
        """Return one page of all orders of all customers and the `total`, newest first. GET /v1/orders.

        The API offers no filter, not even by customer. `limit` and `page` are 1 to 100 (the API's default limit is
        10); `order` is created_at or updated_at, with "-" before it for descending. Raise ValueError for parameters
        out of range.
        """
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "page": within("page", page, 1, LAST_PAGE),
            "order": one_of("order", order, ORDERS),
        }
        return self._page(Order, "GET /v1/orders", query=query)

    def iterate(
        self, *, order: str = "-created_at", page_size: int = LARGEST_PAGE, max_items: int | None = None
    ) -> Iterator[Order]:
        """Yield all orders, fetching as they are wanted. GET /v1/orders.

        Raise PagingError after the 10,000th, where the API's pages end: an export has them all.
        """
        limit = page_limit(page_size, max_items)
        return walk(
            lambda position: self.list(limit, order=order, **position),
            by_page_number(limit, last=LAST_PAGE),
            max_items,
        )

    def create(
        self,
        *,
        order_id: str | UnsetType = UNSET,
        source_id: str | UnsetType | None = UNSET,
        **contents: Unpack[Contents],
    ) -> Order:
        """Create an order, or update the one that has the id or source_id already. POST /v1/orders.

        The answer does not tell which of the two happened. Raise InvalidRequest for contents the API refuses,
        ValueError for an unknown status or too many items.
        """
        return self._record(Order, "POST /v1/orders", body={"id": order_id, "source_id": source_id, **_body(contents)})

    def update(
        self, order_id: str, *, source_id: str | UnsetType | None = UNSET, **contents: Unpack[Contents]
    ) -> Order:
        """Change an order and return it as it is then. PUT /v1/orders/{orderId}.

        Fields not given stay. Raise NotFound, InvalidRequest, and ValueError for an unknown status or too many items.
        """
        body = {"source_id": source_id, **_body(contents)}
        return self._record(Order, "PUT /v1/orders/{orderId}", order_id, body=body)

    def import_orders(self, orders: Sequence[Mapping[str, Any]]) -> Enqueued:
        """Enqueue past orders, at most 2,000, each an object as `create` takes. POST /v1/orders/import.

        For history only: imported orders count from the time of the import, make no events and earn nothing, but
        move the customers' summaries. Raise InvalidRequest, and ValueError for none or too many.
        """
        if not 1 <= len(orders) <= MOST_IMPORTED:
            raise ValueError(f"there must be 1 to {MOST_IMPORTED} orders")
        return self._record(Enqueued, "POST /v1/orders/import", body=[*orders])

    def export(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        order: str | UnsetType = UNSET,
        filters: Filters | UnsetType = UNSET,
    ) -> Export:
        """Schedule an export of orders, to be looked up among the exports. POST /v1/orders/export.

        The columns are id, source_id and status unless `fields` names others (also `metadata.<key>`). `order` is
        created_at, updated_at or status, with "-" before it for descending. Raise InvalidRequest for fields or
        filters the API refuses, ValueError for an unknown order.
        """
        parameters = {
            "fields": fields,
            "order": one_of("order", order, EXPORT_ORDERS),
            "filters": filters and filters.for_body(),
        }
        return self._record(Export, "POST /v1/orders/export", body={"parameters": parameters})


def _body(contents: Contents) -> dict[str, object]:
    one_of("status", contents.get("status", UNSET), STATUSES)
    items = contents.get("items", UNSET)
    if not isinstance(items, UnsetType) and len(items) > MOST_ITEMS:
        raise ValueError(f"an order has at most {MOST_ITEMS} items")
    return known(CONTENTS, contents)
