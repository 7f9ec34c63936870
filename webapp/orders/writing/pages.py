"""The pages of writing orders, each with everything that was typed, so that no failure costs the agent their words."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from flask_wtf.csrf import CSRFError

from webapp.audit import Change
from webapp.auth.access import may
from webapp.auth.permissions import Permission
from webapp.errors import answer, describe
from webapp.orders.currency import money
from webapp.orders.names import customer_names
from webapp.orders.reading import read_schema
from webapp.orders.writing.contents import ITEMS, contents_of, value_of
from webapp.orders.writing.drafts import Base, Draft
from webapp.orders.writing.form_page import form_page
from webapp.orders.writing.merging import Merged, rebased
from webapp.orders.writing.metadata_fields import Schema
from webapp.orders.writing.people import choice_of
from webapp.orders.writing.preview_page import Writer, preview_page
from webapp.orders.writing.tokens import UnreadableBaseError, opened, sealed
from webapp.orders.writing.wishes import Reader
from webapp.rendering import formats, render
from webapp.service import voucherify
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import VoucherifyError
from webapp.voucherify.order_records import Order


def zone() -> ZoneInfo:
    return formats().zone


def order_schema(client: Voucherify) -> Schema:
    """What the project says of orders' metadata; where that cannot be read, the form goes by what is stored."""
    try:
        return Schema.of(read_schema(client))
    except VoucherifyError:
        return Schema(is_known=False)


def sent_base(order_id: str) -> Base | None:
    """What the agent saw, as the form tells; None where it tells nothing that we signed, or of another order."""
    try:
        base = opened(request.form.get("base", ""))
    except UnreadableBaseError:
        return None
    return base if base.order_id == order_id else None


def base_of(order: Order | None, schema: Schema) -> Base:
    """The base of an order as just read; None for a new one."""
    contents = contents_of(order.raw) if order else {}
    return Base(order.id if order else "", contents, schema, datetime.now(zone()), new_token(), contents.get(ITEMS, []))


def new_token() -> str:
    """A name for a form that is to be carried out once."""
    return secrets.token_urlsafe(24)


def changed_draft(draft: Draft, step: str) -> Draft | None:
    """The draft after a step that only changes the form; None for a step that does more."""
    if step == "add-item":
        return draft.with_another_item()
    if step == "add-key":
        return draft.with_another_key()
    if step.startswith("remove-item-") and step.removeprefix("remove-item-").isdecimal():
        return draft.without_item(int(step.removeprefix("remove-item-")))
    return draft if step in {"back", "find-customer"} else None


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
    told = describe(failure) if failure else None
    form = form_page(base, draft, money(), zone(), errors)
    return render(
        "orders/form.html",
        status=told.status if told else status,
        form=form,
        people=choice_of(form.customer_id, form.find),
        failure=told,
        **_common(base),
        **context,
    )


def show_preview(
    base: Base, draft: Draft, merged: Merged, names: Mapping[str, str], *, status: int = 200, **context: Any
) -> Response:
    """What saving would do, before it is done. `names` are of customers by id."""
    shown_base = rebased(base, merged, read_at=datetime.now(zone()))
    return render(
        "orders/preview.html",
        status=status,
        preview=preview_page(_carried(base, draft), merged, Writer(formats(), {**_known_names(merged), **names})),
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
        "orders/unknown.html",
        status=told.status if told else status,
        hidden=tuple(_carried(base, draft).pairs()),
        changes=Writer(formats(), {}).changes(changes),
        failure=told,
        **_common(base),
        **context,
    )


def keep_what_was_typed(error: CSRFError) -> Response:
    """A form from before the last sign-in is not carried out, but comes back as it was filled in."""
    base = sent_base((request.view_args or {}).get("order_id", ""))
    if base is None or not may(Permission.ORDERS_EDIT):
        return answer(error)
    return show_form(base, Draft.from_form(request.form), failure=error)


def _carried(base: Base, draft: Draft) -> Draft:
    return Reader(base, draft, money(), zone()).carried()


def _known_names(merged: Merged) -> dict[str, str]:
    """The names of the customers before and after, as far as they are kept or quickly read."""
    ids = [value_of(merged.now, "customer_id"), merged.after("customer_id")]
    named = customer_names().read(voucherify(), [each for each in ids if isinstance(each, str)])
    return {id_: name.text for id_, name in named.items()}


def _common(base: Base) -> dict[str, Any]:
    """What every page of writing needs: which order it is about, where its forms go, and what they carry along."""
    order_id = base.order_id
    return {
        "is_new": base.is_new,
        "name": base.contents.get("source_id") or order_id,
        "base": sealed(base),
        "read_at": base.read_at,
        "order_id": order_id,
        "send_to": url_for("orders.create") if base.is_new else url_for("orders.change", order_id=order_id),
        "back_to": url_for("orders.index") if base.is_new else url_for("orders.page", order_id=order_id),
    }
