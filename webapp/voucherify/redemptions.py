"""Redemptions and their rollbacks: the endpoints under /v1/redemptions."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypedDict, Unpack

from webapp.voucherify.customer_records import Customer
from webapp.voucherify.fields import identifier, mapping, moment, record, text, whole_number
from webapp.voucherify.filters import Filters
from webapp.voucherify.order_records import Order
from webapp.voucherify.pages import LARGEST_PAGE, Page, by_page_number, page_limit, walk
from webapp.voucherify.parameters import Moment, both_ways, known, one_of, several, within
from webapp.voucherify.records import UNSET, Record, UnsetType
from webapp.voucherify.resource import Resource
from webapp.voucherify.voucher_records import Voucher

LAST_PAGE = 99
ORDERS = both_ways("created_at", "id", "voucher_code", "tracking_id", "customer_id")
RESULTS = frozenset({"SUCCESS", "FAILURE"})
FIELDS = frozenset(
    {
        "voucher_code",
        "related_object_id",
        "related_object_parent_id",
        "parent_redemption_id",
        "failure_code",
        "result",
        "object",
        "customer_id",
        "campaign_name",
        "user_login",
    }
)


class Channel(Record):
    """Where a redemption came from; `channel_type` is USER, API or AUTO_REDEEM."""

    channel_id = text()
    channel_type = text()


class PromotionTier(Record):
    """A promotion that was redeemed."""

    id = text()
    name = text()
    banner = text()
    metadata = mapping()


class Redemption(Record):
    """A redemption, or the rollback of one; `is_rollback` tells which.

    `amount` is in minor units of money for gift cards and in points for loyalty cards, negative in a rollback.
    `redemption` is the id of what was rolled back, or of the parent of a stacked redemption. `result` is SUCCESS or
    FAILURE, `status` SUCCEEDED, FAILED or ROLLED_BACK.
    """

    essential = ("id",)

    id = identifier()
    object = text()
    date = moment()
    customer_id = text()
    tracking_id = text()
    amount = whole_number()
    redemption = text()
    reason = text()
    result = text()
    status = text()
    failure_code = text()
    failure_message = text()
    metadata = mapping()
    order = record(Order)
    channel = record(Channel)
    customer = record(Customer)
    related_object_type = text()
    related_object_id = text()
    voucher = record(Voucher)
    promotion_tier = record(PromotionTier)
    reward = mapping()

    @property
    def is_rollback(self) -> bool:
        """Say whether this took a redemption back."""
        return self.object == "redemption_rollback"


class Narrowing(TypedDict, total=False):
    """What a list may be narrowed by: `campaign` is the campaign's name, `customer` an id or source_id."""

    campaign: str | UnsetType
    customer: str | UnsetType
    created_before: Moment | UnsetType
    created_after: Moment | UnsetType


NARROWING = {
    "campaign": "campaign",
    "customer": "customer",
    "created_before": "created_at[before]",
    "created_after": "created_at[after]",
}


class Redemptions(Resource):
    """The endpoints under /v1/redemptions."""

    def list(
        self,
        limit: int | UnsetType = UNSET,
        page: int | UnsetType = UNSET,
        *,
        order: str | UnsetType = UNSET,
        results: Collection[str] | UnsetType = UNSET,
        filters: Filters | UnsetType = UNSET,
        **narrowing: Unpack[Narrowing],
    ) -> Page[Redemption]:
        """Return one page of redemptions and rollbacks, mixed, and the `total`. GET /v1/redemptions.

        An unknown customer has an empty list. `limit` is 1 to 100 (the API's default is 10), `page` 1 to 99; `order`
        is created_at, id, voucher_code, tracking_id or customer_id, with "-" before it for descending; `results` are
        SUCCESS and FAILURE. Raise ValueError for parameters out of range.
        """
        wanted = several("results", results)
        for result in wanted or ():
            one_of("results", result, RESULTS)
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "page": within("page", page, 1, LAST_PAGE),
            "order": one_of("order", order, ORDERS),
            "result": wanted,
            "filters": filters and filters.for_query(FIELDS),
            **known(NARROWING, narrowing),
        }
        return self._page(Redemption, "GET /v1/redemptions", query=query)

    def iterate(
        self,
        *,
        order: str = "-created_at",
        results: Collection[str] | UnsetType = UNSET,
        filters: Filters | UnsetType = UNSET,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **narrowing: Unpack[Narrowing],
    ) -> Iterator[Redemption]:
        """Yield all redemptions and rollbacks that match, newest first. GET /v1/redemptions.

        Raise PagingError after the 9,900th, where the API's pages end.
        """
        limit = page_limit(page_size, max_items)
        return walk(
            lambda position: self.list(limit, order=order, results=results, filters=filters, **position, **narrowing),
            by_page_number(limit, last=LAST_PAGE),
            max_items,
        )

    def get(self, redemption_id: str) -> Redemption:
        """Return a redemption or a rollback. GET /v1/redemptions/{redemptionId}. Raise NotFound."""
        return self._record(Redemption, "GET /v1/redemptions/{redemptionId}", redemption_id)

    def roll_back(
        self,
        redemption_id: str,
        *,
        reason: str | UnsetType = UNSET,
        tracking_id: str | UnsetType = UNSET,
        customer: Mapping[str, Any] | UnsetType = UNSET,
        order: Mapping[str, Any] | UnsetType = UNSET,
        metadata: Mapping[str, Any] | UnsetType = UNSET,
    ) -> Redemption:
        """Take a redemption back and return the rollback. POST /v1/redemptions/{redemptionId}/rollback.

        Gift money and points return to the card, and a paid order is canceled. `reason` and `tracking_id` travel in
        the body, for a query may be logged. Raise NotFound, and InvalidRequest with `key` already_rolled_back,
        invalid_redemption (more than three months ago, say) and others.
        """
        body = {
            "reason": reason,
            "tracking_id": tracking_id,
            "customer": customer,
            "order": order,
            "metadata": metadata,
        }
        return self._record(Redemption, "POST /v1/redemptions/{redemptionId}/rollback", redemption_id, body=body)
