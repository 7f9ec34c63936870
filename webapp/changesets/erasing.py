"""Forgetting customers' values: of one customer after a permanent deletion, of everybody after a while."""

import zlib
from datetime import UTC, datetime, timedelta

import orjson
from flask import current_app

from webapp.changesets.blocks import Outcome, failures_of, packed_failures, put_rows, rows_of
from webapp.changesets.comparing import Row
from webapp.store import change_blocks, change_sets
from webapp.store.change_models import ChangeBlock
from webapp.store.database import session_scope

ERASED = "erased"
ENDED_BY_IT: dict[str, str] = {Outcome.PENDING: Outcome.SKIPPED, Outcome.UNDER_WAY: Outcome.UNKNOWN}
"""A row that names nobody any more cannot be carried out."""


def erase_values_of(customer_id: str, source_id: str | None) -> None:
    """Erase what change sets keep of one customer. What became of the rows stays; those not written yet never are."""
    needles = [orjson.dumps(text) for text in (customer_id, source_id) if text]
    for change_set_id in change_sets.with_values(_kept_for() + timedelta(days=1)):
        for letters in change_blocks.letters(change_set_id):
            with session_scope() as session:
                block = change_blocks.hold(session, change_set_id, letters.number)
                text = zlib.decompress(block.rows) if block and block.rows else b""
                if block is not None and any(needle in text for needle in needles):
                    _erase_in(block, customer_id, source_id)


def _erase_in(block: ChangeBlock, customer_id: str, source_id: str | None) -> None:
    rows, outcomes, failures = rows_of(block), list(block.outcomes), failures_of(block)
    for place, row in enumerate(rows):
        if row.customer_id == customer_id or (source_id and source_id in (row.source_id, row.key)):
            rows[place] = Row(row.line, "", None, None, None, None, ERASED)
            failures.pop(place, None)
            outcomes[place] = ENDED_BY_IT.get(outcomes[place], outcomes[place])
    put_rows(block, rows)
    block.outcomes = "".join(outcomes)
    block.failures = packed_failures(failures)


def erase_old_values() -> None:
    """Erase the values in change sets that are older than the setting keeps them; their counts stay."""
    change_sets.erase_values_before(datetime.now(UTC) - _kept_for())


def _kept_for() -> timedelta:
    return timedelta(days=current_app.extensions["settings"].import_retention_days)
