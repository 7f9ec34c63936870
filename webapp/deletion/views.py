"""Deleting a customer: what goes with them, a typed confirmation, and a record that stays."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, Attempt, Entry, Outcome, audited, entries_for_customer, erase_values, find_entry
from webapp.auth.access import may, requires
from webapp.auth.permissions import Permission
from webapp.changesets import erase_values_of as erase_from_change_sets
from webapp.customer_page import Action as Button
from webapp.customer_page import Visit, add_action
from webapp.customer_page.names import title_of
from webapp.customer_page.reads import redeemables, segments
from webapp.deletion import presenters
from webapp.deletion.forms import DeletionForm
from webapp.errors import Failure, answer, describe
from webapp.rendering import redirect_after_post, render
from webapp.service import voucherify
from webapp.store import bulk, saved_searches
from webapp.store.leases import LeaseTakenError, leased
from webapp.uploads import kept_for
from webapp.voucherify.customer_records import Customer
from webapp.voucherify.errors import NotFound, VoucherifyError

blueprint = Blueprint("deletion", __name__, url_prefix="/customers/<identifier:customer_id>")
add_action(
    blueprint,
    Button("Delete", "deletion.ask", place=80, permission=Permission.CUSTOMERS_DELETE, is_danger=True),
)
add_action(
    blueprint,
    Button(
        "Delete permanently",
        "deletion.ask_permanently",
        place=90,
        permission=Permission.CUSTOMERS_DELETE_PERMANENTLY,
        is_danger=True,
    ),
)


@dataclass(frozen=True)
class Way:
    """One of the two ways to delete. `page` is the template that explains it; the rest are endpoints."""

    action: Action
    page: str
    ask: str
    send: str
    record: str


PLAIN = Way(Action.CUSTOMER_DELETED, "deletion/plain.html", "deletion.ask", "deletion.delete", "deletion.record")
PERMANENT = Way(
    Action.CUSTOMER_DELETED_PERMANENTLY,
    "deletion/permanent.html",
    "deletion.ask_permanently",
    "deletion.delete_permanently",
    "deletion.record_of_permanent",
)


@blueprint.errorhandler(CSRFError)
def ask_again(error: CSRFError) -> Response:
    """A form from before the last sign-in deletes nobody; the reason typed is kept, the confirmation is not."""
    way = next((way for way in (PLAIN, PERMANENT) if way.send == request.endpoint), None)
    if way is None or not may(_permission(way)):
        return answer(error)
    form = DeletionForm(reason=request.form.get("reason", ""))
    return _ask(way, _visit((request.view_args or {})["customer_id"]), form, status=400, failure=describe(error))


@blueprint.get("/delete")
@requires(Permission.CUSTOMERS_DELETE)
def ask(customer_id: str) -> Response:
    return _ask(PLAIN, _visit(customer_id), DeletionForm())


@blueprint.get("/permanent-deletion")
@requires(Permission.CUSTOMERS_DELETE_PERMANENTLY)
def ask_permanently(customer_id: str) -> Response:
    return _ask(PERMANENT, _visit(customer_id), DeletionForm())


@blueprint.post("/delete")
@requires(Permission.CUSTOMERS_DELETE)
def delete(customer_id: str) -> AnyResponse:
    return _delete(PLAIN, customer_id)


@blueprint.post("/permanent-deletion")
@requires(Permission.CUSTOMERS_DELETE_PERMANENTLY)
def delete_permanently(customer_id: str) -> AnyResponse:
    return _delete(PERMANENT, customer_id)


@blueprint.get("/delete/<int:entry_id>")
@requires(Permission.CUSTOMERS_DELETE)
def record(customer_id: str, entry_id: int) -> Response:
    return _record(PLAIN, customer_id, entry_id)


@blueprint.get("/permanent-deletion/<int:entry_id>")
@requires(Permission.CUSTOMERS_DELETE_PERMANENTLY)
def record_of_permanent(customer_id: str, entry_id: int) -> Response:
    return _record(PERMANENT, customer_id, entry_id)


@blueprint.post("/permanent-deletion/<int:entry_id>/erase")
@requires(Permission.CUSTOMERS_DELETE_PERMANENTLY)
def erase(customer_id: str, entry_id: int) -> AnyResponse:
    """Erase the customer's values from our own history, after a deletion of unknown outcome that turns out done."""
    entry = _entry(PERMANENT, customer_id, entry_id)
    if entry.outcome is not Outcome.UNKNOWN or _is_there(customer_id):
        abort(409)
    erase_values(customer_id)
    erase_from_change_sets(customer_id, None)
    flash("The customer's values were erased from Frontdesk's history.", "success")
    return redirect_after_post(url_for(PERMANENT.record, customer_id=customer_id, entry_id=entry_id))


