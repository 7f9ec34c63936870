"""A world small enough to know by heart: five customers, two segments, a few belongings."""

from typing import Any

from webapp.sandbox.rules.customers import new_figures

Rows = list[dict[str, Any]]


def customer(identifier: str, created_at: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "source_id": None,
        "address": None,
        **new_figures(),
        "system_metadata": {},
        "created_at": created_at,
        "object": "customer",
        **fields,
    }


def segment(identifier: str, name: str, created_at: str) -> dict[str, Any]:
    return {
        "id": identifier, "name": name, "created_at": created_at, "updated_at": None, "type": "static",
        "filter": None, "object": "segment",
    }  # fmt: skip


def event(identifier: str, kind: str, customer_id: str) -> dict[str, Any]:
    return {
        "id": identifier, "type": kind, "data": {"data": {}, "event_source": {"channel": "API"}},
        "created_at": "2025-03-01T10:00:00.000Z", "group_id": "v-1", "customer_id": customer_id,
        "category": "ACTION", "campaign_id": None, "campaign_type": None,
    }  # fmt: skip


# Anna and Hanna were created in the same millisecond, Anna first.
CUSTOMERS: Rows = [
    customer("cust_anna", "2025-01-01T10:00:00.000Z", source_id="crm-1", name="Anna Nowak",
             email="anna@example.org", address={"city": "Łódź", "country": "Poland"},
             metadata={"lang": "pl", "vip": True}, updated_at="2025-06-01T10:00:00.000Z"),
    customer("cust_hanna", "2025-01-01T10:00:00.000Z", source_id="crm-2", name="Hanna \"Hania\" Nowak",
             email="shared@example.org", address={"city": "Berlin"}),
    customer("cust_bob", "2025-02-01T10:00:00.000Z", source_id="bob@example.com", name="Bob Stone",
             email="Shared@example.org", address={"city": "berlin"}, updated_at="2025-05-01T10:00:00.000Z"),
    customer("cust_none", "2025-03-01T10:00:00.000Z"),
    customer("cust_slash", "2025-04-01T10:00:00.000Z", source_id="a/b?c=d#e%2F+x@y z", name="Slash 100%"),
]  # fmt: skip

BATCHES: list[tuple[str, Rows]] = [
    ("customers", CUSTOMERS),
    ("segments", [segment("seg_old", "Old friends", "2025-01-01T00:00:00.000Z"),
                  segment("seg_new", "New friends", "2025-02-01T00:00:00.000Z")]),
    ("segment_members", [{"segment_id": "seg_old", "customer_id": identifier, "entered_at": "2025-04-01T00:00:00.000Z"}
                         for identifier in ("cust_anna", "cust_bob")]),
    ("orders", [{"id": "ord_1", "status": "PAID", "customer_id": "cust_anna", "source_id": "order-1",
                 "created_at": "2025-03-01T10:00:00.000Z", "object": "order"}]),
    ("events", [event("evcus_1", "customer.created", "cust_anna"), event("evcus_2", "customer.order.paid", "cust_anna"),
                event("evcus_3", "customer.created", "cust_bob")]),
]  # fmt: skip
