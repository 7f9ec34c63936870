"""The list of orders, and looking through it."""

from dataclasses import replace
from typing import Any

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.orders.blueprint import blueprint
from webapp.orders.criteria import LAST_PAGE, REACHABLE, Search, export_address
from webapp.orders.currency import money
from webapp.orders.forms import SearchForm
from webapp.orders.names import Name, customer_names
from webapp.orders.presenters.rows import present_page, present_stretch
from webapp.orders.reading import find_customer
from webapp.orders.searching import STRETCH, Found, look_through, read_page
from webapp.privacy import sees, shown, shown_json
from webapp.rate_limits import limit_lookup
from webapp.rendering import formats, render
from webapp.service import voucherify
from webapp.store import saved_searches

NOBODY = "Nobody has this id or source id."


@blueprint.get("")
@requires(Permission.ORDERS_READ)
def index() -> Response:
    """One page of all orders, or those that fit a search among five hundred of them.

    `search` is a search kept for its owner; without it or where it asks for nothing, `page` counts pages. `from` is
    how many rows a search goes on after.
    """
    search_id = request.args.get("search", "")
    criteria = saved_searches.recall(current_user.id, search_id) if search_id else {}
    if criteria is None:
        return _page(SearchForm(money=money()), status=404, is_forgotten=True)
    form = SearchForm(MultiDict(criteria), money=money())
    if not form.validate():  # the currency's setting changed since
        return _page(form, status=422)
    search = Search.from_fields(form.data, formats().zone)
    if search.narrows:
        return _stretch(form, search)
    page = max(1, request.args.get("page", 1, type=int))
    if page > LAST_PAGE:
        return _page(form, search=search, is_beyond_reach=True)
    found = read_page(voucherify(), search, page)
    return _page(form, search=search, listing=present_page(search, found, page, _names(found), shown))


@blueprint.post("/search")
@requires(Permission.ORDERS_READ)
@limit_lookup
def search() -> Response:
    """Remember what is asked for, with the customer's id in place of what was typed, and go to the orders."""
    form = SearchForm(request.form, money=money())
    if not form.validate():
        return _page(form, status=422)
    criteria = form.criteria()
    if "customer" in criteria:
        customer = find_customer(voucherify(), criteria["customer"])
        if customer is None:
            form.customer.errors = [NOBODY]
            return _page(form, status=422)
        criteria["customer"] = customer.id
    search_id = saved_searches.remember(current_user.id, criteria) if criteria else None
    return redirect(url_for(".index", search=search_id), 303)


def _stretch(form: SearchForm, search: Search) -> Response:
    skipped = min(max(0, request.args.get("from", 0, type=int)), REACHABLE - STRETCH) // STRETCH * STRETCH
    found = look_through(voucherify(), search, skipped)
    listing = present_stretch(found, _names(found), shown)
    return _page(form, "orders/_stretch.html", search=search, listing=listing, stretch=STRETCH)


def _names(found: Found) -> dict[str, Name]:
    """What the orders' customers are called, as the present person may see it."""
    ids = (order.customer_id for order in found.orders if order.customer_id)
    names = customer_names().read(voucherify(), ids)
    return {id_: name if sees(id_) else replace(name, text=shown_json(name.text)) for id_, name in names.items()}


def _page(
    form: SearchForm, partial: str | None = None, *, status: int = 200, search: Search | None = None, **context: Any
) -> Response:
    context |= {
        "form": form,
        "is_narrowed": bool(search and search.narrows),
        "export_url": export_address(search) if search else None,
        "page_url": _page_url,
        "stretch_url": _stretch_url,
    }
    return render("orders/list.html", partial, status=status, **context)


def _page_url(page: int) -> str:
    """The address of another page of the same list."""
    return url_for(".index", search=request.args.get("search") or None, page=page if page > 1 else None)


def _stretch_url(skipped: int) -> str:
    """The address of the same search after so many rows."""
    values: dict[str, Any] = {"search": request.args.get("search") or None, "from": skipped}
    return url_for(".index", **values)
