"""From a checked file to a change set: what it wants of customers, and how it is told of."""

from typing import Any

from flask import url_for

from webapp.auth.permissions import Permission
from webapp.changesets import Options, Origin, add_origin, create
from webapp.imports.presenters.listing import size
from webapp.imports.rows import mapping_of, original_rows, wanted_rows
from webapp.store import imports
from webapp.store.imports import Listed
from webapp.tables import DELIMITERS, ENCODINGS

ORIGIN = "imports"


def start_dry_run(found: Listed, owner_id: int) -> int:
    """Make a change set of the rows without errors; return its id. The import must have been checked."""
    assert found.check is not None  # noqa: S101 - for the type checker
    mapping = mapping_of(found)
    return create(
        ORIGIN,
        found.record.id,
        title=f"Import {found.record.id}",
        options=Options(key=mapping.key, mode=mapping.mode, overwrite=found.record.overwrite),
        owner_id=owner_id,
        expected_rows=found.check.rows - found.check.rows_with_errors,
    )


def describe(import_id: int) -> dict[str, Any]:
    """What is to be remembered of an import; whatever would change what its rows want changes this."""
    found = imports.find(import_id)
    if found is None:
        return {}
    facts: dict[str, Any] = {
        "file": found.file.name,
        "size": size(found.file.size),
        "sha256": found.file.sha256,
        "encoding": ENCODINGS[found.record.encoding],
        "delimiter": DELIMITERS[found.record.delimiter],
        "fields_not_in_the_file": "wiped" if found.record.overwrite else "kept",
        "headers": found.record.headers,
        "mapping": found.record.mapping,
    }
    if found.check is not None:
        facts |= {"rows": found.check.rows, "rows_with_errors_left_out": found.check.rows_with_errors}
    corrected = imports.corrections(import_id)
    if corrected.latest is not None:
        facts |= {"rows_corrected": corrected.rows, "last_corrected": corrected.latest.isoformat(timespec="seconds")}
    return facts


def _back(import_id: int) -> str:
    return url_for("imports.page", import_id=import_id)


add_origin(
    Origin(
        name=ORIGIN,
        label="Import of a file",
        rows=wanted_rows,
        back=_back,
        permission=Permission.CUSTOMERS_IMPORT,
        describe=describe,
        original=original_rows,
    )
)
