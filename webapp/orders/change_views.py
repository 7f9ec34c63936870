"""Changing an order: the form, what would change, and saving it. The steps are buttons of one form."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, audited
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.formats import counted
from webapp.orders.blueprint import blueprint
from webapp.orders.currency import money
from webapp.orders.reading import find_order, read_order
from webapp.orders.writing.contents import contents_of, value_of
from webapp.orders.writing.drafts import Base, Draft
from webapp.orders.writing.merging import Merged, merge
from webapp.orders.writing.pages import (
    base_of,
    changed_draft,
    order_schema,
    sent_base,
    show_form,
    show_preview,
    show_unknown,
    zone,
)
from webapp.orders.writing.preview_page import Writer, checked, is_as_sent
from webapp.orders.writing.saving import chosen_customer, refused_fields
from webapp.rendering import formats, redirect_after_post, render
from webapp.service import voucherify
from webapp.store.leases import LeaseTakenError, leased
from webapp.voucherify.errors import Conflict, InvalidRequest, VoucherifyError
from webapp.voucherify.order_records import Order

NOTHING_TO_SAVE = "Nothing was changed, so nothing was sent."


@blueprint.get("/<identifier:order_id>/edit")
@requires(Permission.ORDERS_EDIT)
def edit(order_id: str) -> AnyResponse:
    """The form with the order as stored now."""
    client = voucherify()
    order = find_order(client, order_id)
    if order is None:
        return render("orders/missing.html", status=404)
    if order.id != order_id:  # a source id may be personal, so it does not stay in the address
        return redirect(url_for(".edit", order_id=order.id))
    return show_form(base_of(order, order_schema(client)), Draft())


@blueprint.post("/<identifier:order_id>/edit")
@requires(Permission.ORDERS_EDIT)
def change(order_id: str) -> AnyResponse:
    """One step on the way to a saved change. Nothing is written but by the step "save"."""
    draft, step = Draft.from_form(request.form), request.form.get("step", "")
    base = sent_base(order_id)
    if base is None:
        client = voucherify()
        base = base_of(read_order(client, order_id), order_schema(client))
        return show_form(base, draft, status=400, has_no_base=True)
    changed = changed_draft(draft, step)
    if changed is not None:
        return show_form(base, changed, step=step)
    try:
        if step == "check":
            return _check(base, draft)
        with leased(f"order {order_id}"):
            return _go_on(base, draft, is_save=step == "save")
    except VoucherifyError as error:
        return show_form(base, draft, failure=error)
    except LeaseTakenError:
        return show_form(base, draft, status=409, is_taken=True)


def _go_on(base: Base, draft: Draft, *, is_save: bool) -> AnyResponse:
    order = read_order(voucherify(), base.order_id)
    merged = merge(base, draft, contents_of(order.raw), money(), zone())
    names, wrong = chosen_customer(merged)
    errors = {**merged.errors, **wrong}
    if errors:
        return show_form(base, draft, status=422, errors=errors)
    if merged.undecided:
        return show_preview(base, draft, merged, names, status=409 if is_save else 200)
    if not merged.values:
        flash(NOTHING_TO_SAVE, "info")
        return redirect_after_post(url_for(".page", order_id=order.id))
    return _save(base, draft, merged, order) if is_save else show_preview(base, draft, merged, names)


def _save(base: Base, draft: Draft, merged: Merged, order: Order) -> AnyResponse:
    customer_id = merged.values.get("customer_id") or order.customer_id
    try:
        with audited(Action.ORDER_UPDATED, customer_id=customer_id, changes=merged.changes) as attempt:
            attempt.result["order_id"] = order.id
            stored = voucherify().orders.update(order.id, **merged.update)
    except VoucherifyError as error:
        if error.outcome_unknown:
            return show_unknown(base, draft, changes=merged.changes, failure=error)
        if isinstance(error, InvalidRequest | Conflict) and (wrong := refused_fields(base, draft, error)):
            return show_form(base, draft, status=422, errors=wrong)
        raise
    _say_what_was_saved(merged, stored)
    return redirect_after_post(url_for(".page", order_id=order.id))


def _say_what_was_saved(merged: Merged, stored: Order) -> None:
    now = contents_of(stored.raw)
    said = f"{counted(len(merged.changes), 'change')} saved."
    if all(is_as_sent(change, value_of(now, change.field)) for change in merged.changes):
        flash(said, "success")
    else:
        flash(f"{said} But Voucherify stored something else than was sent: check the order.", "warning")


def _check(base: Base, draft: Draft) -> Response:
    """Compare what is stored now with what was sent, after a write of unknown outcome."""
    now = contents_of(read_order(voucherify(), base.order_id).raw)
    sent = merge(base, draft, base.contents, money(), zone())
    return show_unknown(base, draft, fields=checked(sent.changes, now, Writer(formats(), {})))
