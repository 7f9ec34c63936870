"""One customer's story, told in order of time.

A deed (placing an order, publishing a voucher, …) opens a request, changes the customer's documents and writes the
rows and events the API would have written. So everything agrees because it is told once.
"""

from collections import defaultdict
from random import Random
from typing import Any

from webapp.sandbox.demo import consents
from webapp.sandbox.demo.clock import Moment, written
from webapp.sandbox.demo.identifiers import random_id, record_id
from webapp.sandbox.demo.segments import Segment
from webapp.sandbox.demo.shop import Shop

Document = dict[str, Any]
Rows = defaultdict[str, list[Document]]

WEB_SHOP: Document = {"channel": "API", "api_key": {"name": "Web shop", "app_id": "app-web-shop"}}
CRM_SYNC: Document = {"channel": "API", "api_key": {"name": "CRM nightly sync", "app_id": "app-crm-sync"}}
CALL_CENTER: Document = {"channel": "API", "api_key": {"name": "Call center tool", "app_id": "app-call-center"}}
BACK_OFFICE: Document = {"channel": "USER_PORTAL", "user": {"id": "user_backoffice7Kq2Mx9TzR4bWnLs"}}
BROWSER: Document = {"channel": "CLIENT_API", "api_key": {"name": "Preference page", "app_id": "app-preferences"}}
SYSTEM: Document = {"channel": "INTERNAL"}

_ACTIONS = (
    "customer.created",
    "customer.updated",
    "customer.custom_event",
    "customer.consents.",
    "customer.order.created",
    "customer.redemption.",
    "customer.validation.",
)

_NO_REDEMPTIONS = {
    "total_redeemed": 0,
    "total_failed": 0,
    "total_succeeded": 0,
    "total_rolled_back": 0,
    "total_rollback_failed": 0,
    "total_rollback_succeeded": 0,
}
_NO_ORDERS = {"total_amount": 0, "total_count": 0, "average_amount": 0, "last_order_amount": 0}


def category_of(event_type: str) -> str:
    """ACTION for what the customer or a colleague did, EFFECT for what the system did because of it."""
    return "ACTION" if event_type.startswith(_ACTIONS) else "EFFECT"


