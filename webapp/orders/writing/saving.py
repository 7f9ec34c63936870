"""What creating and changing have in common before and after the call."""

from webapp.orders.reading import find_customer
from webapp.orders.writing.contents import METADATA
from webapp.orders.writing.drafts import Base, Draft
from webapp.orders.writing.merging import Merged
from webapp.orders.writing.metadata_fields import fields_for
from webapp.orders.writing.pages import zone
from webapp.orders.writing.people import name_of_customer
from webapp.orders.writing.refusals import errors_by_field
from webapp.service import voucherify
from webapp.voucherify.errors import Conflict, InvalidRequest

NO_SUCH_CUSTOMER = "This customer is no longer there. Choose somebody else."


def chosen_customer(merged: Merged) -> tuple[dict[str, str], dict[str, str]]:
    """The name, by id, of the customer the order is to get, and what is wrong with that choice, by form field.

    The API would make a customer of an id it does not know, so the customer is read first.
    """
    customer_id = merged.values.get("customer_id")
    if not customer_id:
        return {}, {}
    customer = find_customer(voucherify(), customer_id)
    if customer is None or customer.id != customer_id:
        return {}, {"customer": NO_SUCH_CUSTOMER}
    return {customer.id: name_of_customer(customer)}, {}


def refused_fields(base: Base, draft: Draft, error: InvalidRequest | Conflict) -> dict[str, str]:
    """What the API says about fields of the form; none where it names none of them."""
    metadata = base.contents.get(METADATA, {})
    names = {each.key: each.name for each in fields_for(metadata, base.schema, zone())}
    names |= {new.key.strip(): f"new-{new.row}-value" for new in draft.new_keys if not new.is_empty}
    return errors_by_field(error, draft.rows or (), names)
