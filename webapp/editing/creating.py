"""Creating a customer. The API would quietly overwrite whoever has the source id, so that is looked at first."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from flask import Blueprint, Response, flash, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, audited
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.editing.drafts import Base, Draft, all_inputs
from webapp.editing.merging import Merged, merge, missing
from webapp.editing.pages import base_of, keep_what_was_typed, sent_base, show_form, show_preview, show_unknown, zone
from webapp.editing.preview_page import hidden_fields
from webapp.editing.reading import find_customer, read_schema
from webapp.editing.refusals import errors_by_field
from webapp.editing.tokens import sealed
from webapp.rendering import redirect_after_post
from webapp.service import voucherify
from webapp.store import submissions
from webapp.store.leases import LeaseTakenError, leased
from webapp.voucherify import UNSET
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.errors import InvalidRequest, VoucherifyError

MOST_ALIKE = 5
SOURCE_ID = "source_id"
UNREACHABLE = {".", ".."}
NOT_TYPED = {"base", "csrf_token", "step", SOURCE_ID}

blueprint = Blueprint("creating", __name__, url_prefix="/customers")
blueprint.register_error_handler(CSRFError, keep_what_was_typed)


@blueprint.get("/new")
@requires(Permission.CUSTOMERS_CREATE)
def new() -> Response:
    """The empty form."""
    return show_form(_new_base(), Draft())


@blueprint.post("/new")
@requires(Permission.CUSTOMERS_CREATE)
def create() -> AnyResponse:
    """One step on the way to a new customer. Nothing is written but by the step "save", and that once for a form."""
    draft, step = Draft.from_form(request.form), request.form.get("step")
    base = sent_base("")
    if base is None:
        return show_form(_new_base(), draft, status=400, has_no_base=True)
    if step == "add-key":
        return show_form(base, draft.with_another_key())
    if step == "back":
        return show_form(base, draft)
    merged = merge(base, draft, {}, zone())
    try:
        if step == "check":
            return _check(base, draft, merged)
        with leased(_turn(base, merged)):
            stopped = _stopped(base, draft, merged)
            if stopped is not None:
                return stopped
            return _save(base, draft, merged) if step == "save" else _preview(base, draft, merged)
    except VoucherifyError as error:
        return show_form(base, draft, failure=error)
    except LeaseTakenError:
        return show_form(base, draft, status=409, is_taken=True)


def _stopped(base: Base, draft: Draft, merged: Merged) -> AnyResponse | None:
    """Why nothing can be created from what was typed; None when it can."""
    begun = submissions.find(base.token)
    if begun is not None:
        return _begun(base, draft, begun.customer_id)
    wrong = {**missing(base, draft, zone()), **merged.errors, **_wrong_source_id(merged)}
    if wrong:
        return show_form(base, draft, status=422, errors=wrong)
    if not merged.values:
        return show_form(base, draft, status=422, is_empty=True)
    taken_by = find_customer(voucherify(), _source_id(merged)) if _source_id(merged) else None
    return _taken(base, draft, taken_by) if taken_by else None


def _preview(base: Base, draft: Draft, merged: Merged) -> Response:
    return show_preview(base, draft, merged, alike=_alike(merged))


def _save(base: Base, draft: Draft, merged: Merged) -> AnyResponse:
    if not submissions.begin(base.token):
        return _begun(base, draft, None)
    try:
        with audited(Action.CUSTOMER_CREATED, changes=merged.changes) as attempt:
            customer = voucherify().customers.create(**merged.update)
            attempt.customer_id = customer.id
    except VoucherifyError as error:
        if error.outcome_unknown:
            return show_unknown(base, draft, changes=merged.changes, failure=error)
        submissions.forget(base.token)
        if isinstance(error, InvalidRequest):
            by_field = errors_by_field(error, all_inputs(base, draft, zone()))
            if by_field:
                return show_form(base, draft, status=422, errors=by_field)
        raise
    submissions.finish(base.token, customer.id)
    flash("The customer was created.", "success")
    return redirect_after_post(url_for("customers.profile", customer_id=customer.id))


def _begun(base: Base, draft: Draft, customer_id: str | None) -> AnyResponse:
    """The same form once more: lead to the customer it made, where that is known."""
    if customer_id is None:
        return show_unknown(base, draft, status=409)
    flash("This customer has been created already. Sending the form again made no second one.", "info")
    return redirect_after_post(url_for("customers.profile", customer_id=customer_id))


def _check(base: Base, draft: Draft, merged: Merged) -> Response:
    """Look for a customer who may have been created, after a write of unknown outcome.

    The form may then be sent once more, under another token.
    """
    since = base.read_at
    source_id = _source_id(merged)
    if source_id:
        customer = find_customer(voucherify(), source_id)
        found: Sequence[Customer] = [customer] if customer else []
    else:
        found = _alike(merged, since) or _newest_with_the_name(merged, since)
    return show_unknown(replace(base, token=_token()), draft, found=found)


def _taken(base: Base, draft: Draft, customer: Customer) -> Response:
    """Somebody has the source id already: offer to open them, or to take what was typed over to them."""
    hidden = [pair for pair in hidden_fields(draft.texts, draft) if pair[1] and pair[0] not in NOT_TYPED]
    base_there = sealed(base_of(customer, schema=base.schema))
    return show_form(base, draft, status=409, taken_by=customer, base_there=base_there, hidden=hidden)


def _alike(merged: Merged, since: datetime | None = None) -> Sequence[Customer]:
    """Customers with the same e-mail, since somebody may be there already under another number."""
    email = merged.update.get("email")
    if not isinstance(email, str):
        return ()
    return voucherify().customers.list(limit=MOST_ALIKE, email=email, created_after=since or UNSET).items


def _newest_with_the_name(merged: Merged, since: datetime) -> Sequence[Customer]:
    name = merged.update.get("name")
    if not isinstance(name, str):
        return ()
    return voucherify().customers.list(limit=MOST_ALIKE, name=name, created_after=since).items


def _wrong_source_id(merged: Merged) -> dict[str, str]:
    is_wrong = _source_id(merged) in UNREACHABLE
    return {SOURCE_ID: "No address can carry this source id. Choose another."} if is_wrong else {}


def _source_id(merged: Merged) -> str:
    return str(merged.values.get((SOURCE_ID,)) or "")


def _turn(base: Base, merged: Merged) -> str:
    """What is looked at and then written with nobody between: the source id, or else just this form."""
    source_id = _source_id(merged)
    return f"source id {sha256(source_id.encode()).hexdigest()}" if source_id else f"form {base.token}"


def _new_base() -> Base:
    return Base("", {}, read_schema(voucherify()), datetime.now(zone()), _token())


def _token() -> str:
    return secrets.token_urlsafe(24)
