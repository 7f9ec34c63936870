"""Reading what is stored of the customers that rows name, with as few calls as possible.

Three ways, and the cheapest in calls is taken: each customer by itself, the whole list page by page, or an export. An
export shows the metadata keys that the project's schema declares, and no others; `Stored.is_whole` says so.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import asdict, dataclass
from typing import Any, Protocol, Self

from webapp.changesets.comparing import Customer
from webapp.changesets.exported import exported_customers
from webapp.changesets.wanted import Key
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import NotFound
from webapp.voucherify.pages import LARGEST_PAGE

MOST_ONE_BY_ONE = 100
MOST_PAGES = 120
NEW_ON_A_PAGE = LARGEST_PAGE - 1  # the walk sets each page back by one customer, so as to lose none
CALLS_OF_AN_EXPORT = 55  # 46 looks in ten minutes, and a few before and after
CALLS_FOR_SEGMENTS = 2  # a project has a hundred dynamic ones at most
SIDE_BY_SIDE = 4

ONE_BY_ONE = "one by one"
LIST = "list"
EXPORT = "export"
SAMPLE = "sample"

Found = Mapping[str, Customer]
Beat = Callable[[], None]
"""To be called every second or so while something long goes on; may raise to end it."""


class Stored(Protocol):
    """What can be asked for customers by their keys; those that are not stored are not in the answer.

    `is_whole` says whether all metadata is there, `shows` whether these fields, by flat name, can be told of.
    """

    is_whole: bool

    def shows(self, fields: Iterable[str]) -> bool: ...
    def find(self, keys: Sequence[str]) -> Found: ...


@dataclass(frozen=True)
class Plan:
    """How the stored customers are read, and how many calls that may cost at most; `total` customers are there."""

    way: str
    most_calls: int
    total: int | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(kept["way"], kept["most_calls"], kept.get("total"))


def plan_for(client: Voucherify, rows: int | None, *, in_full: bool = False) -> Plan:
    """Choose the way with the fewest calls; `rows` is None when there are more than a hundred.

    An export, which does not show all, is chosen only where it saves many, and never where things are wanted
    `in_full`. Costs one call itself where there are more than a hundred rows.
    """
    if rows is not None and rows <= MOST_ONE_BY_ONE:
        return Plan(ONE_BY_ONE, rows + CALLS_FOR_SEGMENTS)
    total = client.customers.list(1).total
    if total is not None and (in_full or _pages(total) <= MOST_PAGES):
        return Plan(LIST, _pages(total) + 1 + CALLS_FOR_SEGMENTS, total)
    return Plan(EXPORT, CALLS_OF_AN_EXPORT, total)


def calls_in_full(plan: Plan) -> int | None:
    """How many calls reading everything takes at most; None where the plan does so, or nobody knows."""
    return _pages(plan.total) + 1 + CALLS_FOR_SEGMENTS if plan.way == EXPORT and plan.total is not None else None


def _pages(total: int) -> int:
    return math.ceil(total / NEW_ON_A_PAGE) + 1


@contextmanager
def reading(client: Voucherify, plan: Plan, key: Key, calls: "Calls", beat: Beat) -> Iterator[Stored]:
    """Read as planned. What it keeps on disk meanwhile is gone afterwards."""
    if plan.way in (ONE_BY_ONE, SAMPLE):
        yield OneByOne(client, calls)
    elif plan.way == LIST:
        yield listed(client, key, calls, beat)
    else:
        with exported_customers(client, key, calls.add, beat) as stored:
            yield stored


@dataclass
class Calls:
    """How many calls went out."""

    made: int = 0

    def add(self, count: int = 1) -> None:
        self.made += count


class OneByOne:
    """Asks the API for each customer, some side by side."""

    is_whole = True

    def shows(self, _fields: Iterable[str]) -> bool:
        return True

    def __init__(self, client: Voucherify, calls: Calls) -> None:
        self._client = client
        self._calls = calls

    def find(self, keys: Sequence[str]) -> Found:
        self._calls.add(len(keys))
        context = copy_context()
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            found = pool.map(lambda key: context.copy().run(self._get, key), keys)
            return {key: customer for key, customer in zip(keys, found, strict=True) if customer is not None}

    def _get(self, key: str) -> Customer | None:
        try:
            return self._client.customers.get(key).raw
        except (NotFound, ValueError):  # a key that fits into no address is nobody's
            return None


class InMemory:
    """Customers that have been read already; few enough to be held."""

    is_whole = True

    def shows(self, _fields: Iterable[str]) -> bool:
        return True

    def __init__(self, by_key: Found) -> None:
        self._by_key = by_key

    def find(self, keys: Sequence[str]) -> Found:
        return {key: self._by_key[key] for key in keys if key in self._by_key}


def listed(client: Voucherify, key: Key, calls: Calls, beat: Beat) -> InMemory:
    """Everybody, from the list of customers."""
    by_id: dict[str, Customer] = {}
    by_source_id: dict[str, Customer] = {}
    for number, customer in enumerate(client.customers.iterate()):
        if number % NEW_ON_A_PAGE == 0:
            calls.add()
            beat()
        by_id[customer.id] = customer.raw
        if customer.source_id:
            by_source_id[customer.source_id] = customer.raw
    return InMemory({"id": by_id, "source_id": by_source_id, "either": {**by_id, **by_source_id}}[key])
