"""The timeline of one customer."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.activity.forms import ActivityForm
from webapp.activity.panel import PANEL
from webapp.activity.presenters.timeline import days_of
from webapp.activity.reading import PageOfEvents, read_page
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customer_page import Section, Visit, add_section, begin_visit, render_section
from webapp.customer_page.feed import Narrowing
from webapp.customer_page.reads import redeemables
from webapp.privacy import shown_json
from webapp.rendering import formats
from webapp.voucherify import Voucherify

blueprint = Blueprint("activity", __name__)
SECTION = Section("activity", "Activity", "activity.page", place=10, panel=PANEL, is_wide=True)
add_section(blueprint, SECTION)


@blueprint.get("/customers/<identifier:customer_id>/activity")
@requires(Permission.CUSTOMERS_READ)
def page(customer_id: str) -> Response:
    """One page of the timeline, newest first; `after` is the id of the event it goes on from."""
    form, after_id = ActivityForm(request.args), request.args.get("after", "")
    if not form.validate():
        return _invalid(customer_id, form)
    narrowing = _narrowing(form)

    def read(client: Voucherify, customer_id: str) -> PageOfEvents:
        return read_page(client, customer_id, narrowing, after_id)

    visit = begin_visit(customer_id, read, redeemables)
    found: PageOfEvents = visit.result(read)
    form.offer_campaigns(_campaigns(visit, found))

    def mask(value: Any) -> Any:
        return shown_json(value, visit.customer)

    days = days_of(
        found.feed.events,
        formats(),
        visit.read_at.date(),
        mask,
        older=found.older,
        follows_everything=not form.is_narrowing and not after_id,
    )
    next_url = _address(visit.customer.id, after=found.feed.next_id) if found.feed.next_id else None
    return render_section(
        visit,
        SECTION.name,
        "activity/page.html",
        "activity/_entries.html" if after_id else "activity/_feed.html",
        form=form,
        days=days,
        feed=found.feed,
        next_url=next_url,
        newest_url=_address(visit.customer.id, after=None),
        is_older=bool(after_id),
    )


def _invalid(customer_id: str, form: ActivityForm) -> Response:
    visit = begin_visit(customer_id, redeemables)
    form.offer_campaigns(_campaigns(visit, None))
    response = render_section(
        visit, SECTION.name, "activity/page.html", "activity/_feed.html", form=form, days=(), feed=None
    )
    response.status_code = 422
    return response


def _campaigns(visit: Visit, found: PageOfEvents | None) -> list[tuple[str, str]]:
    """The campaigns worth asking for, by name: those of the customer's vouchers and of the events at hand."""
    return sorted(dict(_mentioned(visit, found)).items(), key=lambda pair: pair[1].casefold())


def _mentioned(visit: Visit, found: PageOfEvents | None) -> Iterator[tuple[str, str]]:
    for event in found.feed.events if found else ():
        campaign = event.payload.get("campaign")
        if isinstance(campaign, dict) and isinstance(campaign.get("id"), str):
            yield campaign["id"], str(campaign.get("name") or campaign["id"])
    held = visit.answer(redeemables)
    for holder in held.value.items if held.is_there else ():
        if holder.campaign_id:
            yield holder.campaign_id, holder.redeemable.voucher.campaign or holder.campaign_id


def _narrowing(form: ActivityForm) -> Narrowing:
    zone = formats().zone
    return Narrowing(
        type=form.type.data or "",
        category=form.category.data or "",
        campaign_id=form.campaign.data or "",
        campaign_type=form.campaign_type.data or "",
        since=_beginning(form.since.data, zone),
        until=_end(form.until.data, zone),
    )


def _beginning(moment: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(moment, time.min, zone) if moment else None


def _end(moment: date | None, zone: ZoneInfo) -> datetime | None:
    following = _beginning(moment + timedelta(days=1), zone) if moment else None
    return following - timedelta(milliseconds=1) if following else None


def _address(customer_id: str, after: str | None) -> str:
    """This page with the same filters, going on from another event."""
    query: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "after"}
    if after:
        query["after"] = after
    return url_for(".page", customer_id=customer_id, **query)
