"""Taking a change back: one that was made through Frontdesk, or one that only Voucherify saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, Change, audited, find_entry
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customer_page import read_customer
from webapp.history import reading, undoing
from webapp.history.observed import observed
from webapp.history.presenters import present_step
from webapp.privacy import shown, shown_json
from webapp.rendering import redirect_after_post, render
from webapp.service import voucherify
from webapp.voucherify.customer_records import Customer

blueprint = Blueprint("undo", __name__, url_prefix="/customers/<identifier:customer_id>/history")


@dataclass(frozen=True)
class Done:
    """A change that was made and may be taken back. `source` is what the undo's own entry keeps of where it is from."""

    label: str
    by: str
    at: datetime | None
    changes: tuple[Change, ...]
    source: dict[str, Any]


@blueprint.get("/<int:entry_id>/undo")
@requires(Permission.CHANGES_UNDO)
def entry(customer_id: str, entry_id: int) -> Response:
    """What can be put back of an entry, and what each field holds now."""
    customer = read_customer(customer_id)
    return _page(customer, _of_entry(customer, entry_id))


@blueprint.post("/<int:entry_id>/undo")
@requires(Permission.CHANGES_UNDO)
def put_back_entry(customer_id: str, entry_id: int) -> AnyResponse:
    customer = read_customer(customer_id)
    return _put_back(customer, _of_entry(customer, entry_id))


@blueprint.get("/events/<identifier:event_id>/undo")
@requires(Permission.CHANGES_UNDO)
def event(customer_id: str, event_id: str) -> Response:
    """The same for a change of the profile that came from elsewhere and that Voucherify's events tell of."""
    customer = read_customer(customer_id)
    return _page(customer, _of_event(customer, event_id))


@blueprint.post("/events/<identifier:event_id>/undo")
@requires(Permission.CHANGES_UNDO)
def put_back_event(customer_id: str, event_id: str) -> AnyResponse:
    customer = read_customer(customer_id)
    return _put_back(customer, _of_event(customer, event_id))


def _of_entry(customer: Customer, entry_id: int) -> Done:
    found = find_entry(entry_id, customer.id)
    if found is None or not found.can_be_undone:
        abort(404)
    return Done(found.label, found.actor_name, found.at, found.changes, {"undoes": found.id})


def _of_event(customer: Customer, event_id: str) -> Done:
    seen = reading.profile_events(voucherify(), customer.id)
    found = next((each for each in observed(seen.events) if each.event_id == event_id), None)
    if found is None or not found.changes:
        abort(404)
    return Done("Changed the profile", found.by, found.at, found.changes, {"undoes_event": event_id})


def _put_back(customer: Customer, done: Done) -> AnyResponse:
    """Put the chosen fields back. The customer was read just before, so nobody's later change is overwritten."""
    steps = _steps(customer, done)
    wanted = request.form.getlist("field")
    taken = undoing.chosen(steps, wanted)
    if not taken or len(taken) < len(set(wanted)):
        problem = "A field was changed since you saw this page." if wanted else "Choose at least one field."
        return _page(customer, done, status=422, problem=problem)
    _write(customer, taken, done.source)
    flash("Put back as it was.", "success")
    return redirect_after_post(url_for("history.index", customer_id=customer.id))


def _write(customer: Customer, taken: Sequence[undoing.Step], source: dict[str, Any]) -> None:
    client = voucherify()
    update = undoing.profile_update([step for step in taken if not step.is_consent], customer)
    answers = undoing.consent_answers(taken)
    reversals = [step.reversal for step in taken]
    with audited(Action.CHANGE_UNDONE, customer_id=customer.id, changes=reversals) as attempt:
        attempt.result.update(source)
        if update:
            client.customers.update(customer.id, **update)
        if answers:
            client.consents.update(customer.id, answers)


def _page(customer: Customer, done: Done, *, status: int = 200, problem: str = "") -> Response:
    names = reading.consent_names(voucherify()) if reading.names_consents(done.changes) else {}
    steps = [present_step(step, lambda value: shown_json(value, customer), names) for step in _steps(customer, done)]
    return render("history/undo.html", status=status, customer=shown(customer), done=done, steps=steps, problem=problem)


def _steps(customer: Customer, done: Done) -> list[undoing.Step]:
    answers = reading.consents_now(voucherify(), customer.id) if reading.names_consents(done.changes) else {}
    return undoing.steps(done.changes, customer, answers)
