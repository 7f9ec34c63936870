"""Campaigns: the endpoints under /v1/campaigns."""

from collections.abc import Iterator
from typing import TypedDict, Unpack

from webapp.voucherify.fields import flag, identifier, mapping, moment, record, records, text, values, whole_number
from webapp.voucherify.filters import Filters
from webapp.voucherify.pages import LARGEST_PAGE, Page, by_page_number, page_limit, walk
from webapp.voucherify.parameters import both_ways, known, one_of, within
from webapp.voucherify.records import UNSET, Record, UnsetType
from webapp.voucherify.resource import Resource
from webapp.voucherify.voucher_records import Category, Discount, Gift, LoyaltyCard, Timeframe

LAST_PAGE = 100
ORDERS = both_ways("created_at", "updated_at")
CAMPAIGN_TYPES = frozenset({"PROMOTION", "GIFT_VOUCHERS", "REFERRAL_PROGRAM", "DISCOUNT_COUPONS", "LOYALTY_PROGRAM"})
STATUSES = frozenset({"DONE", "IN_PROGRESS", "FAILED", "DRAFT", "MODIFYING"})


class CampaignVoucher(Record):
    """What the campaign's vouchers are made like."""

    type = text()
    discount = record(Discount)
    gift = record(Gift)
    loyalty_card = record(LoyaltyCard)
    is_referral_code = flag()


class Campaign(Record):
    """A campaign. `campaign_type` says what it is, `type` (AUTO_UPDATE, STATIC, STANDALONE) how vouchers come.

    `creation_status` and `vouchers_generation_status` are DONE, IN_PROGRESS, FAILED, DRAFT or MODIFYING.
    """

    essential = ("id",)

    id = identifier()
    name = text()
    description = text()
    campaign_type = text()
    type = text()
    voucher = record(CampaignVoucher)
    auto_join = flag()
    join_once = flag()
    active = flag()
    start_date = moment()
    expiration_date = moment()
    validity_timeframe = record(Timeframe)
    validity_day_of_week = values()
    validity_hours = mapping()
    activity_duration_after_publishing = text()
    vouchers_count = whole_number()
    category = text()
    category_id = text()
    categories = records(Category)
    creation_status = text()
    vouchers_generation_status = text()
    protected = flag()
    readonly = flag()
    metadata = mapping()
    promotion = mapping()
    referral_program = mapping()
    created_at = moment()
    updated_at = moment()


class Narrowing(TypedDict, total=False):
    """What a list may be narrowed by.

    `campaign_type` is PROMOTION, GIFT_VOUCHERS, REFERRAL_PROGRAM, DISCOUNT_COUPONS or LOYALTY_PROGRAM;
    `campaign_status` is DONE, IN_PROGRESS, FAILED, DRAFT or MODIFYING.
    """

    campaign_type: str | UnsetType
    campaign_status: str | UnsetType
    is_referral_code: bool | UnsetType


NARROWING = {name: name for name in Narrowing.__annotations__}


class Campaigns(Resource):
    """The endpoints under /v1/campaigns."""

    def list(
        self,
        limit: int | UnsetType = UNSET,
        page: int | UnsetType = UNSET,
        *,
        order: str | UnsetType = UNSET,
        expand: str | UnsetType = UNSET,
        filters: Filters | UnsetType = UNSET,
        **narrowing: Unpack[Narrowing],
    ) -> Page[Campaign]:
        """Return one page of campaigns and the `total`. GET /v1/campaigns.

        `limit` and `page` are 1 to 100 (the API's default limit is 10); `order` is created_at or updated_at, with
        "-" before it for descending; `expand` is "category" or "access_settings_assignments". Raise ValueError for
        parameters out of range.
        """
        one_of("campaign_type", narrowing.get("campaign_type", UNSET), CAMPAIGN_TYPES)
        one_of("campaign_status", narrowing.get("campaign_status", UNSET), STATUSES)
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "page": within("page", page, 1, LAST_PAGE),
            "order": one_of("order", order, ORDERS),
            "expand": one_of("expand", expand, {"category", "access_settings_assignments"}),
            "filters": filters and filters.for_query(),
            **known(NARROWING, narrowing),
        }
        return self._page(Campaign, "GET /v1/campaigns", query=query)

    def iterate(
        self,
        *,
        order: str = "-created_at",
        filters: Filters | UnsetType = UNSET,
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **narrowing: Unpack[Narrowing],
    ) -> Iterator[Campaign]:
        """Yield all campaigns that match, newest first, fetching as they are wanted. GET /v1/campaigns."""
        limit = page_limit(page_size, max_items)
        return walk(
            lambda position: self.list(limit, order=order, filters=filters, **position, **narrowing),
            by_page_number(limit, last=LAST_PAGE),
            max_items,
        )

    def get(self, campaign_id: str) -> Campaign:
        """Return a campaign by its id or name. GET /v1/campaigns/{campaignId}. Raise NotFound, Forbidden."""
        return self._record(Campaign, "GET /v1/campaigns/{campaignId}", campaign_id)
