"""What the form needs from the API: the customer as stored now, and what the project says about metadata."""

from webapp.editing.inputs import NO_SCHEMA, Schema
from webapp.voucherify import Voucherify
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.errors import NotFound, VoucherifyError

CUSTOMER = "customer"


def read_schema(client: Voucherify) -> Schema:
    """The project's schema for customers. Without it the form goes by the values that are stored."""
    try:
        schemas = {schema.related_object: schema for schema in client.metadata_schemas.list().items}
    except VoucherifyError:
        return NO_SCHEMA
    own = schemas.get(CUSTOMER)
    if own is None:
        return Schema({}, {})
    used = {definition.object_type for definition in own.properties.values() if definition.object_type}
    return Schema(
        definitions=own.properties,
        nested={name: schemas[name].properties for name in used if name in schemas},
        allows_others=not own.allow_defined_only,
    )


def find_customer(client: Voucherify, identifier: str) -> Customer | None:
    """The customer with this id or source id; None where there is none, or no address can carry the text."""
    try:
        return client.customers.get(identifier)
    except (NotFound, ValueError):
        return None
