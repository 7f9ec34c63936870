"""/v1/exports: create, list, one, delete and download; and POST /v1/orders/export, the same for orders."""

import json
from typing import Any

from flask import Blueprint, Response, request

from webapp.sandbox import parameters
from webapp.sandbox.listing import Selection
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.routes.downloads import download
from webapp.sandbox.rules import exports
from webapp.sandbox.rules.exports import Export
from webapp.sandbox.wire import list_of, no_content, not_found
from webapp.sandbox.world import changing, queueing, reading, world

routes = Blueprint("exports", __name__, url_prefix="/v1")

HIGHEST_PAGE = 100
ORDERS = ("created_at", "-created_at", "status", "-status")


@routes.post("/exports")
def create_export() -> Export:
    """Queued; fields, order and filters are checked at once."""
    body = Properties(json_body())
    with queueing() as change:
        return exports.create(change, body.raw("exported_object"), body.raw("parameters"))


@routes.post("/orders/export")
def create_order_export() -> Export:
    """The same for orders."""
    body = Properties(json_body())
    with queueing() as change:
        return exports.create(change, "order", body.raw("parameters"))


@routes.get("/exports")
def list_exports() -> dict[str, Any]:
    """By page; by creation or status."""
    limit, page = parameters.limit(), parameters.page(HIGHEST_PAGE)
    order = parameters.choice("order", ORDERS) or "-created_at"
    selection = Selection("exports")
    with reading() as connection:
        total = selection.total(connection)
        rows = selection.rows(connection, order, limit, (page - 1) * limit)
    return list_of("exports", [_shown(json.loads(row["document"])) for row in rows], total=total)


@routes.get("/exports/<identifier:export_id>")
def get_export(export_id: str) -> Export | Response:
    """The export or, with its token, its file."""
    if "token" in request.args:
        return download(export_id)
    queues = world().queues
    with reading() as connection:
        if exports.find(connection, export_id) is None:
            raise not_found("export", export_id)
    queues.pace.note_read(export_id)
    queues.look_again()
    with reading() as connection:
        export = exports.find(connection, export_id)
    if export is None:
        raise not_found("export", export_id)
    return _shown(export)


@routes.delete("/exports/<identifier:export_id>")
def delete_export(export_id: str) -> Response:
    """The file goes with it."""
    with changing() as change:
        found = exports.remove(change, export_id)
    if not found:
        raise not_found("export", export_id)
    return no_content()


def _shown(export: Export) -> Export:
    """As the pace lets it be seen, with the whole address of its file."""
    export = world().queues.exports.as_seen(export)
    if export["result"]:
        export["result"] = {"url": request.host_url.rstrip("/") + export["result"]["url"]}
    return export
