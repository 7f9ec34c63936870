"""Customers written asynchronously: importCSV, bulk/async and metadata/async."""

from contextlib import closing
from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.sandbox import wire
from webapp.sandbox.jobs.customer_bulk import CustomerBulk
from webapp.sandbox.jobs.job import Job
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.rules import async_actions
from webapp.sandbox.wire import ApiError, invalid_payload
from webapp.sandbox.world import queueing, world

routes = Blueprint("customer_imports", __name__, url_prefix="/v1/customers")

WRAPPING = 10_000  # bytes a multipart body may need around its file
Accepted = tuple[dict[str, Any], int]


@routes.post("/importCSV")
def import_csv() -> Accepted:
    """Queued; known customers are overwritten whole, rows fail one by one."""
    request.max_content_length = wire.MAXIMUM_PAYLOAD + WRAPPING
    file = request.files.get("file")
    if file is None:
        raise invalid_payload("Property .file is required")
    with closing(file):
        content = file.read()
    if len(content) > wire.MAXIMUM_PAYLOAD:
        raise RequestEntityTooLarge
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise invalid_payload("Property .file should be a CSV file in UTF-8") from error
    return _accepted("CUSTOMERS.IMPORT_CSV", text)


@routes.post("/bulk/async")
def update_in_bulk() -> Accepted:
    """Queued; customers by source_id, made where unknown, with a report to download."""
    items = json_body()
    if not isinstance(items, list):
        raise invalid_payload("The payload should be an array")
    return _accepted("CUSTOMERS.BULK_UPDATE", request.get_data(as_text=True), CustomerBulk(items, with_source_id=True))


@routes.post("/metadata/async")
def update_metadata_in_bulk() -> Accepted:
    """Queued; one metadata object for many source_ids."""
    body = Properties(json_body())
    source_ids = body.items("source_ids")
    if not source_ids:
        details = "Specify at least 1 source_id"
        raise ApiError(400, "not_enough_source_ids", details, message="Not enough source_ids")
    if body.mapping("metadata") is None:
        raise invalid_payload("Payload should have required property 'metadata'")
    return _accepted("CUSTOMERS.METADATA_UPDATE", request.get_data(as_text=True))


def _accepted(kind: str, content: str, job: Job | None = None) -> Accepted:
    with queueing() as change:
        action_id = async_actions.enqueue(change, kind, content)
        if job:
            world().queues.actions.keep_at_hand(action_id, job)
    return {"async_action_id": action_id}, 202
