"""/v1/publications: giving out vouchers, and the list of what was given out."""

import json
from collections.abc import Iterable
from typing import Any

from flask import Blueprint

from webapp.sandbox import parameters
from webapp.sandbox.customer_payload import profile
from webapp.sandbox.database import Connection
from webapp.sandbox.listing import Selection
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.routes.narrowing import by_customer, by_filters
from webapp.sandbox.rules import customers, list_fields, metadata, publications, vouchers
from webapp.sandbox.rules.customer_shape import new_figures
from webapp.sandbox.rules.filters import Sql
from webapp.sandbox.tables import FIGURES
from webapp.sandbox.wire import ApiError, invalid_payload, list_of
from webapp.sandbox.world import changing, reading

routes = Blueprint("publications", __name__, url_prefix="/v1/publications")

HIGHEST_PAGE = 1000
MOST_AT_ONCE = 50
# The API's order -> the column behind it.
ORDERS = {
    sign + name: sign + column
    for name, column in {
        "id": "id",
        "voucher_code": "voucher_code",
        "tracking_id": list_fields.TRACKING_ID,
        "customer_id": "customer_id",
        "created_at": "created_at",
        "channel": list_fields.CHANNEL,
    }.items()
    for sign in ("", "-")
}
VOUCHER_TYPES = {"discount": "DISCOUNT_VOUCHER", "loyalty": "LOYALTY_CARD"}


@routes.post("")
def create_publication() -> dict[str, Any]:
    """Gives vouchers of a campaign, or this one, to a customer; makes new ones where the campaign does."""
    join_once = parameters.choice("join_once", ("true", "false")) == "true"
    body = Properties(json_body())
    campaign, count = campaign_and_count(body)
    customer = named_customer(body)
    fields: dict[str, Any] = {name: body.text(name) for name in ("source_id", "channel")}
    fields["metadata"] = body.mapping("metadata")
    with changing() as change:
        metadata.check(change.connection, "publication", fields["metadata"], creating=True)
        if campaign:
            publication = publications.publish_from_campaign(
                change, campaign, count, customer, join_once=join_once, **fields
            )
        else:
            publication = publications.publish_voucher(change, body.text("voucher") or "", customer, **fields)
        if "voucher" in publication:
            publication |= {"voucher": vouchers.get(change.connection, publication["vouchers_id"][0])}
        return with_figures(change.connection, [publication])[0]


@routes.get("")
def list_publications() -> dict[str, Any]:
    """By page, up to 1,000."""
    limit, page = parameters.limit(), pages_allowed()
    order = ORDERS[parameters.choice("order", ORDERS) or "-created_at"]
    with reading() as connection:
        selection = filtered(connection)
        total = selection.total(connection)
        rows = selection.rows(connection, order, limit, (page - 1) * limit)
        shown = with_figures(connection, [json.loads(row["document"]) for row in rows])
    return list_of("publications", shown, total=total)


def campaign_and_count(body: Properties) -> tuple[str | None, int]:
    """The campaign's id or name, and how many of its vouchers; 400 unless the body names a campaign or a voucher."""
    given = body.raw("campaign")
    campaign = Properties({"name": given}) if isinstance(given, str) else body.inner("campaign")
    name = (campaign.text("id") or campaign.text("name")) if campaign else None
    if not name and not body.text("voucher"):
        raise ApiError(400, "missing_vouchers", "Either Campaign or Voucher is required", message="Missing vouchers")
    if name and body.text("voucher"):
        raise invalid_payload("Properties .campaign and .voucher cannot be used together")
    count = campaign.whole_number("count") if campaign else None
    if count is not None and not 1 <= count <= MOST_AT_ONCE:
        bound = "lower than 1" if count < 1 else f"higher than {MOST_AT_ONCE}"
        raise invalid_payload(f"Property .campaign.count cannot be {bound}")
    return name, count or 1


def named_customer(body: Properties) -> dict[str, Any]:
    """The customer's fields; 400 when there are none to know them by."""
    body.demand("customer")
    customer = Properties(body.raw("customer"), ".customer")
    fields = {name: value for name in ("id", "source_id") if (value := customer.text(name))} | profile(customer)
    if not fields:
        raise ApiError(400, "missing_customer", "Customer id or source_id is required", message="Missing customer")
    return fields


def pages_allowed() -> int:
    page = parameters.whole_number("page", 1, 10**9, default=1)
    if page > HIGHEST_PAGE:
        details = f"Property .page cannot be higher than {HIGHEST_PAGE}"
        message = f"Listing resource above {HIGHEST_PAGE} page is not supported"
        raise ApiError(400, "page_over_limit", details, message=message)
    return page


def filtered(connection: Connection) -> Selection:
    """The publications the query's filters leave; all of them must hold."""
    selection = Selection("publications")
    by_customer(connection, selection)
    if code := parameters.text("voucher"):
        selection.where("voucher_code = ?", code)
    for name in ("campaign", "source_id"):
        if value := parameters.text(name):
            selection.where(f"{name} = ?", value)
    if result := parameters.choice("result", ("SUCCESS", "FAILURE")):
        selection.where("result = ?", result)
    if kind := parameters.choice("voucher_type", VOUCHER_TYPES):
        field = list_fields.PUBLICATIONS["voucher_type"]
        condition = field.holds(Sql(f"{field.value} = ?", (VOUCHER_TYPES[kind],)))
        selection.where(condition.clause, *condition.parameters)
    if parameters.choice("is_referral_code", ("true", "false")) == "true":  # false filters nothing
        names = connection.execute("SELECT name FROM campaigns WHERE campaign_type = 'REFERRAL_PROGRAM'")
        selection.among("campaign", [row["name"] for row in names])
    by_filters(selection, list_fields.publications)
    return selection


def with_figures(connection: Connection, shown: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The publications, each customer with the summary, loyalty and referrals of now."""
    return [
        publication | {"customer": publication["customer"] | figures_of(connection, publication["customer_id"])}
        for publication in shown
    ]


def figures_of(connection: Connection, customer_id: str) -> dict[str, Any]:
    customer = customers.find(connection, customer_id) or new_figures()
    return {name: customer[name] for name in FIGURES}
