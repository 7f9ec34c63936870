"""What the list of customers tells the bulk edit of itself, for those who may change many customers at once."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.auth.access import may
from webapp.auth.permissions import Permission
from webapp.customers.criteria import Found, Search
from webapp.interpretation import Kind


@dataclass(frozen=True)
class Selecting:
    """The page of the list as JSON, "" for somebody found by their id alone, who stands in no list.

    `everybody` is how many customers the list holds, where it holds more than the page shows.
    """

    listed: str
    everybody: int | None


def selecting(search: Search, found: Found, page: int) -> Selecting | None:
    """What can be selected; None where nobody was found, or the present person may not change many at once."""
    if not may(Permission.CUSTOMERS_EDIT_IN_BULK) or not (found.exact or found.others):
        return None
    if search.asked.kind is Kind.API_ID:
        return Selecting("", None)
    listed = {"narrowing": _narrowing(search), "order": search.order, "limit": search.page_size, "page": page}
    is_more = found.exact is None and found.total > len(found.others)
    return Selecting(json.dumps(listed), found.total if is_more else None)


def _narrowing(search: Search) -> dict[str, Any]:
    """What narrows the list, as JSON."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in search.narrowing.items()
    }
