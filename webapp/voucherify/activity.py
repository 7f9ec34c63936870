"""What happened to a customer: the feed of events under /v1/customers/{customerId}."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypedDict, Unpack

from webapp.voucherify.fields import identifier, moment, record, text
from webapp.voucherify.pages import LARGEST_PAGE, Page, by_id, page_limit, walk
from webapp.voucherify.parameters import Moment, both_ways, known, one_of, within
from webapp.voucherify.records import UNSET, Record, UnsetType
from webapp.voucherify.resource import Resource

CAMPAIGN_TYPES = frozenset({"PROMOTION", "GIFT_VOUCHERS", "REFERRAL_PROGRAM", "DISCOUNT_COUPONS", "LOYALTY_PROGRAM"})
CATEGORIES = frozenset({"ACTION", "EFFECT"})
BY_TIME = both_ways("created_at")
BY_ANYTHING = both_ways("created_at", "updated_at", "type", "code", "campaign", "category")


class ApiKey(Record):
    """The key a call was made with; never its secret."""

    name = text()
    app_id = text()


class User(Record):
    """A person signed in to Voucherify's own dashboard."""

    id = text()


class EventSource(Record):
    """Who caused an event. `channel` is USER_PORTAL, API, CLIENT_API or INTERNAL."""

    channel = text()
    user = record(User)
    api_key = record(ApiKey)


class ActivityEvent(Record):
    """One event. Events with the same `group_id` were caused by one request, whose id it is.

    `type` is a name such as "customer.order.paid"; new ones appear without notice.
    """

    essential = ("id",)

    id = identifier()
    type = text()
    created_at = moment()
    group_id = text()

    @property
    def payload(self) -> Mapping[str, Any]:
        """What the event is about, by the names of its objects (`customer`, `order` ...); read only.

        It stands one level deeper in the current feed than in webhooks, and in an array in the deprecated one; all
        three are understood.
        """
        data = self._data()
        payload = data.get("data", data)
        return MappingProxyType(payload if isinstance(payload, dict) else {})

    @property
    def source(self) -> EventSource:
        """Who caused it; empty where the feed does not tell."""
        return EventSource.lenient(self._data().get("event_source"))

    def _data(self) -> dict[str, Any]:
        data = self.raw.get("data")
        if isinstance(data, list):
            data = next(iter(data), None)
        return data if isinstance(data, dict) else {}


class Narrowing(TypedDict, total=False):
    """What a feed may be narrowed by.

    `campaign_type` is PROMOTION, GIFT_VOUCHERS, REFERRAL_PROGRAM, DISCOUNT_COUPONS or LOYALTY_PROGRAM; `category`
    is ACTION (what the customer did) or EFFECT (what followed from it); `type` is one event type.
    """

    start_date: Moment | UnsetType
    end_date: Moment | UnsetType
    campaign_id: str | UnsetType
    campaign_type: str | UnsetType
    category: str | UnsetType
    type: str | UnsetType


class OldNarrowing(TypedDict, total=False):
    """What the deprecated feed may be narrowed by; `campaign_type` may be LUCKY_DRAW too."""

    start_date: Moment | UnsetType
    end_date: Moment | UnsetType
    campaign_id: str | UnsetType
    campaign_type: str | UnsetType
    product_id: str | UnsetType


NARROWING = {name: name for name in Narrowing.__annotations__}
OLD_NARROWING = {name: name for name in OldNarrowing.__annotations__}


class Activity(Resource):
    """The endpoints that tell a customer's events. All raise NotFound for an unknown customer."""

    def list(
        self,
        customer_id: str,
        limit: int | UnsetType = UNSET,
        *,
        order: str | UnsetType = UNSET,
        starting_after_id: str | UnsetType = UNSET,
        **narrowing: Unpack[Narrowing],
    ) -> Page[ActivityEvent]:
        """Return one page of events; it has no `total`. GET /v1/customers/{customerId}/activity.

        `limit` is 1 to 100 (the API's default is 10); `order` is "created_at" or "-created_at";
        `starting_after_id` takes the `more_starting_after` of the page before. Raise ValueError for parameters out
        of range.
        """
        one_of("campaign_type", narrowing.get("campaign_type", UNSET), CAMPAIGN_TYPES)
        one_of("category", narrowing.get("category", UNSET), CATEGORIES)
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "order": one_of("order", order, BY_TIME),
            "starting_after_id": starting_after_id,
            **known(NARROWING, narrowing),
        }
        return self._page(ActivityEvent, "GET /v1/customers/{customerId}/activity", customer_id, query=query)

    def iterate(
        self,
        customer_id: str,
        *,
        order: str = "-created_at",
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **narrowing: Unpack[Narrowing],
    ) -> Iterator[ActivityEvent]:
        """Yield all events that match, newest first, fetching as they are wanted.

        GET /v1/customers/{customerId}/activity.
        """
        limit = page_limit(page_size, max_items)
        return walk(
            lambda position: self.list(customer_id, limit, order=order, **position, **narrowing),
            by_id(limit),
            max_items,
        )

    def list_deprecated(
        self,
        customer_id: str,
        limit: int | UnsetType = UNSET,
        *,
        order: str | UnsetType = UNSET,
        starting_after: Moment | UnsetType = UNSET,
        starting_after_id: str | UnsetType = UNSET,
        **narrowing: Unpack[OldNarrowing],
    ) -> Page[ActivityEvent]:
        """Return one page of the deprecated feed and its `total`. GET /v1/customers/{customerId}/activities.

        Its events also tell of consents given and revoked (`customer.consents.given`, `customer.consents.revoked`).
        `limit` is 1 to 100; `order` is created_at, updated_at, type, code, campaign or category, with "-" before it
        for descending. Raise ValueError for parameters out of range.
        """
        one_of("campaign_type", narrowing.get("campaign_type", UNSET), CAMPAIGN_TYPES | {"LUCKY_DRAW"})
        query = {
            "limit": within("limit", limit, 1, LARGEST_PAGE),
            "order": one_of("order", order, BY_ANYTHING),
            "starting_after": starting_after,
            "starting_after_id": starting_after_id,
            **known(OLD_NARROWING, narrowing),
        }
        return self._page(ActivityEvent, "GET /v1/customers/{customerId}/activities", customer_id, query=query)

    def iterate_deprecated(
        self,
        customer_id: str,
        *,
        order: str = "-created_at",
        page_size: int = LARGEST_PAGE,
        max_items: int | None = None,
        **narrowing: Unpack[OldNarrowing],
    ) -> Iterator[ActivityEvent]:
        """Yield all events of the deprecated feed, newest first. GET /v1/customers/{customerId}/activities."""
        limit = page_limit(page_size, max_items)
        return walk(
            lambda position: self.list_deprecated(customer_id, limit, order=order, **position, **narrowing),
            by_id(limit),
            max_items,
        )
