"""/v1/customers: one customer and the list."""

from typing import Any

from flask import Blueprint, Response

from webapp.sandbox import parameters
from webapp.sandbox.customer_payload import profile
from webapp.sandbox.listing import Selection
from webapp.sandbox.payload import Properties, json_body
from webapp.sandbox.rules import customers
from webapp.sandbox.rules.customer_shape import presented
from webapp.sandbox.wire import invalid_query, list_of, no_content, not_found
from webapp.sandbox.world import changing, reading

routes = Blueprint("customers", __name__, url_prefix="/v1/customers")

HIGHEST_PAGE = 99
# The API's order -> the column behind it.
ORDERS = {
    sign + name: sign + column
    for name, column in (("created_at", "created_at"), ("updated_at", "touched_at"), ("source_id", "source_id"))
    for sign in ("", "-")
}
BOUNDS = {"after": ">", "before": "<"}
SHORTEST_INDEXED_NAME = 3  # the name index holds trigrams


@routes.post("")
def create_customer() -> dict[str, Any]:
    """Always 200; a known `id` or `source_id` is updated, `{}` makes somebody new."""
    body = Properties(json_body())
    fields = {name: body.text(name) for name in ("id", "source_id") if name in body} | profile(body)
    with changing() as change:
        return customers.upsert(change, fields)


@routes.get("")
def list_customers() -> dict[str, Any]:
    """By page or cursor, whose direction follows the order; filters hold together."""
    limit, page = parameters.limit(), parameters.page(HIGHEST_PAGE)
    order, cursor = parameters.choice("order", ORDERS), parameters.moment("starting_after")
    if cursor and order and "source_id" in order:
        raise invalid_query("Property .starting_after cannot be combined with .order by source_id")
    column = ORDERS[order or "-created_at"]
    if any(parameters.text(f"updated_at[{bound}]") for bound in BOUNDS):
        column = column.replace("touched_at", "updated_at")  # the same for everyone that filter leaves
    selection = filtered(column.lstrip("-"))
    with reading() as connection:
        total = selection.total(connection)
        rows = selection.rows(connection, column, limit + 1, (page - 1) * limit, cursor)
    shown = [presented(dict(row)) for row in rows[:limit]]
    return list_of("customers", shown, total=total, has_more=len(rows) > limit)


@routes.get("/<identifier:customer_id>")
def get_customer(customer_id: str) -> dict[str, Any]:
    """By id or source_id; the only answer with `assets`."""
    with reading() as connection:
        customer = customers.find(connection, customer_id)
    if customer is None:
        raise not_found("customer", customer_id)
    preferences = f"https://preferences.example.org/{customer['id']}"
    return customer | {"assets": {"cockpit_url": preferences, "cockpit_preference_center_url": preferences}}


@routes.put("/<identifier:customer_id>")
def update_customer(customer_id: str) -> dict[str, Any]:
    """What is not sent stays; never makes a customer."""
    fields = profile(Properties(json_body()))
    with changing() as change:
        customer = customers.update(change, customer_id, fields)
    if customer is None:
        raise not_found("customer", customer_id)
    return customer


@routes.delete("/<identifier:customer_id>")
def delete_customer(customer_id: str) -> Response:
    """Takes everything of the customer along and frees the source_id."""
    with changing() as change:
        found = customers.delete(change, customer_id)
    if not found:
        raise not_found("customer", customer_id)
    return no_content()


@routes.post("/<identifier:customer_id>/permanent-deletion")
def delete_customer_permanently(customer_id: str) -> dict[str, Any]:
    """The same without a trace; counts what it removed, as a `pernament_deletion`."""
    with changing() as change:
        deletion = customers.delete_permanently(change, customer_id)
    if deletion is None:
        raise not_found("customer", customer_id)
    return deletion


def filtered(order: str) -> Selection:
    """The customers the query's filters leave; all of them must hold. `order` is the column they are listed by."""
    selection = Selection("customers")
    if email := parameters.text("email"):
        selection.where("email_folded = ?", email.casefold(), test="+email_folded = ?")
    if city := parameters.text("city"):
        selection.where("city_folded = ?", city.casefold(), test="+city_folded = ?")
    if name := parameters.text("name"):
        by_name(selection, name.casefold())
    if segment_id := parameters.text("segment_id"):
        of_segment = "segment = (SELECT sequence FROM segments WHERE id = ?)"
        members = f"FROM segment_members AS member WHERE {of_segment}"
        selection.where(
            f"sequence IN (SELECT sequence {members})",
            segment_id,
            test=f"EXISTS (SELECT 1 {members} AND member.sequence = customers.sequence)",
            count=f"SELECT count(*) {members}",
            kept=("segment_members", of_segment),
        )
    for name in ("created_at", "updated_at"):
        by_time(selection, name, name if order == name else f"+{name}")
    return selection


def by_name(selection: Selection, name: str) -> None:
    contains = "instr(name_folded, ?) > 0"
    if len(name) < SHORTEST_INDEXED_NAME or "\0" in name:
        selection.where(contains, name)
    else:
        phrase = """'"' || replace(?, '"', '""') || '"'"""
        found = f"FROM customer_names WHERE customer_names MATCH {phrase}"
        selection.where(
            f"sequence IN (SELECT rowid {found})",
            name,
            test=contains,
            count=f"SELECT count(*) {found}",
        )


def by_time(selection: Selection, name: str, tested: str) -> None:
    """The window of `name[after]` and `name[before]`, both exclusive."""
    bounds = {
        operator: moment for bound, operator in BOUNDS.items() if (moment := parameters.moment(f"{name}[{bound}]"))
    }
    if bounds:
        seek, test = (" AND ".join(f"{column} {operator} ?" for operator in bounds) for column in (name, tested))
        selection.where(seek, *bounds.values(), test=test)
