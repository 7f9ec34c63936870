"""The page of one order."""

import time
from functools import partial
from typing import Any

from flask import current_app, redirect, url_for
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customer_page.names import title_of
from webapp.errors import describe
from webapp.orders.blueprint import blueprint
from webapp.orders.names import GONE, Name, customer_names
from webapp.orders.presenters.history import history_of
from webapp.orders.presenters.page import present
from webapp.orders.reading import find_customer, find_order, read_events, read_order, read_schema
from webapp.privacy import sees, shown
from webapp.rendering import render, wants_fragment
from webapp.service import voucherify
from webapp.side_by_side import Answer, answer_by, begin
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import NotFound
from webapp.voucherify.order_records import Order


@blueprint.get("/<identifier:order_id>")
@requires(Permission.ORDERS_READ)
def page(order_id: str) -> Response:
    """One order, by id or source id; what the customer's activity tells of it loads itself where it is slow."""
    client = voucherify()
    order = find_order(client, order_id)
    if order is None:
        return render("orders/missing.html", status=404)
    if order.id != order_id:  # a source id may be personal, so it does not stay in the address
        return redirect(url_for(".page", order_id=order.id))
    schema_call = begin(lambda: read_schema(client))
    history_call = begin(lambda: _history(client, order))
    people = _people(client, order)
    deadline = time.monotonic() + current_app.extensions["settings"].panel_deadline_ms / 1000
    schema, history = answer_by(schema_call, deadline), answer_by(history_call, deadline)
    definitions = schema.value.properties if schema.value else None
    owner = people["customer"].value
    return render(
        "orders/page.html",
        order=present(shown(order, owner), definitions, is_masked=not sees(order.customer_id)),
        schema_failed=not schema.is_there,
        names={role: _name(answer) for role, answer in people.items()},
        **_history_context(order, history),
    )


@blueprint.get("/<identifier:order_id>/parts/history")
@requires(Permission.ORDERS_READ)
def history(order_id: str) -> Response:
    """What the customer's activity tells of the order, however long that takes; without htmx, the order's page."""
    if not wants_fragment():
        return redirect(url_for(".page", order_id=order_id))
    client = voucherify()
    order = read_order(client, order_id)
    answer = answer_by(begin(lambda: _history(client, order)))
    context = _history_context(order, answer)
    failure = context["history_failure"]
    return render("orders/_history.html", status=failure.status if failure else 200, **context)


def _history(client: Voucherify, order: Order) -> Any:
    """The order's history; None where it has no customer to tell it."""
    if not order.customer_id:
        return None
    return history_of(order.id, read_events(client, order, order.customer_id))


def _history_context(order: Order, answer: Answer) -> dict[str, Any]:
    is_gone = isinstance(answer.error, NotFound)  # with a customer goes all activity
    return {
        "order_id": order.id,
        "customer_id": order.customer_id,
        "history": answer.value,
        "history_is_late": answer.is_late,
        "history_is_gone": is_gone,
        "history_failure": describe(answer.error) if answer.error and not is_gone else None,
    }


def _people(client: Voucherify, order: Order) -> dict[str, Answer]:
    """The customer and who referred them, read side by side. A value of None is somebody who is no longer there."""
    ids = {"customer": order.customer_id, "referrer": order.referrer_id}
    calls = {role: begin(partial(find_customer, client, id_)) for role, id_ in ids.items() if id_}
    answers = {role: answer_by(call) for role, call in calls.items()}
    for answer in answers.values():
        if answer.value:
            customer_names().keep(answer.value.id, Name(title_of(answer.value)))
    return {role: answers.get(role, Answer()) for role in ids}


def _name(answer: Answer) -> Name | None:
    """What to call somebody; None where that could not be read."""
    if answer.error:
        return None
    return Name(title_of(shown(answer.value))) if answer.value else Name(GONE, is_gone=True)
