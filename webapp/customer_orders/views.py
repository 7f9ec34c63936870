"""The orders of one customer."""

from datetime import UTC, datetime

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customer_orders.panel import PANEL, codes_of
from webapp.customer_orders.presenters import orders_in, over_time
from webapp.customer_orders.reading import read_orders
from webapp.customer_page import Section, add_section, begin_visit, render_section
from webapp.customer_page.feed import Sightings
from webapp.customer_page.reads import redeemables
from webapp.privacy import shown
from webapp.voucherify import Voucherify

blueprint = Blueprint("customer_orders", __name__)
SECTION = Section("orders", "Orders", "customer_orders.page", place=30, panel=PANEL, is_wide=True)
add_section(blueprint, SECTION)


@blueprint.get("/customers/<identifier:customer_id>/orders")
@requires(Permission.CUSTOMERS_READ)
def page(customer_id: str) -> Response:
    """The orders that the activity tells of; `before` (a time stamp) looks further back."""
    until = _until()

    def read(client: Voucherify, customer_id: str) -> Sightings:
        return read_orders(client, customer_id, until)

    visit = begin_visit(customer_id, read, redeemables)
    seen: Sightings = visit.result(read)
    held = visit.answer(redeemables)
    orders = orders_in(seen.events, lambda order: shown(order, visit.customer), codes_of(held.value))
    older_url = None
    if seen.since:
        older_url = url_for(".page", customer_id=visit.customer.id, before=seen.since.isoformat())
    return render_section(
        visit,
        SECTION.name,
        "customer_orders/page.html",
        orders=orders,
        over_time=over_time(orders, visit.read_at.date()),
        since=seen.since,
        until=until,
        older_url=older_url,
        known_total=visit.customer.summary.orders.total_count,
        counted=sum(order.counts for order in orders),
    )


def _until() -> datetime | None:
    given = request.args.get("before", "")
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        abort(400)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
