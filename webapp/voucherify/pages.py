"""The four ways this API pages, behind one iterator.

A *way* is a generator of positions: it yields the query parameters that ask for the next page, is sent that page,
and returns when the list has ended. `walk` drives any of them. The ways: by page number (most lists), by date
(customers: `starting_after`; async actions: `end_date`; segments: a filter), by id (`starting_after_id`: activity,
redeemables, transactions), and the windows a walk by date opens when many objects share one instant.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from webapp.voucherify.records import Record

Kind = TypeVar("Kind", bound=Record)

LARGEST_PAGE = 100
"""What `limit` admits at most, on every list of this API."""

Position = Mapping[str, Any]
Way = Generator[Position, "Page[Any]", None]


class PagingError(Exception):
    """The list goes on, but the API offers no way to reach the rest."""


@dataclass(frozen=True)
class Page(Generic[Kind]):
    """One page of a list. `total` and `has_more` are None on lists that do not tell."""

    items: tuple[Kind, ...]
    total: int | None = None
    has_more: bool | None = None
    more_starting_after: str | None = None

    def ends_list(self, limit: int) -> bool:
        """Say whether this is the last page; where the list does not tell, a page that is not full is."""
        return not self.items or self.has_more is False or (self.has_more is None and len(self.items) < limit)


def is_page(kind: type[Record], answer: object) -> bool:
    """Say whether an answer is a list: an array, found through `data_ref`, of such objects only."""
    items = _items(answer)
    return isinstance(items, list) and all(kind.reads(item) for item in items)


def read_page(kind: type[Kind], answer: Mapping[str, Any]) -> Page[Kind]:
    """Return the page in an answer for which `is_page` holds."""
    total, has_more, more = (answer.get(key) for key in ("total", "has_more", "more_starting_after"))
    return Page(
        tuple(kind(item) for item in _items(answer)),
        total=total if isinstance(total, int) else None,
        has_more=has_more if isinstance(has_more, bool) else None,
        more_starting_after=more if isinstance(more, str) else None,
    )


def _items(answer: object) -> Any:
    name = answer.get("data_ref") if isinstance(answer, dict) else None
    return answer.get(name) if isinstance(answer, dict) and isinstance(name, str) else None


def page_limit(page_size: int, max_items: int | None) -> int:
    """Return the `limit` for a walk: no page holds more than is wanted in all."""
    return page_size if max_items is None else min(page_size, max_items)


def walk(fetch: Callable[[Position], Page[Kind]], way: Way, max_items: int | None = None) -> Iterator[Kind]:
    """Yield the objects of a list, each id once, fetching a page only when its objects are wanted."""
    return islice(_walk(fetch, way), max_items)


def _walk(fetch: Callable[[Position], Page[Kind]], way: Way) -> Iterator[Kind]:
    seen: set[str] = set()
    position = next(way)
    while True:
        page = fetch(position)
        for item in page.items:
            if item.raw["id"] not in seen:
                seen.add(item.raw["id"])
                yield item
        try:
            position = way.send(page)
        except StopIteration:
            return


def by_page_number(limit: int, *, last: int, window: Position = MappingProxyType({})) -> Way:
    """Pages 1 to `last`, the highest number the list admits; raise PagingError when it goes on after that.

    `window` holds parameters that narrow the list on each page.
    """
    for number in range(1, last + 1):
        page = yield {**window, "page": number}
        if page.ends_list(limit) or page.total == (number - 1) * limit + len(page.items):
            return
    raise PagingError(f"the list goes on after page {last}, the last the API serves")


def by_id(limit: int) -> Way:
    """A cursor of ids: `starting_after_id` takes what the page before named in `more_starting_after`."""
    position: Position = {}
    while True:
        page = yield position
        if page.ends_list(limit):
            return
        following = {"starting_after_id": page.more_starting_after or page.items[-1].raw["id"]}
        if following == position:
            raise PagingError("the API names the same page again")
        position = following


def by_date(
    parameter: str,
    field: str,
    limit: int,
    *,
    start: str | None = None,
    instant: Callable[[str], Way] | None = None,
) -> Way:
    """A cursor of time stamps: `parameter` takes the `field` of an object seen.

    The objects after a cursor are those strictly beyond its instant, so a cursor at the last object of a page would
    lose others of the same instant. The cursor is therefore set one instant earlier, and the last objects are
    fetched twice. When one instant fills a whole page there is none earlier; then `instant` is the way through
    all objects of it, and the walk goes on from there. Without that, PagingError is raised.
    """
    cursor = start
    while True:
        page = yield {parameter: cursor} if cursor else {}
        if page.ends_list(limit):
            return
        stamps = [item.raw[field] for item in page.items if item.raw.get(field) not in (None, cursor)]
        earlier = [stamp for stamp in stamps if stamp != stamps[-1]]
        if earlier:
            cursor = earlier[-1]
        elif stamps and instant:
            yield from instant(stamps[-1])
            cursor = stamps[-1]
        else:
            raise PagingError(f"more objects share one instant in {field} than a page holds")
