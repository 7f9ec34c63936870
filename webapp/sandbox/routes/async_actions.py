"""/v1/async-actions: the list and one action with its result."""

import json
from typing import Any

from flask import Blueprint, request

from webapp.sandbox import parameters
from webapp.sandbox.listing import Selection
from webapp.sandbox.rules import async_actions
from webapp.sandbox.wire import list_of, not_found
from webapp.sandbox.world import reading, world

routes = Blueprint("async_actions", __name__, url_prefix="/v1/async-actions")


@routes.get("")
def list_async_actions() -> dict[str, Any]:
    """Newest first and without results; `end_date` is the cursor, there is no total."""
    limit, end_date = parameters.limit(), parameters.moment("end_date")
    selection = Selection("async_actions")
    if end_date:
        selection.where("created_at < ?", end_date)
    with reading() as connection:
        rows = selection.rows(connection, "-created_at", limit + 1)
        actions = [world().queues.actions.as_seen(connection, json.loads(row["document"])) for row in rows[:limit]]
    shown = [{name: value for name, value in action.items() if name != "result"} for action in actions]
    return list_of("async_actions", shown, has_more=len(rows) > limit)


@routes.get("/<identifier:action_id>")
def get_async_action(action_id: str) -> dict[str, Any]:
    """With its result once it has ended; reading it may move it on, as `async_progress` says."""
    queues = world().queues
    with reading() as connection:
        action = async_actions.find(connection, action_id)
        if action is None:
            raise not_found("async_action", action_id)
        queues.actions.note_read(connection, action)
    queues.look_again()
    with reading() as connection:
        action = queues.actions.as_seen(connection, async_actions.find(connection, action_id) or action)
    if reports := action.get("result", {}).get("reports"):
        action["result"]["reports"] = [request.host_url.rstrip("/") + address for address in reports]
    return action
