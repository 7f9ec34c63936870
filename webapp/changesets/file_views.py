"""The files of a change set, sent while they are read."""

from collections.abc import Iterator

from flask import Response, stream_with_context

from webapp.audit import Action, record
from webapp.auth.access import may, requires
from webapp.auth.permissions import Permission
from webapp.changesets.blueprint import blueprint
from webapp.changesets.files import all_rows, failed_rows
from webapp.changesets.pages import find
from webapp.privacy import shown_json
from webapp.privacy.masking import masked


@blueprint.get("/failed.csv")
@requires(Permission.CUSTOMERS_EDIT_IN_BULK)
def failed(change_set_id: int) -> Response:
    """The rows that were not written, as they came, with the reason."""
    change_set, origin = find(change_set_id)
    return _csv(failed_rows(change_set, origin), f"changes-{change_set_id}-not-written.csv")


@blueprint.get("/rows.csv")
@requires(Permission.CUSTOMERS_EDIT_IN_BULK)
def everything(change_set_id: int) -> Response:
    """All rows, with every field and what became of it. Such a file can hold everybody's data, so it is on record.

    As with exports, personal data are masked for those who may not take them out.
    """
    change_set, _ = find(change_set_id)
    mask = shown_json if may(Permission.EXPORTS_OF_PERSONAL_DATA) else masked
    record(Action.CHANGES_DOWNLOADED, **{"change set": change_set_id, "rows": change_set.summary.get("rows", 0)})
    return _csv(all_rows(change_set, mask), f"changes-{change_set_id}.csv")


def _csv(lines: Iterator[str], name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream_with_context(lines), content_type="text/csv; charset=utf-8", headers=headers)
