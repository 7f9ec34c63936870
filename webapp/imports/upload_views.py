"""The list of imports, and handing over a file."""

from flask import Response, current_app, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from webapp import sheets
from webapp.audit import Action, record
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.changesets import latest_of
from webapp.imports.jobs import check_of
from webapp.imports.mapping import read_schema
from webapp.imports.pages import change_set_url
from webapp.imports.presenters import listing
from webapp.imports.running import ORIGIN
from webapp.imports.template_file import template_headers
from webapp.imports.uploading import take_in
from webapp.paths import row_number
from webapp.rendering import redirect_after_post, render
from webapp.service import voucherify
from webapp.store import imports
from webapp.store.imports import Listed
from webapp.tables import UnreadableTable
from webapp.uploads import LARGEST_FILE, kept_for

PAGE_SIZE = 25
TOO_LARGE = f"This file is larger than {LARGEST_FILE // 1024 // 1024} MB, which is the most that is taken. Split it."
NOT_CHOSEN = "Choose a file first."


@requires(Permission.CUSTOMERS_IMPORT)
def index() -> Response:
    """Everybody's imports, newest first."""
    before = request.args.get("before", type=row_number)
    found = imports.newest(PAGE_SIZE + 1, before=before)
    rows = [_row(each) for each in found[:PAGE_SIZE]]
    next_before = rows[-1].import_id if len(found) > PAGE_SIZE else None
    return render("imports/index.html", rows=rows, next_before=next_before, is_first_page=before is None)


@requires(Permission.CUSTOMERS_IMPORT)
def new() -> Response:
    return _form()


@requires(Permission.CUSTOMERS_IMPORT)
def upload() -> AnyResponse:
    """Take in a file that can be read as a table, and go on to its columns."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _form(NOT_CHOSEN, status=422)
    try:
        import_id = take_in(file.stream, name=file.filename, owner_id=current_user.id)
    except UnreadableTable as flaw:
        return _form(flaw.sentence, status=422)
    kept = imports.get(import_id).file
    record(Action.IMPORT_UPLOADED, number=import_id, file=kept.name, size=kept.size, sha256=kept.sha256)
    return redirect_after_post(url_for("imports.map_columns", import_id=import_id))


def too_large(_error: RequestEntityTooLarge) -> Response:
    """Answer whoever sends more than a file may hold, or more than any other form of this room."""
    return _form(TOO_LARGE, status=413)


@requires(Permission.CUSTOMERS_IMPORT)
def template() -> Response:
    """A file with the headers of this project and no rows."""
    lines = sheets.lines([template_headers(read_schema(voucherify()))])
    headers = {"Content-Disposition": 'attachment; filename="customers.csv"'}
    return Response(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _row(found: Listed) -> listing.Row:
    import_id = found.record.id
    job = check_of(import_id) if found.check is None else None
    return listing.row(
        found,
        job,
        latest_of(ORIGIN, import_id),
        change_set_url(import_id),
        needs_second_person=current_app.extensions["settings"].import_needs_second_person,
    )


def _form(problem: str = "", *, status: int = 200) -> Response:
    return render("imports/new.html", status=status, problem=problem, largest=LARGEST_FILE, kept_days=kept_for().days)
