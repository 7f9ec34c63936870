"""What a customer holds: vouchers, gift cards and loyalty cards, and whether they can be used."""

from collections.abc import Iterator

from webapp.voucherify.fields import identifier, moment, record, text
from webapp.voucherify.filters import Filters
from webapp.voucherify.pages import LARGEST_PAGE, Page, by_id, page_limit, walk
from webapp.voucherify.parameters import both_ways, one_of, within
from webapp.voucherify.records import UNSET, Record, UnsetType
from webapp.voucherify.resource import Resource
from webapp.voucherify.voucher_records import Voucher

FIELDS = frozenset(
    {
        "id",
        "created_at",
        "redeemable_id",
        "redeemable_object",
        "holder_role",
        "campaign_id",
        "campaign_type",
        "voucher_type",
    }
)


class Redeemable(Record):
    """A voucher and its `status`: ACTIVE, USED, DISABLED, NOT_ACTIVE_YET, EXPIRED or NO_BALANCE."""

    type = text()
    voucher = record(Voucher)
    status = text()


class RedeemableHolder(Record):
    """A customer holding a redeemable since `created_at`; `redeemable_id` is the voucher's id.

    `holder_role` is OWNER, REFERRER or REFEREE; a referral code has several holders.
    """

    essential = ("id",)

    id = identifier()
    created_at = moment()
    redeemable_id = text()
    redeemable_object = text()
    customer_id = text()
    holder_role = text()
    campaign_id = text()
    campaign_type = text()
    voucher_type = text()
    redeemable = record(Redeemable)


class Redeemables(Resource):
    """The endpoint /v1/customers/{customerId}/redeemables."""

    def list(
        self,
        customer_id: str,
        limit: int | UnsetType = UNSET,
        *,
        order: str | UnsetType = UNSET,
        starting_after_id: str | UnsetType = UNSET,
        filters: Filters | UnsetType = UNSET,
    ) -> Page[RedeemableHolder]:
        """Return one page of what a customer holds, and the `total`. GET /v1/customers/{customerId}/redeemables.

        `limit` is 1 to 100 (the API's default is 10); `order` is "id" or "-id"; `starting_after_id` takes the
        `more_starting_after` of the page before. `filters` may be by id, created_at, redeemable_id,
        redeemable_object, holder_role, campaign_id, campaign_type and voucher_type. Raise NotFound for an unknown
        customer, ValueError for parameters out of range.
        """
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "order": one_of("order", order, both_ways("id")),
            "starting_after_id": starting_after_id,
            "filters": filters and filters.for_query(FIELDS),
        }
        return self._page(RedeemableHolder, "GET /v1/customers/{customerId}/redeemables", customer_id, query=query)

    def iterate(
        self,
        customer_id: str,
        *,
        order: str = "-id",
        filters: Filters | UnsetType = UNSET,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
    ) -> Iterator[RedeemableHolder]:
        """Yield all a customer holds, fetching as it is wanted. GET /v1/customers/{customerId}/redeemables."""
        limit = page_limit(page_size, max_items)
        return walk(
            lambda position: self.list(customer_id, limit, order=order, filters=filters, **position),
            by_id(limit),
            max_items,
        )
