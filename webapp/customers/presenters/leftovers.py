"""Fields of the customer object that no card shows. The API promises only to add, so what is new stays visible."""

from collections.abc import Iterator, Mapping
from typing import Any

SHOWN: Mapping[str, Any] = {
    "object": None,
    "id": None,
    "source_id": None,
    "name": None,
    "description": None,
    "email": None,
    "phone": None,
    "birthdate": None,
    "birthday": None,
    "address": dict.fromkeys(("city", "state", "line_1", "line_2", "country", "postal_code")),
    "metadata": None,
    "system_metadata": None,
    "summary": {
        "redemptions": {
            "total_redeemed": None,
            "total_failed": None,
            "total_succeeded": None,
            "total_rolled_back": None,
            "total_rollback_failed": None,
            "total_rollback_succeeded": None,
            "gift": {"redeemed_amount": None, "amount_to_go": None},
            "loyalty_card": {"redeemed_points": None, "points_to_go": None},
        },
        "orders": dict.fromkeys(
            ("total_amount", "total_count", "average_amount", "last_order_amount", "last_order_date")
        ),
    },
    "loyalty": {"points": None, "referred_customers": None, "campaigns": None},
    "referrals": {"total": None, "campaigns": None},
    "created_at": None,
    "updated_at": None,
    "assets": {"cockpit_url": None, "cockpit_preference_center_url": None},
}


def leftovers(raw: Mapping[str, Any], shown: Mapping[str, Any] = SHOWN, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give every field that is not among those shown, with its dotted path: ("summary.orders.returns", 2).

    A field known to be an object but holding something else is given as well, since no card can show it.
    """
    for name, value in raw.items():
        inner = shown.get(name)
        if name not in shown or (inner and value and not isinstance(value, Mapping)):
            yield path + name, value
        elif inner and isinstance(value, Mapping):
            yield from leftovers(value, inner, f"{path}{name}.")
