"""A change of many customers, from dry run to undo. Importing the modules attaches views and registers jobs."""

from flask import Response, flash, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.changesets import confirm_views, file_views, starting, work
from webapp.changesets.blueprint import blueprint
from webapp.changesets.pages import can_be_undone, find, show_page, to_page
from webapp.changesets.undoing import UNDO, begin_undo
from webapp.store import change_sets

__all__ = ["blueprint", "confirm_views", "file_views", "work"]


@blueprint.get("")
@requires(Permission.CUSTOMERS_EDIT_IN_BULK)
def page(change_set_id: int) -> Response:
    """Where the change set is, and everything to decide or to know at that point."""
    change_set, origin = find(change_set_id)
    return show_page(change_set, origin)


@blueprint.post("/dry-run")
@requires(Permission.CUSTOMERS_EDIT_IN_BULK)
def look_again(change_set_id: int) -> AnyResponse:
    """Begin the dry run anew."""
    change_set, _ = find(change_set_id)
    if not starting.look_again(change_set, current_user.id, in_full="in_full" in request.form):
        flash("It is being looked at already, or has been run.", "warning")
    return to_page(change_set_id)


@blueprint.post("/go-on")
@requires(Permission.CUSTOMERS_EDIT_IN_BULK)
def go_on(change_set_id: int) -> AnyResponse:
    """Take up a run again that trouble has ended."""
    change_set, _ = find(change_set_id)
    if not starting.go_on(change_set):
        flash("The run goes on already, or has ended.", "warning")
    return to_page(change_set_id)


@blueprint.post("/undo")
@requires(Permission.CHANGES_UNDO)
def undo(change_set_id: int) -> AnyResponse:
    """Make the change set that takes this one back; once, however often this is sent."""
    change_set, _ = find(change_set_id)
    if not can_be_undone(change_set):
        flash("There is nothing to take back, or its old values are kept no longer.", "warning")
        return to_page(change_set_id)
    begun = starting.latest_of(UNDO, change_set_id)
    if begun is not None and begun.state not in (change_sets.DONE, change_sets.CANCELED):
        return to_page(begun.id)
    return to_page(begin_undo(change_set, current_user.id))
