"""What the project says about the metadata of orders."""

from webapp.order_imports.metadata import Schema
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import NotFound


def read_schema(client: Voucherify) -> Schema:
    """The schema of orders; without one anything may be sent. Raises the API's errors."""
    try:
        schema = client.metadata_schemas.get("order")
    except NotFound:
        return Schema()
    return Schema(schema.properties, allows_others=not schema.allow_defined_only)
