"""Where change sets come from. Features know this room; this room knows them only by what they register."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from webapp.auth.permissions import Permission
from webapp.changesets.wanted import Wanted


@dataclass(frozen=True)
class Origin:
    """A kind of work that ends in a change set. Every function takes the `origin_id` the feature gave.

    `rows` streams what is wanted, anew each time. `back` is the address of the feature's own page. `describe` tells
    what the result page and the trail keep (file name, hash, mapping …), as JSON; a dry run counts only while it stays
    the same. `original` gives the header, then the cells of
    these lines, in their order.
    """

    name: str
    label: str
    rows: Callable[[int], Iterator[Wanted]]
    back: Callable[[int], str]
    permission: Permission
    describe: Callable[[int], dict[str, Any]]
    original: Callable[[int, Iterable[int]], Iterator[list[str]]] | None = None


_origins: dict[str, Origin] = {}


def add_origin(origin: Origin) -> None:
    """Make an origin known, at import time of the feature that brings it."""
    _origins[origin.name] = origin


def origin_named(name: str) -> Origin:
    """The origin of a change set. Raise KeyError for one that no feature brings."""
    return _origins[name]
