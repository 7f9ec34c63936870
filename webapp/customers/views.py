"""Searching for customers and reading one."""

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from webapp.auth.access import NotPermitted, may, requires
from webapp.auth.permissions import Permission
from webapp.customer_page import Section, Visit, add_section, begin_visit, render_section, show_part
from webapp.customer_page.sections import find_part, sections
from webapp.customers import search as searching
from webapp.customers.criteria import LAST_PAGE, Search
from webapp.customers.forms import SearchForm
from webapp.customers.presenters import profile as profiles
from webapp.customers.presenters import results
from webapp.customers.segments import SegmentChoices, offered
from webapp.customers.selecting import page_address, selecting
from webapp.privacy import shown
from webapp.rate_limits import limit_lookup
from webapp.rendering import formats, render, wants_fragment
from webapp.service import voucherify
from webapp.side_by_side import side_by_side
from webapp.store import saved_searches

blueprint = Blueprint("customers", __name__, url_prefix="/customers")
OVERVIEW = Section("overview", "Overview", "customers.profile", place=0)
add_section(blueprint, OVERVIEW)


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
    search = Search.from_fields(form.data, formats().zone)
    response = _results_page(form, search, page, search_id)
    if wants_fragment():
        shown_page = page if page > 1 else None
        response.headers["HX-Replace-Url"] = url_for(".index", search=search_id or None, page=shown_page)
    return response


@blueprint.post("/search")
@requires(Permission.CUSTOMERS_READ)
@limit_lookup
def search() -> Response:
    """Remember what is searched for and go to the results, or straight to the customer who alone can be meant."""
    form = SearchForm(request.form)
    if not form.validate():
        return _page(form, status=422)
    if not wants_fragment():  # while somebody types, nobody wants to be taken away
        only_one = searching.find_only_one(voucherify(), Search.from_fields(form.data, formats().zone))
        if only_one:
            return redirect(url_for(".profile", customer_id=only_one.id), 303)
    criteria = form.criteria()
    search_id = saved_searches.remember(current_user.id, criteria) if criteria else None
    return redirect(url_for(".index", search=search_id), 303)


@blueprint.get("/<identifier:customer_id>")
@requires(Permission.CUSTOMERS_READ)
def profile(customer_id: str) -> Response:
    """One customer, by id or source id: what has answered by the deadline; the other parts load themselves."""
    panels = [(section, section.panel) for section in sections() if section.panel and may(section.permission)]
    visit = begin_visit(customer_id, *(read for _, panel in panels for read in panel.reads))
    shown_panels = [(section.is_wide, show_part(visit, section, panel)) for section, panel in panels]
    return render_section(
        visit,
        OVERVIEW.name,
        "customers/profile.html",
        profile=profiles.present(shown(visit.customer), visit.read_at),
        wide_panels=[panel for is_wide, panel in shown_panels if is_wide],
        panels=[panel for is_wide, panel in shown_panels if not is_wide],
    )


@blueprint.get("/<identifier:customer_id>/parts/<name>")
@requires(Permission.CUSTOMERS_READ)
def part(customer_id: str, name: str) -> Response:
    """One part of the page alone, however long its calls take; without htmx, the page of its section."""
    found = find_part(name)
    if found is None:
        abort(404)
    section, wanted = found
    if not may(section.permission):
        raise NotPermitted(section.permission)
    if not wants_fragment():
        return redirect(url_for(section.endpoint, customer_id=customer_id))
    loaded = show_part(Visit(customer_id, *wanted.reads), section, wanted, patiently=True)
    template = "customer_page/_blocker.html" if wanted is section.blockers else "customer_page/_part.html"
    return render(template, shown=loaded, status=loaded.failure.status if loaded.failure else 200)


def _results_page(form: SearchForm, search: Search, page: int, search_id: str) -> Response:
    client = voucherify()
    if page > LAST_PAGE:
        return _page(form, results=results.beyond_reach(page), search_id=search_id)
    if wants_fragment():
        segments, found = SegmentChoices(), searching.run(client, search, page)
    else:
        found, segments = side_by_side(lambda: searching.run(client, search, page), lambda: offered(client))
    presented = results.present(search, found, page, segments.name_of(search.segment_id), show=shown)
    selectable = selecting(search, found, page, url_for(".index", search=search_id or None))
    return _page(form, segments, results=presented, search_id=search_id, selecting=selectable)


def _page(form: SearchForm, segments: SegmentChoices | None = None, *, status: int = 200, **context: Any) -> Response:
    if segments is None:
        segments = SegmentChoices() if wants_fragment() else offered(voucherify())
    form.offer_segments(segments.choices)
    context |= {"form": form, "segments": segments, "is_fragment": wants_fragment(), "page_url": _page_url}
    return render("customers/page.html", "customers/_results.html", status=status, **context)


def _page_url(page: int) -> str:
    """The address of another page of the same search."""
    return page_address(".index", page, search=request.args.get("search") or None)
