"""What a customer looks like: the order of the fields, and the figures everyone starts with."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from webapp.sandbox.database import Connection
from webapp.sandbox.tables import dumps

ORDER_OF_FIELDS = (
    "id", "source_id", "name", "description", "email", "phone", "birthday", "birthdate", "address", "summary",
    "loyalty", "referrals", "metadata", "system_metadata", "created_at", "updated_at", "object",
)  # fmt: skip


def new_figures() -> dict[str, Any]:
    """The summary, loyalty and referrals of a customer who has done nothing yet."""
    counters = ("redeemed", "failed", "succeeded", "rolled_back", "rollback_failed", "rollback_succeeded")
    return {
        "summary": {
            "redemptions": {f"total_{counter}": 0 for counter in counters}
            | {
                "gift": {"redeemed_amount": 0, "amount_to_go": 0},
                "loyalty_card": {"redeemed_points": 0, "points_to_go": 0},
            },
            "orders": {"total_amount": 0, "total_count": 0, "average_amount": 0, "last_order_amount": 0},
        },
        "loyalty": {"points": 0, "referred_customers": 0, "campaigns": {}},
        "referrals": {"total": 0, "campaigns": []},
    }


def newest_sequence(connection: Connection) -> int:
    """The sequence of the newest customer: larger ones are those that a change makes from here on."""
    newest: int | None = connection.execute("SELECT max(sequence) FROM customers").fetchone()[0]
    return newest or 0


def sequences_of(connection: Connection, customer_ids: Iterable[str]) -> str:
    """The sequences of these customers, a JSON array: 50,000 of them are not taken through Python one by one."""
    statement = (
        "SELECT json_group_array(sequence)"
        " FROM json_each(?) AS wanted CROSS JOIN customers ON customers.id = wanted.value"
    )
    found: str = connection.execute(statement, [dumps(list(customer_ids))]).fetchone()[0]
    return found


def presented(row: Mapping[str, Any]) -> dict[str, Any]:
    """The customer as the API shows it, from a row of the table."""
    whole = json.loads(row["document"]) | json.loads(row["shown_figures"])
    return ordered(whole)


def ordered(customer: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are there, in the order the API shows them."""
    return {name: customer[name] for name in ORDER_OF_FIELDS if name in customer}
