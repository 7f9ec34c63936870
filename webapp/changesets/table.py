"""One page of a change set's rows, read without the blocks that have none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.changesets.blocks import failures_of, rows_of
from webapp.changesets.presenters import ShownRow, shown_row
from webapp.store import change_blocks

ROWS_OF_A_PAGE = 50


@dataclass(frozen=True)
class TablePage:
    """Rows of one letter, or of any. Pages count from 1."""

    rows: tuple[ShownRow, ...]
    total: int
    page: int

    @property
    def last_page(self) -> int:
        return max(-(-self.total // ROWS_OF_A_PAGE), 1)


def table_page(change_set_id: int, letter: str, page: int, mask: Callable[[Any], Any], *, has_run: bool) -> TablePage:
    """The rows whose kind (before the run) or outcome (after it) is this letter; "" is any."""
    skip = (page - 1) * ROWS_OF_A_PAGE
    total = 0
    shown: list[ShownRow] = []
    for letters in change_blocks.letters(change_set_id):
        own = letters.outcomes if has_run else letters.kinds
        count = own.count(letter) if letter else len(own)
        first = max(skip - total, 0)
        if first < count and len(shown) < ROWS_OF_A_PAGE:
            places = [place for place, each in enumerate(own) if not letter or each == letter]
            shown += _shown(
                change_set_id, letters.number, places[first : first + ROWS_OF_A_PAGE - len(shown)], mask, has_run
            )
        total += count
    return TablePage(tuple(shown), total, page)


def _shown(
    change_set_id: int, number: int, places: list[int], mask: Callable[[Any], Any], has_run: bool
) -> list[ShownRow]:
    block = change_blocks.find(change_set_id, number)
    rows = rows_of(block) if block else []
    if block is None or not rows:
        return []
    failures = failures_of(block)
    return [
        shown_row(
            rows[place], block.kinds[place], block.outcomes[place], failures.get(place, ""), mask, has_run=has_run
        )
        for place in places
    ]