class Story:
    """The customer, and what the deeds told so far have left behind."""

    def __init__(
        self, shop: Shop, rows: Rows, rng: Random, profile: Document, created: Moment, source: Document = WEB_SHOP
    ) -> None:
        self.shop = shop
        self.rows = rows
        self.rng = rng
        self.moment = created
        self.orders: list[Document] = []
        self.vouchers: list[Document] = []
        self.loyalty_card: Document | None = None
        self._entered: dict[str, Moment] = {}
        self._answers: dict[str, tuple[bool, Moment]] = {}
        self.customer = self._created(profile, created)
        self.id: str = self.customer["id"]
        rows["customers"].append(self.customer)
        self.request(created, source)
        self.event("customer.created", {"customer": self.snapshot()})
        self.settle_segments()

    def _created(self, profile: Document, created: Moment) -> Document:
        return {
            "id": random_id("cust_", self.rng),
            "source_id": None,
            "address": None,
            **profile,
            "summary": {
                "redemptions": {
                    **_NO_REDEMPTIONS,
                    "gift": {"redeemed_amount": 0, "amount_to_go": 0},
                    "loyalty_card": {"redeemed_points": 0, "points_to_go": 0},
                },
                "orders": dict(_NO_ORDERS),
            },
            "loyalty": {"points": 0, "referred_customers": 0, "campaigns": {}},
            "referrals": {"total": 0, "campaigns": []},
            "system_metadata": {},
            "created_at": written(created),
            "updated_at": None,
            "object": "customer",
        }

    @property
    def redemption_figures(self) -> Document:
        """The live `summary.redemptions` of the customer."""
        figures: Document = self.customer["summary"]["redemptions"]
        return figures

    def snapshot(self) -> Document:
        """The full customer as of now, for an event; later deeds leave it alone."""
        summary, loyalty, referrals = (self.customer[part] for part in ("summary", "loyalty", "referrals"))
        redemptions = summary["redemptions"]
        return {
            **self.customer,
            "summary": {
                "redemptions": {
                    **redemptions,
                    "gift": dict(redemptions["gift"]),
                    "loyalty_card": dict(redemptions["loyalty_card"]),
                },
                "orders": dict(summary["orders"]),
            },
            "loyalty": {**loyalty, "campaigns": {name: dict(each) for name, each in loyalty["campaigns"].items()}},
            "referrals": {**referrals, "campaigns": list(referrals["campaigns"])},
        }

    def in_short(self) -> Document:
        """The simple customer inside orders' and redemptions' events."""
        customer = self.customer
        return {
            "id": self.id,
            "name": customer.get("name"),
            "email": customer.get("email"),
            "source_id": customer["source_id"],
            "metadata": customer.get("metadata", {}),
            "object": "customer",
        }

    def request(self, moment: Moment, source: Document = WEB_SHOP) -> None:
        """Open a request: the events that follow share its `group_id` and source, a millisecond apart.

        Raises ValueError when the moment lies before what has been told already.
        """
        if moment < self.moment:
            raise ValueError("A story is told in order of time")
        self.moment = moment
        self._source = source
        self._group = record_id("v-", self.moment, self.rng)

    def event(self, event_type: str, payload: Document, campaign: Document | None = None) -> str:
        """Write one event of the open request; answers its id."""
        event_id = record_id("evcus_", self.moment, self.rng)
        self.rows["events"].append(
            {
                "id": event_id,
                "type": event_type,
                "data": {"data": payload, "event_source": self._source},
                "created_at": written(self.moment),
                "group_id": self._group,
                "customer_id": self.id,
                "category": category_of(event_type),
                "campaign_id": campaign["id"] if campaign else None,
                "campaign_type": campaign["campaign_type"] if campaign else None,
            }
        )
        self.moment += 1
        return event_id

    def update(self, moment: Moment, source: Document, **changes: Any) -> None:
        """PUT /v1/customers/{customerId}: `metadata` and `address` are merged key by key."""
        self.request(moment, source)
        for key in ("metadata", "address"):
            if changes.get(key):
                changes[key] = {**(self.customer.get(key) or {}), **changes[key]}
        self.customer.update(changes, updated_at=written(self.moment))
        self.event("customer.updated", {"customer": self.snapshot()})
        self.settle_segments()

    def answer_consents(
        self, moment: Moment, given: tuple[str, ...] = (), revoked: tuple[str, ...] = (), source: Document = BROWSER
    ) -> None:
        """PUT /v1/customers/{customerId}/consents, by the consents' names."""
        self.request(moment, source)
        for outcome, names in (("given", given), ("revoked", revoked)):
            if names:
                answered = [consents.in_short(name) for name in names]
                self._answers |= {consent["id"]: (outcome == "given", self.moment) for consent in answered}
                self.event(f"customer.consents.{outcome}", {"customer": self.in_short(), "consents": answered})

    def settle_segments(self) -> None:
        """Enter the segments whose filters the customer has come to fit, leave those that fit no more."""
        for segment in self.shop.dynamic_segments:
            fits = segment.fits(self.customer)
            if fits and segment.id not in self._entered:
                self._entered[segment.id] = self.moment
                self._tell_segment(segment, "entered")
            elif not fits and segment.id in self._entered:
                del self._entered[segment.id]
                self._tell_segment(segment, "left")

    def _tell_segment(self, segment: Segment, outcome: str) -> None:
        if segment.leaves_events:
            payload = {"customer": self.snapshot(), "segment": segment.in_short}
            self.event(f"customer.segment.{outcome}", payload)

    def join(self, segment_name: str) -> None:
        """Put the customer on the list of a static segment."""
        self._entered[self.shop.segments[segment_name].id] = self.moment

    def end(self) -> None:
        """Write what holds only now that everything is told: the customer's segments and answers to consents."""
        self.rows["segment_members"] += [
            {"segment_id": segment_id, "customer_id": self.id, "entered_at": written(entered)}
            for segment_id, entered in self._entered.items()
        ]
        self.rows["customer_consents"] += [
            {"customer_id": self.id, "consent_id": consent_id, "given": given, "changed_at": written(answered)}
            for consent_id, (given, answered) in self._answers.items()
        ]
