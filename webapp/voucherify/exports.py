"""Exports: files of many objects. The endpoints under /v1/exports."""

from collections.abc import Iterator, Sequence

from webapp.voucherify.downloads import Download
from webapp.voucherify.export_records import Export
from webapp.voucherify.filters import Filters
from webapp.voucherify.pages import LARGEST_PAGE, Page, by_page_number, page_limit, walk
from webapp.voucherify.parameters import both_ways, one_of, within
from webapp.voucherify.records import UNSET, UnsetType
from webapp.voucherify.resource import Resource
from webapp.voucherify.waiting import wait_for

LAST_PAGE = 100
ORDERS = both_ways("created_at", "status")
EXPORTED_OBJECTS = frozenset(
    {
        "voucher",
        "redemption",
        "customer",
        "publication",
        "order",
        "points_expiration",
        "voucher_transactions",
        "product",
        "sku",
    }
)


class Exports(Resource):
    """The endpoints under /v1/exports."""

    def create(
        self,
        exported_object: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        order: str | UnsetType = UNSET,
        filters: Filters | UnsetType = UNSET,
        campaign_id: str | UnsetType = UNSET,
    ) -> Export:
        """Schedule an export. POST /v1/exports.

        `exported_object` is voucher, redemption, customer, publication, order, points_expiration,
        voucher_transactions, product or sku. `fields` are the columns in order, also `metadata.<key>`; without them
        there are few (name and source_id of customers). `campaign_id` is for vouchers. Raise InvalidRequest with
        `key` invalid_export_fields for unknown columns, ValueError for an unknown object.
        """
        parameters = {
            "fields": fields,
            "order": order,
            "filters": filters and filters.for_body(),
            "campaign_id": campaign_id,
        }
        body = {
            "exported_object": one_of("exported_object", exported_object, EXPORTED_OBJECTS),
            "parameters": parameters,
        }
        return self._record(Export, "POST /v1/exports", body=body)

    def list(
        self,
        limit: int | UnsetType = UNSET,
        page: int | UnsetType = UNSET,
        *,
        order: str | UnsetType = UNSET,
    ) -> Page[Export]:
        """Return one page of exports and the `total`. GET /v1/exports.

        `limit` and `page` are 1 to 100 (the API's default limit is 10); `order` is created_at or status, with "-"
        before it for descending. Raise ValueError for parameters out of range.
        """
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "page": within("page", page, 1, LAST_PAGE),
            "order": one_of("order", order, ORDERS),
        }
        return self._page(Export, "GET /v1/exports", query=query)

    def iterate(
        self, *, order: str = "-created_at", page_size: int = LARGEST_PAGE, max_items: int | None = None
    ) -> Iterator[Export]:
        """Yield all exports, newest first, fetching as they are wanted. GET /v1/exports."""
        limit = page_limit(page_size, max_items)
        return walk(
            lambda position: self.list(limit, order=order, **position),
            by_page_number(limit, last=LAST_PAGE),
            max_items,
        )

    def get(self, export_id: str) -> Export:
        """Return an export, with the address of its file once it is DONE. GET /v1/exports/{exportId}.

        Raise NotFound.
        """
        return self._record(Export, "GET /v1/exports/{exportId}", export_id)

    def wait(self, export_id: str, *, seconds: float = 120.0) -> Export:
        """Look at an export, ever more seldom, until it is DONE or ended in ERROR. GET /v1/exports/{exportId}.

        Raise NotFinished when it goes on after these seconds, NotFound, and a passing trouble only if it lasts.
        """
        return wait_for(lambda: self.get(export_id), lambda export: export.is_finished, seconds)

    def delete(self, export_id: str) -> None:
        """Delete an export and its file. DELETE /v1/exports/{exportId}. Raise NotFound."""
        self._nothing("DELETE /v1/exports/{exportId}", export_id)

    def download(self, export: Export) -> Download:
        """Open the file of an export that is DONE: CSV in UTF-8. GET /v1/exports/{exportId}?token=….

        Columns are in the order of the fields asked for; their titles may differ. Times are in UTC. Raise
        ValueError for an export without a file, Unauthorized when its file is no longer there.
        """
        if not export.result.url:
            raise ValueError("the export has no file")
        return self._transport.download("GET /v1/exports/{exportId}?token={token}", export.result.url)
