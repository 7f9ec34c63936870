"""The file of an export, passed on while it arrives: its address and the key stay here."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain

from flask import Response, request, stream_with_context
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit import Action, audited
from webapp.auth.access import NotPermitted, may, requires
from webapp.auth.permissions import Permission
from webapp.errors import describe
from webapp.exports.blueprint import blueprint
from webapp.exports.fields import columns_of
from webapp.exports.naming import file_name
from webapp.exports.pages import download_permission, show_export
from webapp.exports.presenters import is_personal
from webapp.exports.reading import export_of
from webapp.exports.sheet import BrokenFileError, Counted, Wishes, sheet
from webapp.rendering import formats
from webapp.service import voucherify
from webapp.store import exports as requests
from webapp.voucherify.errors import NotFound, Unauthorized, VoucherifyError
from webapp.voucherify.export_records import Export

AS_IT_IS = "as-it-is"
GONE = (
    "Voucherify no longer gives out this file. How long it does is not told; make the same export again and download "
    "it soon."
)
BROKEN = "What came is no complete table, so nothing was passed on. Try again, or take the file as Voucherify wrote it."
NOT_READY = "There is no file to download yet."


@blueprint.post("/<identifier:export_id>/download")
@requires(Permission.EXPORTS_READ)
def download(export_id: str) -> AnyResponse:
    """The file, from a fresh address each time, as the API wrote it or fit for spreadsheets.

    Whatever goes wrong before the first byte is told on the export's page. Later the connection is broken off, so
    that no part of a file is taken for the whole.
    """
    export, asked = export_of(voucherify(), export_id)
    needed = download_permission(personal=is_personal(export, asked))
    if not may(needed):
        raise NotPermitted(needed)
    if export.status != "DONE" or not export.result.url:
        return show_export(export, asked, status=409, trouble=NOT_READY)
    wishes = None if request.form.get("form") == AS_IT_IS else _wishes()
    pieces = _pieces(export, wishes)
    try:
        first = next(pieces, b"")
    except (Unauthorized, NotFound):
        return show_export(export, asked, status=502, trouble=GONE)
    except VoucherifyError as error:
        failure = describe(error)
        return show_export(export, asked, status=failure.status, failure=failure)
    except BrokenFileError:
        return show_export(export, asked, status=502, trouble=BROKEN)
    name = file_name(export, formats().zone, datetime.now(UTC))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    whole = stream_with_context(chain([first], pieces))
    return Response(whole, content_type="text/csv; charset=utf-8", headers=headers)


def _pieces(export: Export, wishes: Wishes | None) -> Iterator[bytes]:
    """The file piece by piece. The audit trail has it as taken once all of it went through, and not before."""
    counted = Counted()
    with audited(Action.EXPORT_DOWNLOADED) as attempt:
        attempt.result.update(export=export.id, object=export.exported_object)
        with voucherify().exports.download(export) as file:
            chunks = counted.over(file)
            if wishes is None:
                yield from chunks
            else:
                yield from sheet(
                    chunks,
                    lambda titles: columns_of(export.exported_object, export.parameters.fields, titles),
                    wishes,
                    counted,
                )
        attempt.result["size"] = counted.size
    requests.downloaded(export.id, rows=None if wishes is None else counted.rows, size=counted.size)


def _wishes() -> Wishes:
    return Wishes(
        titles_in_words=request.form.get("titles") != "fields", amounts_as_money=request.form.get("amounts") == "money"
    )
