"""Searching the audit trail, reading one entry, exporting what was found."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, redirect, request, stream_with_context, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, find_entry, record
from webapp.audit.entries import every_entry, search_entries
from webapp.audit.presenters import present
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.paths import row_number
from webapp.privacy import shown_json
from webapp.rendering import render
from webapp.service import voucherify
from webapp.store import audit_search, saved_searches
from webapp.trail import export as exporting
from webapp.trail.forms import TrailForm
from webapp.trail.searching import criteria_of
from webapp.voucherify.errors import NotFound

API_ID_PREFIX = "cust_"

blueprint = Blueprint("trail", __name__, url_prefix="/audit")


@blueprint.get("")
@requires(Permission.AUDIT_READ)
def index() -> Response:
    """Entries, newest first. The address carries the search's opaque id, never what was asked for."""
    search_id = request.args.get("search", "")
    criteria = saved_searches.recall(current_user.id, search_id) if search_id else {}
    if criteria is None:
        return _page(TrailForm(), status=404, forgotten=True)
    form = TrailForm(MultiDict(criteria))
    wanted = criteria_of(form.data, _zone())
    before = request.args.get("before", type=row_number)
    found = search_entries(wanted, before=before)
    return _page(
        form,
        entries=[present(entry, shown_json) for entry in found.entries],
        next_before=found.next_before,
        is_first_page=before is None,
        total=audit_search.count(wanted),
        search_id=search_id,
    )


@blueprint.post("/search")
@requires(Permission.AUDIT_READ)
def search() -> AnyResponse:
    form = TrailForm(request.form)
    if not form.validate():
        return _page(form, status=422)
    criteria = form.criteria()
    if "customer" in criteria:
        criteria["customer"] = _api_id(criteria["customer"])
    search_id = saved_searches.remember(current_user.id, criteria) if criteria else None
    return redirect(url_for(".index", search=search_id), 303)


@blueprint.get("/<int:entry_id>")
@requires(Permission.AUDIT_READ)
def entry(entry_id: int) -> Response:
    found = find_entry(entry_id) or abort(404)
    return render("trail/entry.html", entry=present(found, shown_json))


@blueprint.post("/export")
@requires(Permission.AUDIT_EXPORT)
def export() -> Response:
    """All entries of a search as CSV, sent while they are read. That it was taken is an entry itself."""
    criteria = saved_searches.recall(current_user.id, request.form.get("search", "")) or {}
    wanted = criteria_of(TrailForm(MultiDict(criteria)).data, _zone())
    record(Action.AUDIT_EXPORTED, entries=audit_search.count(wanted))
    lines = stream_with_context(exporting.lines(every_entry(wanted), shown_json))
    name = f"audit-{datetime.now(UTC):%Y-%m-%d-%H%M}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _page(form: TrailForm, *, status: int = 200, **context: Any) -> Response:
    form.offer_people(audit_search.actors())
    return render("trail/page.html", status=status, form=form, **context)


def _api_id(identifier: str) -> str:
    """The API's id for a source id; the text itself where there is no such customer, or not any more."""
    if identifier.startswith(API_ID_PREFIX):
        return identifier
    try:
        return voucherify().customers.get(identifier).id
    except (NotFound, ValueError):
        return identifier


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.extensions["settings"].timezone)
