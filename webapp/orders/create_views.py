"""Creating an order. The API would quietly change the order that has the number already, so that is looked at first."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, audited
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.orders.blueprint import blueprint
from webapp.orders.currency import money
from webapp.orders.reading import find_customer, find_order
from webapp.orders.writing.contents import same
from webapp.orders.writing.drafts import Base, Draft
from webapp.orders.writing.merging import Merged, merge
from webapp.orders.writing.pages import (
    base_of,
    changed_draft,
    new_token,
    order_schema,
    sent_base,
    show_form,
    show_preview,
    show_unknown,
    zone,
)
from webapp.orders.writing.saving import chosen_customer, refused_fields
from webapp.rendering import redirect_after_post
from webapp.service import voucherify
from webapp.store import submissions
from webapp.store.leases import LeaseTakenError, leased
from webapp.voucherify.errors import Conflict, InvalidRequest, VoucherifyError
from webapp.voucherify.order_records import Order

MOST_LOOKED_AT = 100
CREATED = "The order was created."


@blueprint.get("/new")
@requires(Permission.ORDERS_EDIT)
def new() -> Response:
    """The empty form; `customer` is the id of whom the order is for."""
    client = voucherify()
    base, customer_id = base_of(None, order_schema(client)), request.args.get("customer", "")
    customer = find_customer(client, customer_id) if customer_id else None
    return show_form(base, Draft({"customer": customer.id} if customer else {}))


@blueprint.post("/new")
@requires(Permission.ORDERS_EDIT)
def create() -> AnyResponse:
    """One step on the way to a new order. Nothing is written but by the step "save", and that once for a form."""
    draft, step = Draft.from_form(request.form), request.form.get("step", "")
    base = sent_base("")
    if base is None:
        return show_form(base_of(None, order_schema(voucherify())), draft, status=400, has_no_base=True)
    changed = changed_draft(draft, step)
    if changed is not None:
        return show_form(base, changed, step=step)
    merged = merge(base, draft, {}, money(), zone())
    try:
        if step == "check":
            return _check(base, draft, merged)
        with leased(_turn(base, merged)):
            return _go_on(base, draft, merged, is_save=step == "save")
    except VoucherifyError as error:
        return show_form(base, draft, failure=error)
    except LeaseTakenError:
        return show_form(base, draft, status=409, is_taken=True)


def _go_on(base: Base, draft: Draft, merged: Merged, *, is_save: bool) -> AnyResponse:
    begun = submissions.find(base.token)
    if begun is not None:
        return _begun(base, draft, begun.customer_id)
    if merged.errors:
        return show_form(base, draft, status=422, errors=merged.errors)
    source_id = _source_id(merged)
    there = find_order(voucherify(), source_id) if source_id else None
    if there is not None:
        return show_form(base, draft, status=409, is_there=there)
    names, wrong = chosen_customer(merged)
    if wrong:
        return show_form(base, draft, status=422, errors=wrong)
    return _save(base, draft, merged) if is_save else show_preview(base, draft, merged, names)


def _save(base: Base, draft: Draft, merged: Merged) -> AnyResponse:
    if not submissions.begin(base.token):
        return _begun(base, draft, None)
    try:
        with audited(
            Action.ORDER_CREATED, customer_id=merged.values.get("customer_id"), changes=merged.changes
        ) as attempt:
            order = voucherify().orders.create(**merged.update)
            attempt.result["order_id"] = order.id
    except VoucherifyError as error:
        if error.outcome_unknown:
            return show_unknown(base, draft, changes=merged.changes, failure=error)
        submissions.forget(base.token)
        if isinstance(error, InvalidRequest | Conflict) and (wrong := refused_fields(base, draft, error)):
            return show_form(base, draft, status=422, errors=wrong)
        raise
    submissions.finish(base.token, order.id)
    flash(CREATED, "success")
    return redirect_after_post(url_for(".page", order_id=order.id))


def _begun(base: Base, draft: Draft, order_id: str | None) -> AnyResponse:
    """The same form once more: lead to the order it made, where that is known."""
    if order_id is None:
        return show_unknown(base, draft, status=409)
    flash("This order has been created already. Sending the form again made no second one.", "info")
    return redirect_after_post(url_for(".page", order_id=order_id))


def _check(base: Base, draft: Draft, merged: Merged) -> Response:
    """Look for an order that may have been created, after a write of unknown outcome.

    The form may then be sent once more, under another token.
    """
    source_id = _source_id(merged)
    if source_id:
        order = find_order(voucherify(), source_id)
        found: Sequence[Order] = [order] if order else []
    else:
        newest = voucherify().orders.list(MOST_LOOKED_AT, 1, order="-created_at").items
        found = [order for order in newest if _may_be_it(order, base, merged)]
    return show_unknown(replace(base, token=new_token()), draft, found=found)


def _may_be_it(order: Order, base: Base, merged: Merged) -> bool:
    is_new = order.created_at is not None and order.created_at >= base.read_at
    wanted = {name: merged.values[name] for name in ("customer_id", "amount", "status") if name in merged.values}
    return is_new and all(same(order.raw.get(name), value) for name, value in wanted.items())


def _source_id(merged: Merged) -> str:
    return str(merged.values.get("source_id") or "")


def _turn(base: Base, merged: Merged) -> str:
    """What is looked at and then written with nobody between: the order's number, or else just this form."""
    source_id = _source_id(merged)
    return f"order number {sha256(source_id.encode()).hexdigest()}" if source_id else f"order form {base.token}"
