"""Asking for an export: a form, what it asks for in words, and the start."""

import secrets
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from webapp.auth.access import NotPermitted, may, requires
from webapp.auth.permissions import Permission, roles_with
from webapp.errors import Failure, describe
from webapp.exports.asking import Wanted, text_of_address, texts_like, texts_of_search, wanted
from webapp.exports.blueprint import blueprint
from webapp.exports.fields import EXPORTABLES, ORDERS
from webapp.exports.forms import FORMS, ExportForm
from webapp.exports.presenters import conditions_of
from webapp.exports.reading import Offer, offer_of
from webapp.exports.starting import start
from webapp.money import Money
from webapp.rendering import formats, redirect_after_post, render
from webapp.service import voucherify
from webapp.store import saved_searches
from webapp.voucherify.errors import VoucherifyError

LONGEST_TOKEN = 64
FORGOTTEN = "That search is no longer kept, so nothing of it is filled in here: as it stands, this asks for everybody."
NOT_ALIKE = "This form cannot say what that export asked of {}, so that is left out here."
OF_ONE_CUSTOMER = (
    "An export cannot ask for one customer's orders, so this asks for everybody's; "
    "the column with the customer's id tells them apart."
)
LOST = "An export cannot ask for {}, so that is left out: it finds more than the search did."


@blueprint.get("/new")
@requires(Permission.EXPORTS_MAKE)
def new() -> Response:
    """The form, filled with what the address says, with a search's criteria, or like another export."""
    texts, notes = _texts_to_begin_with()
    exported_object = texts.get("object", ORDERS.name)
    if exported_object not in EXPORTABLES:
        abort(404)
    offer = offer_of(voucherify(), exported_object)
    if "fields" not in texts:
        texts.setlist("fields", _defaults(offer))
    return _form(_filled(exported_object, offer, texts), offer, notes=notes)


@blueprint.post("/new")
@requires(Permission.EXPORTS_MAKE)
def ask() -> AnyResponse:
    """One step on the way to an export; only the step "start" asks the API for it, and that once for a form."""
    exported_object, token = request.form.get("object", ""), request.form.get("token", "")
    if exported_object not in EXPORTABLES or not 0 < len(token) <= LONGEST_TOKEN:
        abort(400)
    offer = offer_of(voucherify(), exported_object)
    form = _filled(exported_object, offer, request.form)
    if request.form.get("step") == "back":
        return _form(form, offer)
    if not form.validate():
        return _form(form, offer, status=422)
    asked = wanted(form, offer.groups, offer.definitions, formats().zone)
    if asked.personal and not may(Permission.EXPORTS_OF_PERSONAL_DATA):
        raise NotPermitted(Permission.EXPORTS_OF_PERSONAL_DATA)
    if request.form.get("step") != "start":
        return _preview(form, offer, asked, token)
    try:
        export_id = start(token, asked)
    except VoucherifyError as error:
        failure = describe(error)
        return _preview(form, offer, asked, token, status=failure.status, failure=failure)
    if export_id is None:
        return _preview(form, offer, asked, token, status=504, is_unknown=True)
    flash("Voucherify was asked for the export.", "success")
    return redirect_after_post(url_for(".page", export_id=export_id))


def _texts_to_begin_with() -> tuple[MultiDict[str, str], list[str]]:
    """What fills the form, and sentences about what could not be taken over into it."""
    if like := request.args.get("like"):
        export = voucherify().exports.get(like)
        found, lost = texts_like(export, formats().zone)
        texts = MultiDict([("object", export.exported_object or ""), *found])
        return texts, [NOT_ALIKE.format(", ".join(lost))] if lost else []
    texts = MultiDict((name, text_of_address(name, text)) for name, text in request.args.items(multi=True))
    search_id = request.args.get("search")
    if not search_id:
        return texts, [OF_ONE_CUSTOMER] if "one_customer" in texts else []
    criteria = saved_searches.recall(current_user.id, search_id)
    if criteria is None:
        return texts, [FORGOTTEN]
    found, lost = texts_of_search(criteria)
    texts.update(found)
    return texts, [LOST.format(" or ".join(lost))] if lost else []


def _defaults(offer: Offer) -> list[str]:
    sees_all = may(Permission.EXPORTS_OF_PERSONAL_DATA)
    fields = [field for group in offer.groups for field in group.fields]
    return [field.name for field in fields if field.is_default and (sees_all or not field.personal)]


def _filled(exported_object: str, offer: Offer, texts: MultiDict[str, str]) -> ExportForm:
    form = FORMS[exported_object](texts)
    form.offer(offer.groups, Money(formats().currency))
    return form


def _form(form: ExportForm, offer: Offer, *, status: int = 200, notes: list[str] | None = None) -> Response:
    return render(
        "exports/new.html",
        status=status,
        form=form,
        offer=offer,
        kind=EXPORTABLES[form.exported_object],
        kinds=EXPORTABLES.values(),
        token=secrets.token_urlsafe(24),
        notes=notes or [],
        may_personal=may(Permission.EXPORTS_OF_PERSONAL_DATA),
        personal_roles=roles_with(Permission.EXPORTS_OF_PERSONAL_DATA),
    )


def _preview(
    form: ExportForm,
    offer: Offer,
    asked: Wanted,
    token: str,
    *,
    status: int = 200,
    failure: Failure | None = None,
    is_unknown: bool = False,
) -> Response:
    kind = EXPORTABLES[asked.exported_object]
    labels = {field.name: field.label for group in offer.groups for field in group.fields}
    filters = asked.filters
    told: Any = filters.for_body() if filters else {}
    return render(
        "exports/preview.html",
        status=status,
        kind=kind,
        columns=[labels[name] for name in asked.fields],
        order=kind.orders[asked.order],
        conditions=conditions_of(asked.exported_object, told, formats(), lambda value: value),
        personal=asked.personal,
        hidden=list(form.typed()),
        token=token,
        failure=failure,
        is_unknown=is_unknown,
    )
