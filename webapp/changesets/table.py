"""One page of a change set's rows, read without the blocks that have none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.changesets.blocks import failures_of, is_single, rows_of
from webapp.changesets.comparing import Kind
from webapp.changesets.presenters import ShownRow, shown_row
from webapp.store import change_blocks
from webapp.store.change_blocks import Letters

ROWS_OF_A_PAGE = 50
SINGLES = "1"
"""Stands for a letter where the rows of customers without a source id are asked for."""


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
    """The rows whose kind (before the run) or outcome (after it) is this letter; "" is any, "1" the single ones."""
    skip = (page - 1) * ROWS_OF_A_PAGE
    total = 0
    shown: list[ShownRow] = []
    for letters in change_blocks.letters(change_set_id):
        count = _count(letters, letter, has_run=has_run)
        first = max(skip - total, 0)
        if first < count and len(shown) < ROWS_OF_A_PAGE:
            fitting = slice(first, first + ROWS_OF_A_PAGE - len(shown))
            shown += _shown(change_set_id, letters, letter, fitting, mask, has_run=has_run)
        total += count
    return TablePage(tuple(shown), total, page)


def _count(letters: Letters, letter: str, *, has_run: bool) -> int:
    if letter == SINGLES:
        return letters.kinds.count(Kind.CREATE) + letters.kinds.count(Kind.UPDATE) - letters.sendable
    own = letters.outcomes if has_run else letters.kinds
    return own.count(letter) if letter else len(own)


def _shown(
    change_set_id: int, letters: Letters, letter: str, fitting: slice, mask: Callable[[Any], Any], *, has_run: bool
) -> list[ShownRow]:
    block = change_blocks.find(change_set_id, letters.number)
    rows = rows_of(block) if block else []
    if block is None or not rows:
        return []
    failures = failures_of(block)
    own = letters.outcomes if has_run else letters.kinds
    places = [
        place
        for place, each in enumerate(own)
        if letter in {"", each} or (letter == SINGLES and is_single(block.kinds[place], rows[place]))
    ][fitting]
    return [
        shown_row(
            rows[place], block.kinds[place], block.outcomes[place], failures.get(place, ""), mask, has_run=has_run
        )
        for place in places
    ]
