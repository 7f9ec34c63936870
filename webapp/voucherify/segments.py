"""Segments: named groups of customers."""

from webapp.voucherify.fields import identifier, mapping, moment, text
from webapp.voucherify.pages import LARGEST_PAGE, Page
from webapp.voucherify.parameters import one_of, within
from webapp.voucherify.records import UNSET, Record, UnsetType
from webapp.voucherify.resource import Resource


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
    """The endpoints under /v1/segments."""

    def list(self, limit: int | UnsetType = UNSET, order: str | UnsetType = UNSET) -> Page[Segment]:
        """Return segments, newest first unless `order` is "created_at". GET /v1/segments.

        `total` counts all segments, whatever the limit (1 to 100). A project has at most 100 live segments, so one
        page with the highest limit holds those. Raise ValueError for parameters out of range.
        """
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "order": one_of("order", order, {"created_at", "-created_at"}),
        }
        return self._page(Segment, "GET /v1/segments", query=query)
