"""Segments: named groups of customers."""

from collections.abc import Collection, Iterator

from webapp.voucherify.fields import identifier, mapping, moment, text
from webapp.voucherify.filters import Filters, before
from webapp.voucherify.pages import LARGEST_PAGE, Page, Position, by_date, page_limit, walk
from webapp.voucherify.parameters import both_ways, one_of, several, within
from webapp.voucherify.records import UNSET, Record, UnsetType
from webapp.voucherify.resource import Resource

FIELDS = frozenset({"id", "name", "type", "created_at"})
DYNAMIC = frozenset({"auto-update", "passive"})
MOST_MEMBERS = 20_000


class Segment(Record):
    """A segment. `type` is "static" (a fixed list), "auto-update" (a live filter) or "passive" (one without events)."""

    essential = ("id",)

    id = identifier()
    name = text()
    type = text()
    filter = mapping()
    created_at = moment()
    updated_at = moment()


class Segments(Resource):
    """The endpoints under /v1/segments, and the segments of a customer.

    The members of a segment are listed by `client.customers.list(segment_id=...)`.
    """

    def list(
        self,
        limit: int | UnsetType = UNSET,
        order: str | UnsetType = UNSET,
        *,
        filters: Filters | UnsetType = UNSET,
        ids: Collection[str] | UnsetType = UNSET,
    ) -> Page[Segment]:
        """Return segments, newest first unless `order` is "created_at". GET /v1/segments.

        `total` counts all segments that match, whatever the limit (1 to 100). `filters` may be by id, name, type and
        created_at. Raise ValueError for parameters out of range.
        """
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "order": one_of("order", order, both_ways("created_at")),
            "filters": filters and filters.for_query(FIELDS),
            "ids": several("ids", ids),
        }
        return self._page(Segment, "GET /v1/segments", query=query)

    def iterate(self, *, max_items: int | None = None) -> Iterator[Segment]:
        """Yield all segments, newest first, fetching as they are wanted. GET /v1/segments.

        Raise PagingError where more than 100 were created in one instant.
        """
        limit = page_limit(LARGEST_PAGE, max_items)

        def fetch(position: Position) -> Page[Segment]:
            filters = Filters(created_at=before(position["before"])) if position else UNSET
            return self.list(limit, "-created_at", filters=filters)

        return walk(fetch, by_date("before", "created_at", limit), max_items)

    def of_customer(self, customer_id: str) -> Page[Segment]:
        """Return the segments a customer is in, with id and name only. GET /v1/customers/{customerId}/segments.

        An unknown customer is not refused: the answer tells the segments such a customer would be in.
        """
        return self._page(Segment, "GET /v1/customers/{customerId}/segments", customer_id)

    def get(self, segment_id: str) -> Segment:
        """Return a segment. GET /v1/segments/{segmentId}. Raise NotFound."""
        return self._record(Segment, "GET /v1/segments/{segmentId}", segment_id)

    def create_static(self, name: str, customer_ids: Collection[str]) -> Segment:
        """Create a segment of these customers, which never changes. POST /v1/segments.

        Raise ValueError for more than 20,000 customers.
        """
        if len(customer_ids) > MOST_MEMBERS:
            raise ValueError(f"a static segment has at most {MOST_MEMBERS} customers")
        body = {"name": name, "type": "static", "customers": [*customer_ids]}
        return self._record(Segment, "POST /v1/segments", body=body)

    def create_dynamic(self, name: str, filters: Filters, *, type: str = "passive") -> Segment:  # noqa: A002
        """Create a segment whose members are those the filters fit at any time. POST /v1/segments.

        `type` is "passive" or "auto-update"; only the latter makes events when customers enter and leave. A project
        has at most 100 of both together. Raise InvalidRequest for filters the API refuses, ValueError for an
        unknown type.
        """
        body = {"name": name, "type": one_of("type", type, DYNAMIC), "filter": filters.for_body()}
        return self._record(Segment, "POST /v1/segments", body=body)

    def delete(self, segment_id: str) -> None:
        """Delete a segment; its customers stay. DELETE /v1/segments/{segmentId}. Raise NotFound."""
        self._nothing("DELETE /v1/segments/{segmentId}", segment_id)
