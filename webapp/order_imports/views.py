"""Importing orders: hand over a file, see what is wrong and what exists already, have it run, see what came of it."""

import json
from collections.abc import Iterator

from flask import Blueprint, Response, abort, flash, request, stream_with_context, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from webapp import sheets, uploads
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.jobs.presenters import progress_of
from webapp.order_imports.check_job import check_of, start_check
from webapp.order_imports.comparing import SAME
from webapp.order_imports.files import look_at
from webapp.order_imports.findings import FLAWS, Level, UnreadableFileError
from webapp.order_imports.forms import UploadForm
from webapp.order_imports.presenters import results_of, row_of, summary_of
from webapp.order_imports.reading import read_schema
from webapp.order_imports.run_job import run_of, start_run
from webapp.rendering import redirect_after_post, render
from webapp.service import voucherify
from webapp.store import order_imports
from webapp.store.order_imports import Found
from webapp.tables import UnreadableTable
from webapp.uploads import LARGEST_FILE, let_files_in
from webapp.voucherify.errors import VoucherifyError
from webapp.voucherify.orders import MOST_IMPORTED

NEWEST = 10
MOST_SHOWN = 200
NOT_CHOSEN = "Choose a file first."
TOO_LARGE = f"This file is larger than {LARGEST_FILE // 1024 // 1024} MB, which is the most that is taken. Split it."

blueprint = Blueprint("order_imports", __name__, url_prefix="/orders/import")
let_files_in(blueprint, "upload", Permission.ORDERS_IMPORT)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Response:
    return _form(UploadForm(), TOO_LARGE, status=413)


@blueprint.get("")
@requires(Permission.ORDERS_IMPORT)
def new() -> Response:
    """The form, and the newest imports."""
    return _form(UploadForm())


@blueprint.post("")
@requires(Permission.ORDERS_IMPORT)
def upload() -> AnyResponse:
    """Keep a file that can be one of orders, and have it checked."""
    form = UploadForm(request.form)
    form.offer_keys(_keys_for_dates())
    file = request.files.get("file")
    is_valid = form.validate()
    if file is None or not file.filename:
        return _form(form, NOT_CHOSEN, status=422)
    try:
        look_at(file.stream)
    except (UnreadableTable, UnreadableFileError) as flaw:
        return _form(form, str(flaw), status=422)
    if not is_valid:
        return _form(form, status=422)
    kept = uploads.keep(file.stream, name=file.filename, owner_id=current_user.id)
    import_id = order_imports.create(
        kept.id, current_user.id, amounts=form.amounts.data, date_key=form.date_key.data or ""
    )
    start_check(import_id, current_user.id)
    return redirect_after_post(url_for(".page", import_id=import_id))


@blueprint.get("/<int:import_id>")
@requires(Permission.ORDERS_IMPORT)
def page(import_id: int) -> Response:
    """Where an import is: its check, what it would do, how far it is, what came of it."""
    found = _found(import_id)
    check, run = check_of(import_id), run_of(import_id)
    has_open_parts = order_imports.next_part(import_id) is not None
    summary = summary_of(found, check, run, has_open_parts=has_open_parts)
    has_ended = run is not None and run.state.has_ended
    job = run or check
    return render(
        "order_imports/page.html",
        import_id=import_id,
        file=found.file,
        who=found.who,
        record=found.record,
        summary=summary,
        job=progress_of(job) if job else None,
        findings=order_imports.findings(import_id, FLAWS, MOST_SHOWN),
        changes=order_imports.findings(import_id, [Level.CHANGE], MOST_SHOWN),
        unchanged=SAME,
        errors=order_imports.count_findings(import_id, Level.ERROR.value),
        warnings=order_imports.count_findings(import_id, Level.WARNING.value),
        failed=order_imports.failed(import_id) if has_ended else (),
        results=results_of(order_imports.tally(import_id), found.record.wrong or 0) if has_ended else (),
    )


@blueprint.post("/<int:import_id>/check")
@requires(Permission.ORDERS_IMPORT)
def check_again(import_id: int) -> AnyResponse:
    """Check a file again, after a check that did not come to its end."""
    found = _found(import_id)
    summary = summary_of(found, check_of(import_id), None, has_open_parts=False)
    if summary.can_check_again:
        start_check(import_id, current_user.id)
    return redirect_after_post(url_for(".page", import_id=import_id))


@blueprint.post("/<int:import_id>/run")
@requires(Permission.ORDERS_IMPORT)
def run(import_id: int) -> AnyResponse:
    """Have the orders without errors sent, or what is left of them; sending the form twice sends nothing twice."""
    found = _found(import_id)
    has_open_parts = order_imports.next_part(import_id) is not None
    summary = summary_of(found, check_of(import_id), run_of(import_id), has_open_parts=has_open_parts)
    is_first = summary.can_run and order_imports.approve(import_id, current_user.id, MOST_IMPORTED)
    if is_first or summary.can_go_on:
        start_run(import_id, current_user.id)
    else:
        flash("This import is under way or over already; nothing was sent anew.", "info")
    return redirect_after_post(url_for(".page", import_id=import_id))


@blueprint.get("/<int:import_id>/failed.csv")
@requires(Permission.ORDERS_IMPORT)
def failed_csv(import_id: int) -> Response:
    """What the check found and what the API did not take, with the order as it was sent."""
    _found(import_id)
    headers = {"Content-Disposition": f'attachment; filename="orders-import-{import_id}-failed.csv"'}
    lines = stream_with_context(sheets.lines(_failed_rows(import_id), importable=True))
    return Response(lines, content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.get("/<int:import_id>/not-taken.json")
@requires(Permission.ORDERS_IMPORT)
def not_taken_json(import_id: int) -> Response:
    """The orders that the API did not take, as they were sent: amended, the file can be imported (in hundredths)."""
    _found(import_id)
    documents = [order.document for order in order_imports.failed(import_id)]
    headers = {"Content-Disposition": f'attachment; filename="orders-import-{import_id}-not-taken.json"'}
    text = json.dumps(documents, ensure_ascii=False, indent=2)
    return Response(text, content_type="application/json; charset=utf-8", headers=headers)


def _failed_rows(import_id: int) -> Iterator[tuple[str, ...]]:
    yield ("place", "source_id", "what", "reason", "order as JSON")
    for finding in order_imports.findings(import_id, FLAWS):
        yield (str(finding.line), finding.source_id, finding.level, finding.sentence, "")
    for order in order_imports.failed(import_id):
        document = json.dumps(order.document, ensure_ascii=False)
        yield (str(order.line), order.source_id, "not taken", order.failure or "", document)


def _found(import_id: int) -> Found:
    return order_imports.find(import_id) or abort(404)


def _form(form: UploadForm, problem: str = "", *, status: int = 200) -> Response:
    form.offer_keys(_keys_for_dates())
    newest = order_imports.newest(NEWEST)
    return render(
        "order_imports/new.html",
        status=status,
        form=form,
        problem=problem,
        largest=LARGEST_FILE,
        rows=[row_of(found, check_of(found.record.id), run_of(found.record.id)) for found in newest],
    )


def _keys_for_dates() -> list[str]:
    """None where the schema cannot be read just now; the check says then what is wrong."""
    try:
        return read_schema(voucherify()).keys_for_dates()
    except VoucherifyError:
        return []
