"""How a file is read, and what its columns are."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from webapp import uploads
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.imports.checking import Finding, Mapping, mapping_findings
from webapp.imports.forms import DialectForm, MappingForm, mapping_form
from webapp.imports.jobs import start_check
from webapp.imports.mapping import Remembered, digest_of, read_schema, suggested
from webapp.imports.pages import find_or_404, lease_name, project, step_urls
from webapp.imports.presenters import mapping_page
from webapp.imports.presenters.listing import details
from webapp.imports.rows import dialect_of, mapping_of
from webapp.imports.uploading import first_rows, read_otherwise
from webapp.privacy import shown_json
from webapp.rendering import redirect_after_post, render
from webapp.service import voucherify
from webapp.store import imports
from webapp.store.database import session_scope
from webapp.store.imports import Listed
from webapp.store.leases import leased
from webapp.tables import Dialect, Record, UnreadableTable
from webapp.voucherify.errors import VoucherifyError
from webapp.voucherify.metadata_schemas import MetadataSchema

SAMPLED_ROWS = 50
PREVIEWED_ROWS = 5


@requires(Permission.CUSTOMERS_IMPORT)
def map_columns(import_id: int) -> AnyResponse:
    """The columns as they are mapped, were mapped last time, or are called."""
    found = find_or_404(import_id)
    if found.is_erased:
        return redirect_after_post(url_for("imports.page", import_id=import_id))
    schema, is_known = _schema()
    if found.record.mapping is not None:
        mapping, remembered = mapping_of(found), None
    else:
        mapping, remembered = suggested(project(), found.record.headers, schema, _zone())
    form = mapping_form(mapping, overwrite=found.record.overwrite)
    form.offer(found.record.headers, schema, new_keys=is_known)
    return _page(found, form, schema_is_known=is_known, remembered=remembered)


@requires(Permission.CUSTOMERS_IMPORT)
def save_mapping(import_id: int) -> AnyResponse:
    """Keep a mapping nothing is wrong with, for this file and the next with its headers, and have the rows checked."""
    found = find_or_404(import_id)
    if found.is_erased:
        return redirect_after_post(url_for("imports.page", import_id=import_id))
    schema, is_known = _schema()
    form = MappingForm(request.form)
    if len(form.columns.entries) != len(found.record.headers):  # of a page from before the file was read otherwise
        return redirect_after_post(url_for("imports.map_columns", import_id=import_id))
    form.offer(found.record.headers, schema, new_keys=is_known)
    if not form.validate():
        return _page(found, form, status=422, schema_is_known=is_known)
    mapping = form.mapping()
    findings = mapping_findings(mapping, schema)
    if any(finding.level == "error" for finding in findings):
        return _page(found, form, status=422, schema_is_known=is_known, findings=findings)
    _keep(found, mapping, overwrite=form.overwrite.data)
    return redirect_after_post(url_for("imports.page", import_id=import_id))


@requires(Permission.CUSTOMERS_IMPORT)
def read_as(import_id: int) -> AnyResponse:
    """Read the file in another encoding, or with another delimiter."""
    found = find_or_404(import_id)
    dialect_form = DialectForm(request.form)
    if not found.is_erased and dialect_form.validate():
        dialect = Dialect(dialect_form.encoding.data, dialect_form.delimiter.data)
        try:
            with leased(lease_name(import_id)):
                read_otherwise(import_id, found.file.id, dialect)
        except UnreadableTable as flaw:
            schema, is_known = _schema()
            mapping, _ = suggested(project(), found.record.headers, schema, _zone())
            form = mapping_form(mapping, overwrite=False)
            form.offer(found.record.headers, schema, new_keys=is_known)
            return _page(
                found, form, status=422, schema_is_known=is_known, dialect_form=dialect_form, unreadable=flaw.sentence
            )
    return redirect_after_post(url_for("imports.map_columns", import_id=import_id))


def _keep(found: Listed, mapping: Mapping, *, overwrite: bool) -> None:
    kept = mapping._asdict()
    with leased(lease_name(found.record.id)), session_scope() as session:
        imports.map_columns(session, found.record.id, kept, overwrite=overwrite)
        imports.save_mapping(session, digest_of(project(), found.record.headers), kept, current_user.id)
        start_check(found.record.id, current_user.id, session)


def _page(
    found: Listed,
    form: MappingForm,
    *,
    status: int = 200,
    schema_is_known: bool,
    remembered: Remembered | None = None,
    findings: Sequence[Finding] = (),
    dialect_form: DialectForm | None = None,
    unreadable: str = "",
) -> Response:
    dialect = dialect_of(found)
    rows = _shown(first_rows(uploads.chunks(found.file.id), dialect, SAMPLED_ROWS + 1)[1:], form)
    columns = mapping_page.columns(found.record.headers, rows, findings)
    return render(
        "imports/map.html",
        status=status,
        found=found,
        details=details(found),
        step_urls=step_urls(found),
        form=form,
        columns=list(zip(columns, form.columns.entries, strict=True)),
        about_all=mapping_page.about_all(findings),
        dialect_form=dialect_form or DialectForm(data=dialect._asdict()),
        unreadable=unreadable,
        preview=rows[:PREVIEWED_ROWS],
        schema_is_known=schema_is_known,
        remembered=remembered,
        same_file=imports.same_file(found.file),
    )


def _shown(rows: Sequence[Record], form: MappingForm) -> list[Record]:
    """The rows as the present person may see them."""
    names = [str(column.data or "") for column in form.columns.entries]
    return [
        Record(
            row.line,
            [_shown_cell(names[index] if index < len(names) else "", cell) for index, cell in enumerate(row.cells)],
        )
        for row in rows
    ]


def _shown_cell(name: str, cell: str) -> str:
    shown: dict[str, Any] = shown_json({name: cell})
    return str(next(iter(shown.values())))


def _schema() -> tuple[MetadataSchema | None, bool]:
    """The project's schema, and whether it could be read."""
    try:
        return read_schema(voucherify()), True
    except VoucherifyError:
        return None, False


def _zone() -> str:
    return str(current_app.extensions["settings"].timezone)
