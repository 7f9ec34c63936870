"""Items as lines for people, and of two lists of them what differs. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from webapp.formats import Formats, counted, number
from webapp.orders.presenters.page import name_of
from webapp.values import Value
from webapp.voucherify.order_records import OrderItem

FEW = 10
"""Lists of no more lines are shown whole."""

Item = Mapping[str, Any]


@dataclass(frozen=True)
class ItemLines:
    """Writes items as lines: "2 × Dinner plate, €20.00 each"."""

    formats: Formats

    def all_of(self, items: Sequence[Item]) -> Value:
        return Value("lines", tuple(map(self._line, items))) if items else Value("words", "no items")

    def apart(self, old: Sequence[Item], new: Sequence[Item]) -> tuple[Value, Value]:
        """Both lists; of long ones only the lines that differ, and how many are the same."""
        if max(len(old), len(new)) <= FEW:
            return self.all_of(old), self.all_of(new)
        matcher = SequenceMatcher(None, [*map(_spelled, old)], [*map(_spelled, new)], autojunk=False)
        blocks = [block for block in matcher.get_opcodes() if block[0] != "equal"]
        return (
            self._some_of(old, [place for _, first, last, _, _ in blocks for place in range(first, last)]),
            self._some_of(new, [place for _, _, _, first, last in blocks for place in range(first, last)]),
        )

    def _some_of(self, items: Sequence[Item], places: Sequence[int]) -> Value:
        if not items:
            return self.all_of(items)
        lines = [self._line(items[place]) for place in places]
        rest = len(items) - len(places)
        return Value("lines", (*lines, *([f"{counted(rest, 'line')} as before and after"] if rest else [])))

    def _line(self, raw: Item) -> str:
        item = OrderItem(raw)
        name = f"{number(item.quantity)} × {name_of(item)}" if item.quantity is not None else name_of(item)
        return name if item.price is None else f"{name}, {self.formats.money(item.price)} each"


def _spelled(item: Item) -> str:
    return json.dumps(item, sort_keys=True)
