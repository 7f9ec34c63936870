"""The fields by which exports can be filtered: those of the lists, and the ones only exports know."""

from collections.abc import Mapping

from webapp.sandbox.rules import list_fields
from webapp.sandbox.rules.filters.fields import Field, Fields, column, in_document, stamp

_ORDERS: dict[str, Field] = {
    **{name: column(name) for name in ("id", "source_id", "status", "customer_id")},
    **{name: stamp(name) for name in ("created_at", "updated_at")},
    **{
        name: in_document([name])
        for name in (
            "amount", "total_amount", "discount_amount", "total_discount_amount", "items_discount_amount",
            "referrer_id",
        )
    },
}  # fmt: skip
_VOUCHERS: dict[str, Field] = {
    "created_date": stamp("created_at"),
    "vouchers": column("id"),
    "categories": column("category"),
    "category_ids": in_document(["category_id"]),
    "published_for_customer_id": in_document(["holder_id"]),
    "validity_day_of_week": in_document(["validity_day_of_week"]),
    "validity_timeframe": in_document(["validity_timeframe", "interval"]),
}
_REDEMPTIONS: dict[str, Field] = {
    "created_at": stamp("date"),
    "campaign": column("campaign"),
    "customer": column("customer_id"),
    "voucher": column("voucher_id"),
    "related_object": in_document(["related_object_type"]),
    "status": in_document(["status"]),
}
_PUBLICATIONS: dict[str, Field] = {
    "created_at": stamp("created_at"),
    "campaign": column("campaign"),
    "customer": column("customer_id"),
    "voucher": column("voucher_code"),
}
_POINTS_EXPIRATIONS: dict[str, Field] = {"campaign_id": column("campaign_id"), "voucher_id": column("id")}
_TRANSACTIONS: dict[str, Field] = {
    "created_at": stamp("created_at"),
    "voucher_id": column("voucher_id"),
    "campaign_id": column("campaign_id"),
}


def _either(own: Mapping[str, Field], others: Fields) -> Fields:
    return lambda name: own.get(name) or others(name)


def orders(name: str) -> Field | None:
    if name.startswith("metadata.") and all(keys := name.split(".")):
        return in_document(keys)
    return _ORDERS.get(name)


vouchers = _either(_VOUCHERS, list_fields.vouchers)
redemptions = _either(_REDEMPTIONS, list_fields.redemptions)
publications = _either(_PUBLICATIONS, list_fields.publications)
points_expirations = _POINTS_EXPIRATIONS.get
transactions = _TRANSACTIONS.get
