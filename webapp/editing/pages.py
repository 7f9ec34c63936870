"""The pages of editing, each with everything that was typed, so that no failure costs the agent their words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, current_app, request, url_for
from flask_wtf.csrf import CSRFError

from webapp.audit import Change
from webapp.auth.access import may
from webapp.auth.permissions import Permission
from webapp.editing.drafts import Base, Draft
from webapp.editing.form_page import form_page
from webapp.editing.merging import Merged, rebased, touched_texts
from webapp.editing.preview_page import hidden_fields, preview_page, shown_changes, source_id_note, title_of_profile
from webapp.editing.profiles import writable
from webapp.editing.tokens import UnreadableBaseError, opened, sealed
from webapp.errors import Failure, answer, describe
from webapp.rendering import render
from webapp.voucherify.customer_records import Customer


def zone() -> ZoneInfo:
    return ZoneInfo(current_app.extensions["settings"].timezone)


def sent_base(customer_id: str) -> Base | None:
    """What the agent saw, as the form tells; None where it tells nothing that we signed, or of another customer."""
    try:
        base = opened(request.form.get("base", ""))
    except UnreadableBaseError:
        return None
    return base if base.customer_id == customer_id else None


def base_of(customer: Customer, **facts: Any) -> Base:
    """The base of a customer as just read."""
    return Base(customer.id, writable(customer.raw), read_at=datetime.now(zone()), **facts)


def show_form(
    base: Base,
    draft: Draft,
    *,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    failure: Exception | None = None,
    **context: Any,
) -> Response:
    """The form with what was typed. With a `failure` it says what went wrong, and answers with its status."""
    told: Failure | None = describe(failure) if failure else None
    return render(
        "editing/form.html",
        status=told.status if told else status,
        form=form_page(base, draft, zone(), errors),
        failure=told,
        **_common(base),
        **context,
    )


def show_preview(
    base: Base, draft: Draft, merged: Merged, customer: Customer | None = None, *, status: int = 200, **context: Any
) -> Response:
    """What saving would do, before it is done."""
    shown_base = rebased(base, merged, read_at=datetime.now(zone()))
    return render(
        "editing/preview.html",
        status=status,
        preview=preview_page(base, draft, merged, zone()),
        source_id_note=source_id_note(customer) if customer and "email" in merged.update else None,
        seen_at=base.read_at,
        **_common(shown_base),
        **context,
    )


def show_unknown(
    base: Base,
    draft: Draft,
    *,
    status: int = 200,
    changes: Sequence[Change] = (),
    failure: Exception | None = None,
    **context: Any,
) -> Response:
    """Something was sent, and nobody knows what became of it; or, once asked for, what does stand there now."""
    told = describe(failure) if failure else None
    return render(
        "editing/unknown.html",
        status=told.status if told else status,
        hidden=tuple(hidden_fields(touched_texts(base, draft, zone()), draft)),
        changes=shown_changes(changes),
        failure=told,
        **_common(base),
        **context,
    )


def keep_what_was_typed(error: CSRFError) -> Response:
    """A form from before the last sign-in is not carried out, but comes back as it was filled in."""
    base = sent_base((request.view_args or {}).get("customer_id", ""))
    wanted = Permission.CUSTOMERS_EDIT if base and base.customer_id else Permission.CUSTOMERS_CREATE
    if base is None or not may(wanted):
        return answer(error)
    return show_form(base, Draft.from_form(request.form), failure=error)


def _common(base: Base) -> dict[str, Any]:
    """What every page of editing needs: whom it is about, where its forms go, and what they carry along."""
    is_new = not base.customer_id
    return {
        "is_new": is_new,
        "name": title_of_profile(base.profile),
        "base": sealed(base),
        "read_at": base.read_at,
        "customer_id": base.customer_id,
        "send_to": url_for("creating.create") if is_new else url_for("editing.change", customer_id=base.customer_id),
        "back_to": url_for("customers.index") if is_new else url_for("customers.profile", customer_id=base.customer_id),
    }
