"""The list of exports, one export, and deleting it."""

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, audited
from webapp.auth.access import NotPermitted, requires
from webapp.auth.permissions import Permission
from webapp.exports import asking_views, download_views
from webapp.exports.blueprint import blueprint
from webapp.exports.pages import may_delete, next_look, show_export
from webapp.exports.presenters import present
from webapp.exports.reading import PAGE_SIZE, export_of, page_of_exports
from webapp.privacy import shown_json
from webapp.rendering import formats, redirect_after_post, render
from webapp.service import voucherify
from webapp.store import exports as requests
from webapp.voucherify.errors import NotFound
from webapp.voucherify.exports import LAST_PAGE

__all__ = ["asking_views", "blueprint", "download_views"]


@blueprint.get("")
@requires(Permission.EXPORTS_READ)
def index() -> Response:
    """A page of all exports of the project, newest first; while one is under way the page looks again by itself."""
    number = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    exports, total = page_of_exports(voucherify(), number)
    rows = [present(export, asked, formats(), shown_json) for export, asked in exports]
    is_running = any(row.is_running for row in rows)
    return render(
        "exports/index.html",
        "exports/_list.html",
        rows=rows,
        total=total,
        number=number,
        last=min(LAST_PAGE, max(1, -(-total // PAGE_SIZE))),
        look=next_look(is_running=is_running),
    )


@blueprint.get("/<identifier:export_id>")
@requires(Permission.EXPORTS_READ)
def page(export_id: str) -> Response:
    """One export: what was asked for, how far it is, its file."""
    return show_export(*export_of(voucherify(), export_id))


@blueprint.get("/<identifier:export_id>/delete")
@requires(Permission.EXPORTS_MAKE)
def ask_delete(export_id: str) -> Response:
    """Whether it is really meant to go."""
    export, asked = export_of(voucherify(), export_id)
    if not may_delete(asked):
        raise NotPermitted(Permission.EXPORTS_OF_PERSONAL_DATA)
    return render("exports/delete.html", row=present(export, asked, formats(), shown_json))


@blueprint.post("/<identifier:export_id>/delete")
@requires(Permission.EXPORTS_MAKE)
def delete(export_id: str) -> AnyResponse:
    """Delete an export with its file; one that somebody else asked for takes the right to exports of all kinds."""
    try:
        export, asked = export_of(voucherify(), export_id)
    except NotFound:
        return _gone(export_id, "This export is deleted already.", "info")
    if not may_delete(asked):
        raise NotPermitted(Permission.EXPORTS_OF_PERSONAL_DATA)
    with audited(Action.EXPORT_DELETED) as attempt:
        attempt.result.update(export=export.id, object=export.exported_object)
        voucherify().exports.delete(export.id)
    return _gone(export_id, "The export and its file are deleted.", "success")


def _gone(export_id: str, words: str, tone: str) -> AnyResponse:
    requests.deleted(export_id)
    flash(words, tone)
    return redirect_after_post(url_for(".index"))
