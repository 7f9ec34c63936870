"""/v1/segments, and the segments of one customer."""

import json
from typing import Any

from flask import Blueprint, Response

from webapp.sandbox import moments, parameters
from webapp.sandbox.listing import Selection
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.routes.narrowing import by_filters
from webapp.sandbox.rules import customers, membership, segments
from webapp.sandbox.rules.filters.fields import column, stamp
from webapp.sandbox.wire import invalid_payload, list_of, no_content, not_found
from webapp.sandbox.world import changing, reading, world

routes = Blueprint("segments", __name__, url_prefix="/v1")

FIELDS = {
    "id": column("id"),
    "name": column("name"),
    "type": column("type"),
    "created_at": stamp("created_at"),
}


@routes.get("/segments")
def list_segments() -> dict[str, Any]:
    """By filters and ids; `total` knows no limit."""
    limit = parameters.limit()
    order = parameters.choice("order", ("created_at", "-created_at")) or "-created_at"
    selection = Selection("segments")
    by_filters(selection, FIELDS.get)
    if identifiers := parameters.several("ids"):
        selection.among("id", identifiers)
    with reading() as connection:
        total = selection.total(connection)
        rows = selection.rows(connection, order, limit)
    return list_of("data", [json.loads(row["document"]) for row in rows], total=total)


@routes.post("/segments")
def create_segment() -> dict[str, Any]:
    """Static, passive or auto-update; filters on profile, metadata and figures."""
    body = Properties(json_body())
    name = body.text("name")
    if not name:
        raise invalid_payload("Property .name is required")
    condition = body.mapping("filter")
    kind = body.text("type") or ("passive" if condition else segments.STATIC)
    if kind not in segments.TYPES:
        raise invalid_payload(f"Property .type should be one of {', '.join(segments.TYPES)}")
    if kind == segments.STATIC:
        with changing() as change:
            return segments.create(change, name, kind, customer_ids=_texts(body, "customers"))
    if not condition:
        raise invalid_payload("Property .filter is required")
    with changing() as change:
        return segments.create(change, name, kind, condition)


@routes.get("/segments/<identifier:segment_id>")
def get_segment(segment_id: str) -> dict[str, Any]:
    """By id."""
    with reading() as connection:
        segment = segments.find(connection, segment_id)
    if segment is None:
        raise not_found("segment", segment_id)
    return segment


@routes.delete("/segments/<identifier:segment_id>")
def delete_segment(segment_id: str) -> Response:
    """With all memberships."""
    with changing() as change:
        found = segments.delete(change, segment_id)
    if not found:
        raise not_found("segment", segment_id)
    return no_content()


@routes.get("/customers/<identifier:customer_id>/segments")
def list_customer_segments(customer_id: str) -> dict[str, Any]:
    """Never 404: an unknown customer gets the segments that a customer without any data would be in."""
    with reading() as connection:
        customer = customers.find(connection, customer_id)
        if customer is None:
            found = membership.of_nobody(connection, moments.written(world().clock.now()))
        else:
            found = membership.of_customer(connection, customer["id"])
    return list_of("data", [membership.in_short(segment) for segment in found], total=len(found))


def _texts(body: Properties, name: str) -> list[str]:
    values = body.items(name) or []
    if not all(isinstance(value, str) for value in values):
        raise invalid_payload(f"Property .{name} should be an array of strings")
    return values
