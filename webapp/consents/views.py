"""The consents of a customer: what is known, what they answer now, and that it is written down."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, audited, find_entry
from webapp.auth.access import may, requires
from webapp.auth.permissions import Permission
from webapp.consents import presenters
from webapp.consents.panel import PANEL
from webapp.consents.reading import Seen, catalogue, consent_events, known_now
from webapp.customer_page import Section, Visit, add_section, begin_visit, render_section
from webapp.errors import Failure, answer, describe
from webapp.formats import counted
from webapp.rendering import redirect_after_post, render
from webapp.service import voucherify
from webapp.voucherify.consents import ConsentCatalogue
from webapp.voucherify.errors import VoucherifyError

blueprint = Blueprint("consents", __name__, url_prefix="/customers/<identifier:customer_id>/consents")
add_section(blueprint, Section("consents", "Consents", "consents.index", place=60, panel=PANEL))

LONGEST_REASON = 500
ANSWERS = {"yes": True, "no": False}
UNCHOSEN = "Choose an answer for at least one consent."


@blueprint.errorhandler(CSRFError)
def keep_what_was_chosen(error: CSRFError) -> Response:
    """A form from before the last sign-in writes nothing; what was chosen can be looked at and sent again."""
    if not may(Permission.CONSENTS_EDIT):
        return answer(error)
    return _not_sent((request.view_args or {})["customer_id"], describe(error), step="preview")


@blueprint.get("")
@requires(Permission.CUSTOMERS_READ)
def index(customer_id: str) -> Response:
    """What is known of each consent, and for those who may change it a form."""
    return _page(begin_visit(customer_id, catalogue, consent_events))


@blueprint.post("")
@requires(Permission.CONSENTS_EDIT)
def change(customer_id: str) -> AnyResponse:
    """One step on the way to written answers. Nothing is written but by the step "save"."""
    try:
        visit = begin_visit(customer_id, catalogue, consent_events)
        offered: ConsentCatalogue | None = visit.result(catalogue)
        if offered is None or request.form.get("step") == "back":
            return _page(visit)
        answers = _answers(offered)
        if not answers:
            return _page(visit, status=422, error=UNCHOSEN)
        if request.form.get("step") == "save":
            return _save(visit, answers)
        return _preview(visit, offered, answers)
    except VoucherifyError as error:
        return _not_sent(customer_id, describe(error), step=request.form.get("step", "preview"))


@blueprint.get("/sent/<int:entry_id>")
@requires(Permission.CONSENTS_EDIT)
def sent(customer_id: str, entry_id: int) -> Response:
    """What became of answers whose outcome was not known, as far as events tell."""
    entry = find_entry(entry_id, customer_id)
    if entry is None or entry.action != Action.CONSENTS_CHANGED:
        abort(404)
    visit = begin_visit(customer_id, catalogue, consent_events)
    answers = presenters.answers_of(entry.changes)
    known = known_now(customer_id, visit.result(consent_events))
    offered = visit.result(catalogue)
    names = presenters.names_of(offered) if offered else {}
    return _unknown(customer_id, entry_id, answers, list(presenters.sent(answers, known, names, entry.at)))


def _page(visit: Visit, *, status: int = 200, error: str = "") -> Response:
    offered: ConsentCatalogue | None = visit.result(catalogue)
    seen: Seen = visit.result(consent_events)
    chosen = _chosen() if request.method == "POST" else {}
    known = known_now(visit.customer.id, seen)
    response = render_section(
        visit,
        "consents",
        "consents/page.html",
        groups=presenters.groups(offered, known, chosen) if offered else None,
        seen=seen,
        error=error,
        reason=request.form.get("reason", ""),
    )
    response.status_code = status
    return response


def _preview(visit: Visit, offered: ConsentCatalogue, answers: Mapping[str, bool]) -> Response:
    known = known_now(visit.customer.id, visit.result(consent_events))
    return render(
        "consents/preview.html",
        customer=visit.customer,
        changes=presenters.shown_changes(presenters.changes_of(answers, known), presenters.names_of(offered)),
        answer_count=len(answers),
        refuses_all=_refuses_all(),
        hidden=_hidden(answers),
        reason=_reason(),
    )


def _save(visit: Visit, answers: Mapping[str, bool]) -> AnyResponse:
    customer_id = visit.customer.id
    changes = presenters.changes_of(answers, known_now(customer_id, visit.result(consent_events)))
    consents = voucherify().consents
    entry_id = 0
    try:
        with audited(
            Action.CONSENTS_CHANGED, customer_id=customer_id, changes=changes, reason=_reason() or None
        ) as attempt:
            entry_id = attempt.entry_id
            if _refuses_all():
                consents.refuse_all(customer_id)
            else:
                consents.update(customer_id, answers)
    except VoucherifyError as error:
        if not error.outcome_unknown:
            raise
        return _unknown(customer_id, entry_id, answers, failure=describe(error))
    if _refuses_all():
        flash("Unsubscribed from everything: every consent was refused.", "success")
    else:
        flash(f"{counted(len(answers), 'answer')} saved.", "success")
    return redirect_after_post(url_for(".index", customer_id=customer_id))


def _unknown(
    customer_id: str,
    entry_id: int,
    answers: Mapping[str, bool],
    found: list[presenters.Sent] | None = None,
    failure: Failure | None = None,
) -> Response:
    return render(
        "consents/unknown.html",
        status=failure.status if failure else 200,
        customer_id=customer_id,
        entry_id=entry_id,
        sent=found,
        hidden=_hidden(answers),
        failure=failure,
    )


def _not_sent(customer_id: str, failure: Failure, step: str) -> Response:
    """Nothing was sent; what was chosen can be sent again."""
    return render(
        "consents/not_sent.html",
        status=failure.status,
        customer_id=customer_id,
        failure=failure,
        hidden=_hidden(_chosen()),
        reason=_reason(),
        step=step,
    )


def _answers(offered: ConsentCatalogue) -> dict[str, bool]:
    """The answers to write, for consents that there are; unsubscribing refuses each of them."""
    known = presenters.names_of(offered)
    if _refuses_all():
        return dict.fromkeys(known, False)
    return {consent_id: given for consent_id, given in _chosen().items() if consent_id in known}


def _chosen() -> dict[str, bool]:
    prefix = "answer:"
    return {
        name.removeprefix(prefix): ANSWERS[value]
        for name, value in request.form.items()
        if name.startswith(prefix) and value in ANSWERS
    }


def _refuses_all() -> bool:
    return "all" in {request.form.get("step"), request.form.get("scope")}


def _hidden(answers: Mapping[str, bool]) -> list[tuple[str, Any]]:
    """The answers as names and values, for a form that carries them on."""
    if request.method == "POST" and _refuses_all():
        return [("scope", "all")]
    return [(f"answer:{consent_id}", "yes" if given else "no") for consent_id, given in answers.items()]


def _reason() -> str:
    return request.form.get("reason", "").strip()[:LONGEST_REASON]