def _permission(way: Way) -> Permission:
    return Permission.CUSTOMERS_DELETE if way is PLAIN else Permission.CUSTOMERS_DELETE_PERMANENTLY


def _visit(customer_id: str) -> Visit:
    return Visit(customer_id, segments, redeemables)


def _ask(way: Way, visit: Visit, form: DeletionForm, *, status: int = 200, failure: Failure | None = None) -> Response:
    customer = visit.customer
    return render(
        way.page,
        status=status,
        customer=customer,
        name=title_of(customer),
        losses=presenters.losses(_figures(visit)),
        files_kept_days=kept_for().days,
        form=form,
        failure=failure,
    )


def _delete(way: Way, customer_id: str) -> AnyResponse:
    form = DeletionForm(request.form)
    try:
        with leased(f"customer {customer_id}"):
            return _delete_alone(way, customer_id, form)
    except NotFound:
        done = _latest(way, customer_id)
        if done is None:
            raise
        flash("This customer is deleted already.", "info")
        return redirect_after_post(url_for(way.record, customer_id=customer_id, entry_id=done.id))
    except VoucherifyError as error:
        return _not_sent(way, customer_id, form, describe(error))
    except LeaseTakenError:
        abort(409)


def _delete_alone(way: Way, customer_id: str, form: DeletionForm) -> AnyResponse:
    visit = _visit(customer_id)
    customer = visit.customer
    form.accept([given for given in (customer.id, customer.source_id, customer.email) if given])
    if not form.validate():
        return _ask(way, visit, form, status=422)
    try:
        with audited(way.action, customer_id=customer.id, reason=(form.reason.data or "").strip()) as attempt:
            attempt.result["worth"] = _figures(visit)
            _send(way, customer, attempt)
    except VoucherifyError as error:
        if not error.outcome_unknown:
            failure = describe(error)
            return _ask(way, visit, form, status=failure.status, failure=failure)
    else:
        if way is PERMANENT:
            saved_searches.forget_all_with(presenters.known_as(customer))
            bulk.forget_all_with(presenters.known_as(customer))
            erase_from_change_sets(customer.id, customer.source_id)
        flash("The customer is deleted.", "success")
    return redirect_after_post(url_for(way.record, customer_id=customer.id, entry_id=attempt.entry_id))


def _not_sent(way: Way, customer_id: str, form: DeletionForm, failure: Failure) -> Response:
    """Nothing was sent, and not even the customer could be read; what was typed is kept for another try."""
    return render(
        "deletion/not_sent.html",
        status=failure.status,
        form=form,
        failure=failure,
        send_to=url_for(way.send, customer_id=customer_id),
        ask_url=url_for(way.ask, customer_id=customer_id),
    )


def _send(way: Way, customer: Customer, attempt: Attempt) -> None:
    if way is PLAIN:
        voucherify().customers.delete(customer.id)
    else:
        attempt.result.update(presenters.removed_by(voucherify().customers.delete_permanently(customer.id)))


def _record(way: Way, customer_id: str, entry_id: int) -> Response:
    """The record; of a deletion whose outcome is not known it looks whether the customer is still there."""
    entry = _entry(way, customer_id, entry_id)
    is_open = entry.outcome is Outcome.UNKNOWN
    return render(
        "deletion/record.html",
        record=presenters.record(entry),
        is_permanent=way is PERMANENT,
        is_there=_is_there(customer_id) if is_open else None,
        has_values=is_open and way is PERMANENT and _has_values(customer_id),
        ask_url=url_for(way.ask, customer_id=customer_id),
    )


def _figures(visit: Visit) -> dict[str, int | None]:
    return presenters.figures(visit.customer, visit.full_answer(segments), visit.full_answer(redeemables))


def _entry(way: Way, customer_id: str, entry_id: int) -> Entry:
    entry = find_entry(entry_id, customer_id)
    if entry is None or entry.action != way.action:
        abort(404)
    return entry


def _latest(way: Way, customer_id: str) -> Entry | None:
    entries = entries_for_customer(customer_id).entries
    return next(
        (entry for entry in entries if entry.action == way.action and entry.outcome is not Outcome.FAILED), None
    )


def _has_values(customer_id: str) -> bool:
    """Whether any entry but a permanent deletion's still holds values of the customer."""
    entries = entries_for_customer(customer_id).entries
    return any(entry.changes or entry.reason for entry in entries if entry.action != PERMANENT.action)


def _is_there(customer_id: str) -> bool:
    try:
        voucherify().customers.get(customer_id)
    except NotFound:
        return False
    return True
