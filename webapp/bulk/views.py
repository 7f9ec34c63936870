"""From ticked rows or a whole list of customers to a change set."""

import secrets
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from webapp.auth.access import may, requires
from webapp.auth.permissions import Permission
from webapp.bulk.drafts import Decided, Draft, decide
from webapp.bulk.fields import Field, allows_others, fields_of, other_keys_of
from webapp.bulk.form_page import Who, form_page, who
from webapp.bulk.listed import Listed, NoListError
from webapp.bulk.origin import change_set_of, listed_of
from webapp.bulk.people import read_people
from webapp.errors import Failure, answer, describe
from webapp.paths import row_number
from webapp.privacy import shown
from webapp.rendering import here, redirect_after_post, render
from webapp.service import voucherify
from webapp.side_by_side import side_by_side
from webapp.store import bulk
from webapp.store.bulk_models import BulkSelection
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import VoucherifyError
from webapp.voucherify.metadata_schemas import MetadataSchema

CUSTOMER = "customer"
LONGEST_TOKEN = 64
NO_ERRORS: dict[str, str] = {}

blueprint = Blueprint("bulk", __name__, url_prefix="/bulk")


@blueprint.post("")
@requires(Permission.CUSTOMERS_EDIT_IN_BULK)
def begin() -> AnyResponse:
    """Keep who was selected on a list's pages, and go on to what is wanted of them."""
    text = request.form.get("listed", "")
    try:
        listed = Listed.from_text(text) if text else None
    except NoListError:
        abort(400)
    everybody = request.form.get("who") == "everybody" and listed is not None
    ids = None if everybody else _ticked()
    client = voucherify()
    people, schema = side_by_side(lambda: read_people(client, ids, listed), lambda: _read_schema(client))
    if not people.total:
        return render("bulk/nobody.html", status=422, back_to=here())
    selection_id = bulk.keep_selection(
        owner_id=current_user.id,
        ids=ids,
        listed=listed.to_json() if listed else None,
        segment_name=_name_of_segment(client, listed),
        count=people.total,
        schema=schema.to_json() if schema else None,
        other_keys=other_keys_of(schema, people.customers),
    )
    return redirect_after_post(url_for(".page", selection_id=selection_id))


@blueprint.get("/<int:selection_id>")
@requires(Permission.CUSTOMERS_EDIT_IN_BULK)
def page(selection_id: int) -> Response:
    """Who is selected, and the form for what is wanted of them, as it was sent last."""
    selection = _find(selection_id)
    latest = bulk.latest_change(selection_id)
    fields = _fields(selection)
    return _show(selection, fields, Draft.of_values(latest.values, fields, _zone()) if latest else Draft())


@blueprint.post("/<int:selection_id>")
@requires(Permission.CUSTOMERS_EDIT_IN_BULK)
def change(selection_id: int) -> AnyResponse:
    """Make a change set of what is wanted, once for a form, and go to its dry run."""
    selection = _find(selection_id)
    fields = _fields(selection)
    draft = Draft.from_form(request.form, fields)
    if request.form.get("step") == "add-key":
        return _show(selection, fields, draft.with_another_key())
    decided = decide(draft, fields, _zone())
    if decided.errors or not decided.values:
        return _show(selection, fields, draft, decided, status=422)
    token = request.form.get("token", "")[:LONGEST_TOKEN] or secrets.token_urlsafe()
    wanted = bulk.keep_change(selection.id, token, decided.values)
    change_set_id = change_set_of(wanted, selection, current_user.id)
    return redirect_after_post(url_for("changesets.page", change_set_id=change_set_id))


@blueprint.errorhandler(CSRFError)
def keep_what_was_typed(error: CSRFError) -> Response:
    """A form from before the last sign-in is not carried out, but comes back as it was filled in."""
    selection_id = (request.view_args or {}).get("selection_id")
    if selection_id is None or not may(Permission.CUSTOMERS_EDIT_IN_BULK):
        return answer(error)
    selection = _find(selection_id)
    fields = _fields(selection)
    return _show(selection, fields, Draft.from_form(request.form, fields), failure=describe(error))


def _ticked() -> list[str]:
    """Those selected before, if any, those ticked on other pages of the list, and those ticked on this one."""
    number = request.form.get("selection", type=row_number)
    before = bulk.find_selection(number) if number is not None else None
    others = request.form.get("others", "").split()
    return [*dict.fromkeys([*((before and before.ids) or ()), *others, *request.form.getlist("customer")])]


def _find(selection_id: int) -> BulkSelection:
    selection = bulk.find_selection(selection_id)
    if selection is None:
        abort(404)
    return selection


def _fields(selection: BulkSelection) -> tuple[Field, ...]:
    return fields_of(_schema_of(selection), selection.other_keys)


def _show(
    selection: BulkSelection,
    fields: tuple[Field, ...],
    draft: Draft,
    decided: Decided | None = None,
    *,
    status: int = 200,
    failure: Failure | None = None,
) -> Response:
    """The page. Who is selected is read anew; the form needs no call, so it stands when the API does not answer."""
    listed = listed_of(selection)
    people, trouble = _who(selection, listed)
    return render(
        "bulk/page.html",
        status=failure.status if failure else status,
        selection=selection,
        is_everybody=selection.ids is None,
        words=listed.words(selection.segment_name, with_texts=True) if listed else "",
        back_to=(listed.address if listed else "") or url_for("customers.index"),
        add_to=_address_to_add(selection, listed),
        who=people,
        trouble=trouble,
        form=form_page(fields, draft, _zone(), decided.errors if decided else NO_ERRORS),
        is_empty=decided is not None and not decided.errors,
        can_add_keys=allows_others(_schema_of(selection)),
        failure=failure,
        token=request.form.get("token") or secrets.token_urlsafe(),
    )


def _address_to_add(selection: BulkSelection, listed: Listed | None) -> str:
    """Where the list is shown so that what is ticked there is added; "" where nobody can be added."""
    if listed is None or selection.ids is None or not listed.address:
        return ""
    return f"{listed.address}{'&' if '?' in listed.address else '?'}selection={selection.id}"


def _who(selection: BulkSelection, listed: Listed | None) -> tuple[Who | None, Failure | None]:
    try:
        return who(read_people(voucherify(), selection.ids, listed), shown), None
    except VoucherifyError as error:
        return None, describe(error)


def _schema_of(selection: BulkSelection) -> MetadataSchema | None:
    return None if selection.schema is None else MetadataSchema(selection.schema)


def _read_schema(client: Voucherify) -> MetadataSchema | None:
    """The project's schema for customers, an empty one where there is none; None where it cannot be read."""
    try:
        schemas = client.metadata_schemas.list().items
    except VoucherifyError:
        return None
    own = [schema for schema in schemas if schema.related_object == CUSTOMER]
    return own[0] if own else MetadataSchema({"properties": {}})


def _name_of_segment(client: Voucherify, listed: Listed | None) -> str | None:
    if listed is None or listed.segment_id is None:
        return None
    try:
        return client.segments.get(listed.segment_id).name
    except VoucherifyError:
        return None


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.extensions["settings"].timezone)
