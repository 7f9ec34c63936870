"""A customer's history, and one entry of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, abort, request

from webapp.audit import Entry, entries_for_customer, find_entry
from webapp.audit.presenters import Mask, present
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customer_page import Section, add_section, begin_visit, render_section
from webapp.history import reading
from webapp.history.observed import observed
from webapp.history.presenters import present_observed
from webapp.paths import row_number
from webapp.privacy import shown_json
from webapp.rendering import render
from webapp.service import voucherify
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.errors import NotFound

blueprint = Blueprint("history", __name__, url_prefix="/customers/<identifier:customer_id>/history")
add_section(blueprint, Section("history", "History", "history.index", place=90))


@blueprint.get("")
@requires(Permission.CUSTOMERS_READ)
def index(customer_id: str) -> Response:
    """What Frontdesk wrote, beside what Voucherify saw."""
    try:
        visit = begin_visit(customer_id, reading.profile_events)
    except NotFound:
        return _of_someone_gone(customer_id)
    customer = visit.customer
    seen, mask = visit.result(reading.profile_events), _mask(customer)
    return render_section(
        visit,
        "history",
        "history/page.html",
        seen=seen,
        observed=[present_observed(each, mask) for each in observed(seen.events)],
        **_entries(customer.id, mask),
    )


def _of_someone_gone(customer_id: str) -> Response:
    """What Frontdesk wrote stays when the customer is gone."""
    found = _entries(customer_id, shown_json)
    if not found["entries"]:
        abort(404)
    return render("history/gone.html", customer_id=customer_id, **found)


def _entries(customer_id: str, mask: Mask) -> dict[str, Any]:
    before = request.args.get("before", type=row_number)
    found = entries_for_customer(customer_id, before=before)
    names = _consent_names(found.entries)
    return {
        "entries": [present(entry, mask, names) for entry in found.entries],
        "next_before": found.next_before,
        "is_first_page": before is None,
    }


@blueprint.get("/<int:entry_id>")
@requires(Permission.CUSTOMERS_READ)
def entry(customer_id: str, entry_id: int) -> Response:
    found = find_entry(entry_id, customer_id) or abort(404)
    try:
        customer = voucherify().customers.get(customer_id)
    except NotFound:
        customer = None
    shown_entry = present(found, _mask(customer), _consent_names([found]))
    return render("history/entry.html", customer_id=customer_id, entry=shown_entry, is_gone=customer is None)


def _mask(customer: Customer | None) -> Mask:
    return lambda value: shown_json(value, customer)


def _consent_names(entries: Sequence[Entry]) -> Mapping[str, str]:
    """Asked for only where an entry is about consents."""
    needed = any(reading.names_consents(entry.changes) for entry in entries)
    return reading.consent_names(voucherify()) if needed else {}
