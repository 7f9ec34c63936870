"""Revealing one customer's personal data, and verifying a caller without it."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, audited, record
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customer_page import Action as Button
from webapp.customer_page import add_action, begin_visit, read_customer, render_section
from webapp.personal_data.forms import RevealForm, VerifyForm
from webapp.personal_data.matching import FIELDS, matches
from webapp.privacy import revealing
from webapp.rate_limits import limit_verification
from webapp.rendering import redirect_after_post
from webapp.store import audit_search

MOST_CHECKS = 5
CHECKS_WITHIN = timedelta(minutes=15)

blueprint = Blueprint("personal_data", __name__, url_prefix="/customers/<identifier:customer_id>")
add_action(
    blueprint, Button("Verify the caller", "personal_data.verify", place=40, permission=Permission.PERSONAL_DATA_VERIFY)
)


@blueprint.get("/reveal")
@requires(Permission.PERSONAL_DATA_REVEAL)
def reveal(customer_id: str) -> Response:
    return _reveal_page(customer_id, RevealForm())


@blueprint.post("/reveal")
@requires(Permission.PERSONAL_DATA_REVEAL)
def reveal_now(customer_id: str) -> AnyResponse:
    form = RevealForm(request.form)
    if not form.validate():
        return _reveal_page(customer_id, form, status=422)
    customer = read_customer(customer_id)
    record(Action.PERSONAL_DATA_REVEALED, customer_id=customer.id, reason=form.reason.data)
    revealing.reveal(customer.id)
    return redirect_after_post(url_for("customers.profile", customer_id=customer.id))


@blueprint.post("/hide")
@requires(Permission.PERSONAL_DATA_REVEAL)
def hide(customer_id: str) -> AnyResponse:
    revealing.hide(customer_id)
    flash("Personal data is masked again.", "success")
    return redirect_after_post(url_for("customers.profile", customer_id=customer_id))


@blueprint.get("/verify")
@requires(Permission.PERSONAL_DATA_VERIFY)
def verify(customer_id: str) -> Response:
    return _verify_page(customer_id, VerifyForm())


@blueprint.post("/verify")
@requires(Permission.PERSONAL_DATA_VERIFY)
@limit_verification
def verify_now(customer_id: str) -> Response:
    """Match or no match. What was typed is neither kept nor shown again; that it was asked is on record."""
    form = VerifyForm(request.form)
    if not form.validate():
        return _verify_page(customer_id, form, status=422)
    customer = read_customer(customer_id)
    field = form.field.data
    with audited(Action.PERSONAL_DATA_VERIFIED, customer_id=customer.id) as attempt:
        # Counted after this one is on record, so that checks sent at once cannot pass the limit together.
        is_exhausted = _checks_made(customer.id) > MOST_CHECKS
        answer = "refused" if is_exhausted else _answer(matches(customer, field, form.said.data or ""))
        attempt.result.update(field=field, answer=answer)
    status = 429 if is_exhausted else 200
    return _verify_page(customer_id, VerifyForm(field=field), status=status, answer=answer, label=FIELDS[field])


def _answer(result: bool | None) -> str:
    if result is None:
        return "nothing stored"
    return "match" if result else "no match"


def _checks_made(customer_id: str) -> int:
    """How often this person has checked this customer lately, by the audit trail, which all processes share."""
    return audit_search.count(
        audit_search.Criteria(
            action=Action.PERSONAL_DATA_VERIFIED.value,
            actor_id=current_user.id,
            customer_id=customer_id,
            since=datetime.now(UTC) - CHECKS_WITHIN,
        )
    )


def _reveal_page(customer_id: str, form: RevealForm, *, status: int = 200) -> Response:
    visit = begin_visit(customer_id)
    minutes = int(revealing.SHOWN_FOR.total_seconds() // 60)
    response = render_section(visit, "", "personal_data/reveal.html", form=form, minutes=minutes)
    response.status_code = status
    return response


def _verify_page(
    customer_id: str,
    form: VerifyForm,
    *,
    status: int = 200,
    answer: str = "",
    label: str = "",
) -> Response:
    visit = begin_visit(customer_id)
    response = render_section(
        visit,
        "",
        "personal_data/verify.html",
        form=form,
        answer=answer,
        label=label,
        most_checks=MOST_CHECKS,
        minutes=int(CHECKS_WITHIN.total_seconds() // 60),
    )
    response.status_code = status
    return response
