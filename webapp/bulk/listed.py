"""The list from which customers are selected, as the list's page tells it and as the API is asked for it. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from webapp.security import local_path
from webapp.voucherify.customers import LAST_PAGE, NARROWING, ORDERS
from webapp.voucherify.pages import LARGEST_PAGE

MOMENTS = frozenset(name for name in NARROWING if name.endswith(("_after", "_before")))


class NoListError(ValueError):
    """The text tells of no list of customers there can be."""


@dataclass(frozen=True)
class Listed:
    """One page of GET /v1/customers: what narrows the list, in the client's own words, its order and the page.

    `address` is where the list is shown, "" where that is not known.
    """

    narrowing: Mapping[str, str] = field(default_factory=dict)
    order: str = "-created_at"
    limit: int = LARGEST_PAGE
    page: int = 1
    address: str = ""

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read the JSON that came with a form. Raise NoListError."""
        try:
            return cls.from_json(json.loads(text))
        except (TypeError, KeyError, ValueError, RecursionError) as error:
            raise NoListError from error

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The list as kept. Raise ValueError, KeyError or TypeError for what is none."""
        narrowing, order, limit, page = (kept[name] for name in ("narrowing", "order", "limit", "page"))
        address = local_path(str(kept.get("address", ""))) or ""
        found = cls(dict(narrowing), order, int(limit), int(page), address)
        if found.order not in ORDERS or not (1 <= found.limit <= LARGEST_PAGE and 1 <= found.page <= LAST_PAGE):
            raise ValueError("there is no such page")
        for name, value in found.narrowing.items():
            if name not in NARROWING or not isinstance(value, str):
                raise ValueError("nothing narrows a list so")
            if name in MOMENTS:
                datetime.fromisoformat(value)
        return found

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def segment_id(self) -> str | None:
        return self.narrowing.get("segment_id")

    def words(self, segment_name: str | None = None, *, with_texts: bool) -> str:
        """What the list holds, in words that follow "customers"; without texts that may name a person where asked."""
        return ", ".join(self._words(segment_name, with_texts=with_texts))

    def _words(self, segment_name: str | None, *, with_texts: bool) -> Iterator[str]:
        given = self.narrowing
        if self.segment_id:
            yield f"in the segment “{segment_name or self.segment_id}”"
        if "name" in given:
            yield f"found by the name “{given['name']}”" if with_texts else "found by a name"
        if "email" in given:
            yield f"found by the e-mail “{given['email']}”" if with_texts else "found by an e-mail"
        if "city" in given:
            yield f"in the city “{given['city']}”"
        if {"created_after", "created_before"} & given.keys():
            yield "created in the days searched for"
        if {"updated_after", "updated_before"} & given.keys():
            yield "changed in the days searched for"
