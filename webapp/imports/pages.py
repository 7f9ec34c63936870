"""What the pages of an import share: the import itself, its steps, and where it has got to."""

from flask import abort, current_app, flash, url_for
from werkzeug.wrappers import Response

from webapp.changesets import latest_of
from webapp.imports.running import ORIGIN
from webapp.rendering import here, redirect_after_post
from webapp.store import imports
from webapp.store.imports import Listed
from webapp.store.leases import LeaseTakenError


def find_or_404(import_id: int) -> Listed:
    return imports.find(import_id) or abort(404)


def project() -> str:
    """What tells this project's mappings from those of another one the installation may have been used for."""
    settings = current_app.extensions["settings"]
    return f"{settings.voucherify_base_url} {settings.voucherify_app_id}"


def lease_name(import_id: int) -> str:
    """What has to be held to change how an import is read or mapped, or one of its rows."""
    return f"import {import_id}"


def somebody_else_is_at_it(_error: LeaseTakenError) -> Response:
    """Answer whoever changes an import at the same moment as somebody else."""
    flash(
        "Somebody else is working on this import at this moment. Nothing of yours was kept; send it again.", "warning"
    )
    return redirect_after_post(here())


def change_set_url(import_id: int) -> str | None:
    """The page of the newest change set that came of an import."""
    change_set = latest_of(ORIGIN, import_id)
    return None if change_set is None else url_for("changesets.page", change_set_id=change_set.id)


def step_urls(found: Listed) -> dict[int, str | None]:
    """Where the steps of an import are, those that can be gone to; templates/imports/_steps.html shows them."""
    import_id, is_there = found.record.id, not found.is_erased
    return {
        2: url_for("imports.map_columns", import_id=import_id) if is_there else None,
        3: url_for("imports.page", import_id=import_id) if found.record.mapping else None,
        4: change_set_url(import_id),
    }
