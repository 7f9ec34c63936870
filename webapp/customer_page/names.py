"""What to call a customer."""

from webapp.voucherify.customer_records import Customer

NO_NAME = "No name given"


def title_of(customer: Customer) -> str:
    """Give the name, or say that there is none; a name of nothing but spaces is none."""
    return (customer.name or "").strip() or NO_NAME


def has_name(customer: Customer) -> bool:
    return title_of(customer) != NO_NAME
