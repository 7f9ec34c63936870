"""Changing a customer's profile: the form, what would change, and saving it. The steps are buttons of one form."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, Attempt, audited
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customer_page import Action as Button
from webapp.customer_page import add_action, read_customer
from webapp.editing.drafts import Base, Draft, all_inputs
from webapp.editing.merging import Merged, merge
from webapp.editing.pages import base_of, keep_what_was_typed, sent_base, show_form, show_preview, show_unknown, zone
from webapp.editing.preview_page import checked, source_id_note
from webapp.editing.profiles import same, value_at, writable
from webapp.editing.reading import read_schema
from webapp.editing.refusals import errors_by_field
from webapp.formats import counted
from webapp.rendering import redirect_after_post
from webapp.service import voucherify
from webapp.side_by_side import side_by_side
from webapp.store.leases import LeaseTakenError, leased
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.errors import InvalidRequest, VoucherifyError

blueprint = Blueprint("editing", __name__, url_prefix="/customers")
blueprint.register_error_handler(CSRFError, keep_what_was_typed)
add_action(blueprint, Button("Edit", "editing.edit", place=10, permission=Permission.CUSTOMERS_EDIT))

NOTHING_TO_SAVE = "Nothing was changed, so nothing was sent."


@blueprint.get("/<identifier:customer_id>/edit")
@requires(Permission.CUSTOMERS_EDIT)
def edit(customer_id: str) -> AnyResponse:
    """The form with the customer as stored now."""
    client = voucherify()
    customer, schema = side_by_side(lambda: read_customer(customer_id), lambda: read_schema(client))
    if customer.id != customer_id:  # a source id may be personal, so it does not stay in the address
        return redirect(url_for(".edit", customer_id=customer.id))
    return show_form(base_of(customer, schema=schema), Draft(), source_id_note=source_id_note(customer))


@blueprint.post("/<identifier:customer_id>/edit")
@requires(Permission.CUSTOMERS_EDIT)
def change(customer_id: str) -> AnyResponse:
    """One step on the way to a saved change. Nothing is written but by the step "save"."""
    draft, step = Draft.from_form(request.form), request.form.get("step")
    base = sent_base(customer_id)
    if base is None:
        return _begin_again(customer_id, draft)
    if step == "add-key":
        return show_form(base, draft.with_another_key())
    if step == "back":
        return show_form(base, draft)
    try:
        if step == "check":
            return _check(base, draft)
        if step == "save":
            with leased(f"customer {customer_id}"):
                return _save(base, draft)
        return _preview(base, draft)
    except VoucherifyError as error:
        return show_form(base, draft, failure=error)
    except LeaseTakenError:
        return show_form(base, draft, status=409, is_taken=True)


def _preview(base: Base, draft: Draft) -> AnyResponse:
    customer = read_customer(base.customer_id)
    merged = merge(base, draft, writable(customer.raw), zone())
    return _next_step(base, draft, merged, customer) or show_preview(base, draft, merged, customer)


def _save(base: Base, draft: Draft) -> AnyResponse:
    customer = read_customer(base.customer_id)
    merged = merge(base, draft, writable(customer.raw), zone())
    instead = _next_step(base, draft, merged, customer)
    if instead is not None:
        return instead
    try:
        with audited(Action.CUSTOMER_UPDATED, customer_id=customer.id, changes=merged.changes) as attempt:
            stored = voucherify().customers.update(customer.id, **merged.update)
    except InvalidRequest as error:
        return _refused(base, draft, error)
    except VoucherifyError as error:
        if error.outcome_unknown:
            return show_unknown(base, draft, changes=merged.changes, failure=error)
        raise
    _say_what_was_saved(merged, stored, attempt)
    return redirect_after_post(url_for("customers.profile", customer_id=customer.id))


def _next_step(base: Base, draft: Draft, merged: Merged, customer: Customer) -> AnyResponse | None:
    """Where to go when it cannot be saved as it is: to the form, to a choice, or home when nothing is left to do."""
    if merged.errors:
        return show_form(base, draft, status=422, errors=merged.errors, source_id_note=source_id_note(customer))
    if merged.undecided:
        return show_preview(base, draft, merged, customer, status=409)
    if not merged.values:
        flash(NOTHING_TO_SAVE, "info")
        return redirect_after_post(url_for("customers.profile", customer_id=customer.id))
    return None


def _refused(base: Base, draft: Draft, error: InvalidRequest) -> Response:
    by_field = errors_by_field(error, all_inputs(base, draft, zone()))
    if not by_field:
        return show_form(base, draft, failure=error)
    return show_form(base, draft, status=422, errors=by_field)


def _say_what_was_saved(merged: Merged, stored: Customer, attempt: Attempt) -> None:
    profile = writable(stored.raw)
    is_as_sent = all(same(value_at(profile, change.path), change.new) for change in merged.changes)
    said = f"{counted(len(merged.changes), 'change')} saved."
    if not is_as_sent:
        said += " But Voucherify stored something else than was sent: check the profile."
    record = url_for("history.entry", customer_id=stored.id, entry_id=attempt.entry_id)
    link = Markup('<a href="{}">See it in the history, or take it back</a>').format(record)
    flash(Markup("{} {}").format(said, link), "success" if is_as_sent else "warning")


def _check(base: Base, draft: Draft) -> Response:
    """Compare what is stored now with what was sent, after a write of unknown outcome."""
    profile = writable(read_customer(base.customer_id).raw)
    sent = merge(base, draft, base.profile, zone())
    return show_unknown(base, draft, fields=checked(sent.changes, profile))


def _begin_again(customer_id: str, draft: Draft) -> Response:
    """The form does not say what the agent saw, so they look at what is stored now with their words in it."""
    client = voucherify()
    customer, schema = side_by_side(lambda: read_customer(customer_id), lambda: read_schema(client))
    return show_form(base_of(customer, schema=schema), draft, status=400, has_no_base=True)
