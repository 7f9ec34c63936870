"""Saying yes to a dry run: by the person who made it, and by a second one where the project asks for that."""

from flask import flash, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, audited
from webapp.auth.access import NotPermitted, may, requires
from webapp.auth.permissions import Permission
from webapp.changesets import confirming
from webapp.changesets.blueprint import blueprint
from webapp.changesets.confirming import Choices, count_with, demands_of
from webapp.changesets.forms import ConfirmForm
from webapp.changesets.pages import find, show_page, to_page
from webapp.store import change_sets

NOT_WHAT_YOU_SAW = "This is not what you saw any more: look at what stands there now."


@blueprint.post("/run")
@requires(Permission.CUSTOMERS_EDIT_IN_BULK)
def run(change_set_id: int) -> AnyResponse:
    """Confirm and begin. A form that is sent twice begins one run."""
    change_set, origin = find(change_set_id)
    if change_set.state != change_sets.READY:
        return to_page(change_set_id)
    demands = demands_of(change_set, origin)
    form = ConfirmForm(request.form)
    choices = Choices(one_by_one=bool(form.one_by_one.data), delete=bool(form.delete.data))
    if choices.delete and not may(Permission.CUSTOMERS_DELETE):
        raise NotPermitted(Permission.CUSTOMERS_DELETE)
    count = count_with(demands, choices)
    form.ask_for(count if demands.must_type else None)
    if demands.stopped_by or demands.second_person:
        return show_page(change_set, origin, form, status=409)
    if not count:
        form.typed.errors = ["Nothing would be written. Choose what is to be done."]
        return show_page(change_set, origin, form, status=422)
    if not form.validate():
        return show_page(change_set, origin, form, status=422)
    if not confirming.run(change_set, origin, form.seen_as.data or "", choices):
        flash(NOT_WHAT_YOU_SAW, "warning")
    return to_page(change_set_id)


@blueprint.post("/approve")
@requires(Permission.CUSTOMERS_EDIT_IN_BULK)
def approve(change_set_id: int) -> AnyResponse:
    """A second person's yes, which belongs to one dry run."""
    change_set, origin = find(change_set_id)
    if current_user.id == change_set.owner_id:
        flash("Somebody else has to approve what you made.", "warning")
        return to_page(change_set_id)
    if demands_of(change_set, origin).stopped_by:
        return to_page(change_set_id)
    with audited(Action.CHANGES_APPROVED) as attempt:
        attempt.result.update({"change set": change_set_id, "digest": change_set.digest})
        if not change_sets.approve(change_set_id, request.form.get("seen_as", ""), current_user.id):
            attempt.result["refused"] = "another dry run had taken its place"
            flash(NOT_WHAT_YOU_SAW, "warning")
    return to_page(change_set_id)
