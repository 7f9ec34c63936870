"""Searching for customers and reading one."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.customers import search as searching
from webapp.customers.criteria import LAST_PAGE, Search
from webapp.customers.forms import SearchForm
from webapp.customers.presenters import profile as profiles
from webapp.customers.presenters import results
from webapp.customers.segments import SegmentChoices, offered
from webapp.customers.side_by_side import side_by_side
from webapp.rendering import render, wants_fragment
from webapp.service import voucherify
from webapp.store import saved_searches

blueprint = Blueprint("customers", __name__, url_prefix="/customers")


@blueprint.get("")
@requires(Permission.CUSTOMERS_READ)
def index() -> Response:
    """One page of a search, or the newest customers. The address carries the search's opaque id, never its words."""
    search_id = request.args.get("search", "")
    page = max(1, request.args.get("page", 1, type=int))
    criteria = saved_searches.recall(current_user.id, search_id) if search_id else {}
    if criteria is None:
        return _page(SearchForm(), status=404, forgotten=True)
    form = SearchForm(MultiDict(criteria))
    search = Search.from_fields(form.data, _zone())
    response = _results_page(form, search, page, search_id)
    if wants_fragment():
        shown_page = page if page > 1 else None
        response.headers["HX-Replace-Url"] = url_for(".index", search=search_id or None, page=shown_page)
    return response


@blueprint.post("/search")
@requires(Permission.CUSTOMERS_READ)
def search() -> Response:
    """Remember what is searched for and go to the results, or straight to the customer who alone can be meant."""
    form = SearchForm(request.form)
    if not form.validate():
        return _page(form, status=422)
    if not wants_fragment():  # while somebody types, nobody wants to be taken away
        only_one = searching.find_only_one(voucherify(), Search.from_fields(form.data, _zone()))
        if only_one:
            return redirect(url_for(".profile", customer_id=only_one.id), 303)
    criteria = form.criteria()
    search_id = saved_searches.remember(current_user.id, criteria) if criteria else None
    return redirect(url_for(".index", search=search_id), 303)


@blueprint.get("/<identifier:customer_id>")
@requires(Permission.CUSTOMERS_READ)
def profile(customer_id: str) -> Response:
    """One customer, by id or source id. The address ends up with the id, since a source id may be personal."""
    customer = voucherify().customers.get(customer_id)
    if customer.id != customer_id:
        return redirect(url_for(".profile", customer_id=customer.id))
    return render("customers/profile.html", profile=profiles.present(customer, read_at=datetime.now(_zone())))


def _results_page(form: SearchForm, search: Search, page: int, search_id: str) -> Response:
    client = voucherify()
    if page > LAST_PAGE:
        return _page(form, results=results.beyond_reach(page), search_id=search_id)
    if wants_fragment():
        segments, found = SegmentChoices(), searching.run(client, search, page)
    else:
        found, segments = side_by_side(lambda: searching.run(client, search, page), lambda: offered(client))
    shown = results.present(search, found, page, segments.name_of(search.segment_id))
    return _page(form, segments, results=shown, search_id=search_id)


def _page(form: SearchForm, segments: SegmentChoices | None = None, *, status: int = 200, **context: Any) -> Response:
    if segments is None:
        segments = SegmentChoices() if wants_fragment() else offered(voucherify())
    form.offer_segments(segments.choices)
    context |= {"form": form, "segments": segments, "is_fragment": wants_fragment()}
    return render("customers/page.html", "customers/_results.html", status=status, **context)


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.extensions["settings"].timezone)
