"""The files a change set gives out: the rows that came to nothing, and all rows with what became of them."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from webapp.audit.changes import Change
from webapp.audit.presenters import masked_side
from webapp.changesets.blocks import Outcome, failures_of, rows_of
from webapp.changesets.comparing import Row, after
from webapp.changesets.origins import Origin
from webapp.changesets.presenters import KIND_WORDS, OUTCOME_WORDS, SKIPPED_REASON
from webapp.sheets import REASON, lines
from webapp.store import change_blocks
from webapp.store.change_models import ChangeSet

Mask = Callable[[Any], Any]

TO_DO_AGAIN = {Outcome.FAILED, Outcome.UNKNOWN, Outcome.SKIPPED, Outcome.NOT_DONE}
COLUMNS = ("line", "key", "customer", "what", "field", "old", "new", "outcome", "reason")


def failed_rows(change_set: ChangeSet, origin: Origin) -> Iterator[str]:
    """The rows that were not written, with the columns they came with and the reason: a file to import again."""
    failed = list(_failed(change_set))
    if origin.original is None:
        table = iter([["line", "key"], *([str(line), key] for line, key, _ in failed)])
    else:
        table = origin.original(change_set.origin_id, [line for line, _, _ in failed])
    return lines(_with_reasons(table, [reason for _, _, reason in failed]), importable=True)


def _with_reasons(table: Iterator[list[str]], reasons: list[str]) -> Iterator[list[str]]:
    for cells, reason in zip(table, [REASON, *reasons], strict=False):
        yield [*cells, reason]


def all_rows(change_set: ChangeSet, mask: Mask) -> Iterator[str]:
    """Every row, with a line for each field it changes: old, new, and what became of it."""
    return lines(_all_rows(change_set, mask))


def _all_rows(change_set: ChangeSet, mask: Mask) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for block in change_blocks.each(change_set.id):
        failures = failures_of(block)
        for place, row in enumerate(rows_of(block)):
            kind, outcome = block.kinds[place], block.outcomes[place]
            reason = failures.get(place) or row.note or ""
            start = (str(row.line), mask(row.key), row.customer_id or "", KIND_WORDS[kind])
            end = (OUTCOME_WORDS[outcome], reason)
            new = after(row)
            fields = dict.fromkeys((*(row.before or {}), *new)) or [""]
            for field in fields:
                sides = _written(field, (row.before or {}).get(field), mask), _written(field, new.get(field), mask)
                yield (*start, field, *sides, *end)


def _failed(change_set: ChangeSet) -> Iterator[tuple[int, str, str]]:
    for block in change_blocks.each(change_set.id):
        if TO_DO_AGAIN.isdisjoint(block.outcomes):
            continue
        failures = failures_of(block)
        for place, row in enumerate(rows_of(block)):
            if block.outcomes[place] in TO_DO_AGAIN:
                yield row.line, row.key, failures.get(place) or _reason(row, block.outcomes[place])


def _reason(row: Row, outcome: str) -> str:
    return row.note or SKIPPED_REASON.get(outcome, "")


def _written(field: str, value: Any, mask: Mask) -> str:
    if value is None:
        return ""
    shown = masked_side(Change(field), value, mask)
    return shown if isinstance(shown, str) else orjson.dumps(shown).decode()
