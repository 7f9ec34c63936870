"""Consents, for servers (/v1) and for browsers (/client/v1): the same operations behind different keys."""

from typing import Any

from flask import Blueprint, Response

from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.rules import consents
from webapp.sandbox.wire import invalid_payload, list_of, no_content, no_route, not_found
from webapp.sandbox.world import changing, reading, world

routes = Blueprint("consents", __name__)


@routes.before_request
def only_with_the_feature() -> None:
    """A project without consents answers as if these routes did not exist."""
    if not world().settings["consents"]:
        raise no_route()


@routes.get("/v1/consents")
@routes.get("/client/v1/consents")
def list_consents() -> dict[str, Any]:
    """The groups and the consents, each a list of its own."""
    with reading() as connection:
        groups, single = consents.groups(connection), consents.consents(connection)
    return {
        "groups": list_of("data", groups, total=len(groups)),
        "consents": list_of("data", single, total=len(single)),
    }


@routes.put("/v1/customers/<identifier:customer_id>/consents")
@routes.put("/client/v1/customers/<identifier:customer_id>/consents")
def answer_consents(customer_id: str) -> Response:
    """A map of consents, or `unsubscribed`; 204, kept, and told by events."""
    payload = json_body()
    body = Properties(payload)
    if not payload:
        raise invalid_payload("The payload cannot be empty")
    answers = {name: yes for name in payload if (yes := body.flag(name)) is not None}
    with changing() as change:
        found = consents.answer(change, customer_id, answers)
    if not found:
        raise not_found("customer", customer_id)
    return no_content()
