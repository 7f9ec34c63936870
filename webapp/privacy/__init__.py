"""Who sees personal data, and what stands in its place for those who do not.

Views pass every record they show through `shown`, and every JSON value that is no record through `shown_json`.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask import Flask

from webapp.auth.access import may
from webapp.auth.permissions import Permission
from webapp.privacy.masking import Known, is_masked, known_of, masked
from webapp.privacy.revealing import revealed_until
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.records import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)

__all__ = ["init_privacy", "sees", "shown", "shown_json"]


def init_privacy(app: Flask) -> None:
    """Let templates ask whether personal data is masked, or a text is, and until when a customer's is revealed."""
    app.add_template_test(is_masked, "masked")
    app.add_template_global(sees, "sees_personal_data")
    app.add_template_global(revealed_until, "revealed_until")


def sees(customer_id: str | None = None) -> bool:
    """Whether the present person sees personal data: everybody's by role, or this customer's after revealing it."""
    if may(Permission.PERSONAL_DATA_READ):
        return True
    return customer_id is not None and revealed_until(customer_id) is not None


def shown(record: AnyRecord, customer: Customer | None = None) -> AnyRecord:
    """The record as the present person may see it: itself, or a copy with personal data masked, `raw` included.

    A customer's own record needs nothing more. For a record of something else (an event, an order, a voucher) on
    the page of a customer, give that customer as read from the API: their data is then found in it wherever it
    stands, and shown while it is revealed.
    """
    owner = record if isinstance(record, Customer) else customer
    if sees(owner.id if owner else None):
        return record
    return type(record)(masked(record.raw, _known(owner)))


def shown_json(value: Any, customer: Customer | None = None) -> Any:
    """The same for a JSON value, such as an old and a new value in a list of changes, or a text for a title."""
    return value if sees(customer.id if customer else None) else masked(value, _known(customer))


def _known(owner: Customer | None) -> Known:
    raw: Mapping[str, Any] = owner.raw if owner else {}
    return known_of(raw)
