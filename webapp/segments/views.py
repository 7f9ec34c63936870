"""Segments of a customer, all segments, and who is in one."""

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customer_page import Section, add_section, begin_visit, render_section
from webapp.customer_page.reads import segments as segments_of_customer
from webapp.rendering import render
from webapp.segments import presenters, reading
from webapp.segments.panel import PANEL
from webapp.service import voucherify

blueprint = Blueprint("segments", __name__)
SECTION = Section("segments", "Segments", "segments.of_customer", place=40, panel=PANEL)
add_section(blueprint, SECTION)


@blueprint.get("/customers/<identifier:customer_id>/segments")
@requires(Permission.CUSTOMERS_READ)
def of_customer(customer_id: str) -> Response:
    """The segments of one customer, with their kind and since when, where that can be told."""
    visit = begin_visit(customer_id, segments_of_customer, reading.all_segments, reading.comings_and_goings)
    page = visit.result(segments_of_customer)
    known, seen = visit.full_answer(reading.all_segments), visit.full_answer(reading.comings_and_goings)
    events = seen.value.events if seen.is_there else ()
    kinds = {each.id: each.type or "" for each in known.value.items} if known.is_there else {}
    return render_section(
        visit,
        SECTION.name,
        "segments/of_customer.html",
        memberships=presenters.memberships(page.items, events, kinds),
        departures=presenters.departures(page.items, events),
        lacks_activity=not seen.is_there,
        lacks_kinds=not known.is_there,
    )


@blueprint.get("/segments")
@requires(Permission.CUSTOMERS_READ)
def index() -> Response:
    """All segments of the project."""
    page = reading.all_segments(voucherify())
    return render(
        "segments/index.html",
        rows=presenters.rows_of(page.items),
        total=len(page.items) if page.total is None else page.total,
        meanings={words: presenters.MEANINGS[kind] for kind, words in presenters.KINDS.items()},
    )
