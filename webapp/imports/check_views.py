"""What the check found, correcting single rows, and going on to the dry run."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, abort, flash, request, stream_with_context, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from webapp import sheets
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.imports import fixing
from webapp.imports.jobs import check_of, start_check
from webapp.imports.pages import change_set_url, find_or_404, lease_name, step_urls
from webapp.imports.presenters import check_page
from webapp.imports.presenters.listing import details
from webapp.imports.running import start_dry_run
from webapp.jobs.presenters import progress_of
from webapp.paths import row_number
from webapp.privacy import shown_json
from webapp.rendering import redirect_after_post, render, wants_fragment
from webapp.store import import_findings, submissions
from webapp.store.import_findings import Filter
from webapp.store.imports import Listed
from webapp.store.leases import leased

PAGE_SIZE = 25
CODE = "code:"
SAID = {
    fixing.Result.FINE: ("Line {} is fine now.", "success"),
    fixing.Result.WARNINGS: ("Line {} is corrected and will be imported. Warnings are left.", "success"),
    fixing.Result.CHECKING: (
        "Line {} is corrected. Its key may matter to other rows, so the file is checked again.",
        "info",
    ),
}


@requires(Permission.CUSTOMERS_IMPORT)
def page(import_id: int) -> AnyResponse:
    """Where the check has got to, or what it found. `fix` is the line of a row to be corrected."""
    found = find_or_404(import_id)
    if found.record.mapping is None and not found.is_erased:
        return redirect_after_post(url_for("imports.map_columns", import_id=import_id))
    return _page(found, fix=request.args.get("fix", type=row_number))


@requires(Permission.CUSTOMERS_IMPORT)
def correct_row(import_id: int, line: int) -> AnyResponse:
    """Check the cells that were typed for one row, and keep them in place of the file's."""
    with leased(lease_name(import_id)):
        found = find_or_404(import_id)
        row = import_findings.find(import_id, line)
        if found.check is None or found.is_erased or row is None:
            flash("This row was corrected already, or the file is being checked again.", "info")
            return redirect_after_post(url_for("imports.page", import_id=import_id))
        result = fixing.correct(found, row, request.form.getlist("cell"), current_user.id)
    if result is fixing.Result.ERRORS:
        return _page(find_or_404(import_id), fix=line, status=422, problem=f"Line {line:,} still has errors.")
    sentence, category = SAID[result]
    if wants_fragment() and result is not fixing.Result.CHECKING:
        return _page(find_or_404(import_id), news=sentence.format(f"{line:,}"))
    flash(sentence.format(f"{line:,}"), category)
    return redirect_after_post(url_for("imports.page", import_id=import_id, **_place()))


@requires(Permission.CUSTOMERS_IMPORT)
def rows_csv(import_id: int) -> Response:
    """The rows with findings that the filter lets through: the original columns, then the line and the reasons."""
    found = find_or_404(import_id)
    if found.check is None or found.is_erased:
        abort(404)
    lines = sheets.lines(_sheet_rows(found, _filter(request.args.get("show", ""))), importable=True)
    headers = {"Content-Disposition": f'attachment; filename="import-{import_id}-rows.csv"'}
    return Response(stream_with_context(lines), content_type="text/csv; charset=utf-8", headers=headers)


@requires(Permission.CUSTOMERS_IMPORT)
def check_again(import_id: int) -> AnyResponse:
    """Have the file checked once more, where the last time came to nothing."""
    found = find_or_404(import_id)
    job = check_of(import_id)
    if found.record.mapping and not found.is_erased and (job is None or job.state.has_ended):
        start_check(import_id, current_user.id)
    return redirect_after_post(url_for("imports.page", import_id=import_id))


@requires(Permission.CUSTOMERS_IMPORT)
def dry_run(import_id: int) -> AnyResponse:
    """Make a change set of the rows without errors, once for a page however often its button is pressed."""
    found = find_or_404(import_id)
    is_ready = found.check is not None and not found.is_erased and found.check.rows > found.check.rows_with_errors
    if not is_ready:
        flash("There is nothing to run: the file is not checked, or all of its rows have errors.", "warning")
        return redirect_after_post(url_for("imports.page", import_id=import_id))
    if submissions.begin(request.form.get("token", "")):
        change_set_id = start_dry_run(found, current_user.id)
        return redirect_after_post(url_for("changesets.page", change_set_id=change_set_id))
    return redirect_after_post(change_set_url(import_id) or url_for("imports.page", import_id=import_id))


def _page(found: Listed, *, fix: int | None = None, status: int = 200, news: str = "", problem: str = "") -> Response:
    job = check_of(found.record.id)
    context: dict[str, Any] = {
        "found": found,
        "details": details(found),
        "step_urls": step_urls(found),
        "change_set_url": change_set_url(found.record.id),
        "job": progress_of(job) if job and found.check is None else None,
        "is_running": job is not None and not job.state.has_ended,
        "news": news,
        "problem": problem,
    }
    if found.check is not None and not found.is_erased:
        context |= _findings(found, fix)
    return render("imports/check.html", "imports/_check.html", status=status, **context)


def _findings(found: Listed, fix: int | None) -> dict[str, Any]:
    check, place = found.check, _place()
    assert check is not None  # noqa: S101 - for the type checker
    show = place.get("show", "")
    total = import_findings.count(found.record.id, _filter(show))
    last_page = max(1, -(-total // PAGE_SIZE))
    number = min(place.get("page", 1), last_page)
    rows = import_findings.page(found.record.id, _filter(show), PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return {
        "table": check_page.table(rows, found.record.headers, found.record.mapping or {}, shown_json),
        "choices": check_page.choices(check, show),
        "total": total,
        "show": show,
        "number": number,
        "last_page": last_page,
        "fix": fix,
        "token": secrets.token_urlsafe(24),
        "to_import": check.rows - check.rows_with_errors,
        "rows_fine": check.rows - check.rows_with_errors - check.rows_with_warnings,
        "not_stored": check.rows_with_errors + check.rows_with_warnings - check.stored_rows,
    }


def _sheet_rows(found: Listed, wanted: Filter) -> Iterator[Sequence[str]]:
    headers = found.record.headers
    yield [*headers, "Line", sheets.REASON]
    for row in import_findings.every_row(found.record.id, wanted):
        cells = [*row.cells[: len(headers)], *[""] * (len(headers) - len(row.cells))]
        yield [*cells, str(row.line), check_page.reasons(row.findings, headers)]


def _filter(show: str) -> Filter:
    if show.startswith(CODE):
        return Filter(code=show.removeprefix(CODE))
    return Filter(level=show if show in {import_findings.ERROR, import_findings.WARNING} else "")


def _place() -> dict[str, Any]:
    """Where in the list the person is, as the address tells it."""
    place: dict[str, Any] = {
        "show": request.values.get("show", ""),
        "page": request.values.get("page", type=row_number),
    }
    return {name: value for name, value in place.items() if value and (name != "page" or value > 1)}
