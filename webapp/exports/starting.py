"""Starting an export: once for a form, on record, and found again when its answer was lost."""

from datetime import timedelta

from flask_login import current_user

from webapp.audit import Action, audited
from webapp.exports.asking import Wanted
from webapp.exports.conditions import told
from webapp.exports.fields import ORDERS
from webapp.service import voucherify
from webapp.store import exports as requests
from webapp.store.export_models import ExportRequest
from webapp.voucherify import UNSET
from webapp.voucherify.errors import VoucherifyError
from webapp.voucherify.export_records import Export

CLOCKS_DIFFER = timedelta(minutes=2)
NEWEST = 50


def start(token: str, wanted: Wanted) -> str | None:
    """Ask the API for an export and return its id; None when no answer came and none like it is to be found.

    A form sent again leads to the export it started the first time. Raises the API's errors when nothing was started.
    """
    request = requests.begin(
        token,
        exported_object=wanted.exported_object,
        fields=wanted.fields,
        personal=wanted.personal,
        user_id=current_user.id,
    )
    if request is None:
        return _of_earlier(token, wanted)
    try:
        with audited(Action.EXPORT_STARTED) as attempt:
            attempt.result.update(
                object=wanted.exported_object,
                fields=list(wanted.fields),
                filtered_by=list(wanted.conditions),
                personal=wanted.personal,
            )
            export = _asked_for(wanted)
            attempt.result["export"] = export.id
    except VoucherifyError as error:
        if not error.outcome_unknown:
            requests.forget(token)
            raise
        return _adopted(request, wanted)
    requests.started(token, export.id)
    return export.id


def _asked_for(wanted: Wanted) -> Export:
    filters = wanted.filters or UNSET
    if wanted.exported_object == ORDERS.name:
        return voucherify().orders.export(fields=wanted.fields, order=wanted.order, filters=filters)
    return voucherify().exports.create(
        wanted.exported_object, fields=wanted.fields, order=wanted.order, filters=filters
    )


def _of_earlier(token: str, wanted: Wanted) -> str | None:
    request = requests.of_form(token)
    if request is None:
        return None
    return request.export_id or _adopted(request, wanted)


def _adopted(request: ExportRequest, wanted: Wanted) -> str | None:
    """The newest export that is just what was asked for, and that nobody here asked for otherwise."""
    try:
        newest = voucherify().exports.list(NEWEST, order="-created_at").items
    except VoucherifyError:
        return None
    taken = requests.asked_here([export.id for export in newest])
    for export in newest:
        is_new = export.created_at is not None and export.created_at >= request.asked_at - CLOCKS_DIFFER
        if is_new and export.id not in taken and _is_alike(export, wanted):
            requests.started(request.token, export.id)
            return export.id
    return None


def _is_alike(export: Export, wanted: Wanted) -> bool:
    asked = export.parameters
    return (
        export.exported_object == wanted.exported_object
        and asked.fields == wanted.fields
        and {condition.field for condition in told(asked.filters)} == set(wanted.conditions)
    )
