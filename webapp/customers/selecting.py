"""What the list of customers tells the bulk edit of itself, for those who may change many customers at once."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for

from webapp.auth.access import may
from webapp.auth.permissions import Permission
from webapp.customers.criteria import Found, Search
from webapp.interpretation import Kind
from webapp.paths import row_number


@dataclass(frozen=True)
class Selecting:
    """The page of the list as JSON, "" for somebody found by their id alone, who stands in no list.

    `everybody` is how many customers the list holds, where it holds more than the page shows. `address` is that of the
    list, whatever its page. `selection` is the id of a selection to which what is ticked is added.
    """

    listed: str
    everybody: int | None
    address: str
    selection: int | None = None


def selecting(search: Search, found: Found, page: int, address: str) -> Selecting | None:
    """What can be selected in the list at this address.

    None where nobody was found, or the present person may not change many at once.
    """
    if not may(Permission.CUSTOMERS_EDIT_IN_BULK) or not (found.exact or found.others):
        return None
    if search.asked.kind is Kind.API_ID:
        return Selecting("", None, address)
    listed = {
        "narrowing": _narrowing(search),
        "order": search.order,
        "limit": search.page_size,
        "page": page,
        "address": address,
    }
    is_more = found.exact is None and found.total > len(found.others)
    return Selecting(json.dumps(listed), found.total if is_more else None, address, _selection())


def _selection() -> int | None:
    """The selection to which somebody has come to add others."""
    return request.args.get("selection", type=row_number)


def page_address(endpoint: str, page: int, **values: Any) -> str:
    """The address of a page of a list; whoever adds to a selection goes on with that on the next page."""
    return url_for(endpoint, page=page if page > 1 else None, selection=_selection(), **values)


def _narrowing(search: Search) -> dict[str, Any]:
    """What narrows the list, as JSON."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in search.narrowing.items()
    }
