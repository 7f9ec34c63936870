"""Metadata schemas: what the metadata of each kind of object may hold."""

from webapp.voucherify.fields import flag, identifier, moment, number, records_by_key, text, values, whole_number
from webapp.voucherify.pages import Page
from webapp.voucherify.records import Record
from webapp.voucherify.resource import Resource


class Definition(Record):
    """What one key may hold.

    `type` is string, number, object, date, datetime, geopoint, boolean or image_url; an `array` holds several; an
    object is defined by the schema `object_type`. `optional` false means it must be given when the object is
    created. `eq` lists the only values allowed, `ne` those forbidden. `deleted` keys keep their stored values.
    """

    type = text()
    array = flag()
    optional = flag()
    object_type = text("objectType")
    eq = values()
    ne = values()
    lt = number()
    lte = number()
    gt = number()
    gte = number()
    min_length = whole_number("minLength")
    max_length = whole_number("maxLength")
    exact_length = whole_number("exactLength")
    deleted = flag()


class MetadataSchema(Record):
    """The definitions for one kind of object, by key; other keys are refused with `allow_defined_only`."""

    essential = ("properties",)

    id = identifier()
    related_object = text()
    properties = records_by_key(Definition)
    allow_defined_only = flag()
    created_at = moment()
    updated_at = moment()


class MetadataSchemas(Resource):
    """The endpoints under /v1/metadata-schemas."""

    def list(self) -> Page[MetadataSchema]:
        """Return all schemas, also those of custom events and nested objects. GET /v1/metadata-schemas."""
        return self._page(MetadataSchema, "GET /v1/metadata-schemas")

    def get(self, resource: str) -> MetadataSchema:
        """Return the schema of a kind of object. GET /v1/metadata-schemas/{resource}. Raise NotFound.

        `resource` is campaign, customer, earning_rule, loyalty_tier, order, order_item, product, promotion_tier,
        publication, redemption, reward or voucher, or the name of a custom event or nested object.
        """
        return self._record(MetadataSchema, "GET /v1/metadata-schemas/{resource}", resource)
