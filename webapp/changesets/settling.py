"""Writing down what became of a part's rows: from what the API reports, never from what was sent."""

from collections.abc import Callable, Sequence

from webapp.changesets.blocks import Outcome, ReadBlock, blocks_of, failures_of, packed_failures
from webapp.changesets.comparing import after, holds
from webapp.changesets.reading import MOST_ONE_BY_ONE, Calls, OneByOne
from webapp.changesets.reports import Report
from webapp.store import change_blocks, change_parts
from webapp.store.change_models import ChangePart
from webapp.store.database import session_scope
from webapp.voucherify import Voucherify

NO_REPORT = "The API has no report on this row, so it is not known whether it was written."
READ_INSTEAD = "The API has no report on this row; what was wanted stands there now."
NOT_THERE = "The API has no report on this row, and what was wanted does not stand there."

Judge = Callable[[ReadBlock, int, str], tuple[Outcome, str | None]]
"""How the row at a place in a block ended, which has this source id, and why."""


def settle(client: Voucherify, part: ChangePart, blocks: Sequence[ReadBlock], report: Report) -> None:
    """Keep how every row of the part ended, and that the part is done, at once.

    Rows the API does not report on are unknown, or read one by one where they are few.
    """
    silent = 0 if report.is_there else part.rows - len(report.found) - len(report.failures)
    reader = OneByOne(client, Calls()) if 0 < silent <= MOST_ONE_BY_ONE else None

    def judge(block: ReadBlock, place: int, source_id: str) -> tuple[Outcome, str | None]:
        if (reason := report.failures.get(source_id)) is not None:
            return Outcome.FAILED, reason
        if (found := report.found.get(source_id)) is not None:
            return (Outcome.UPDATED if found else Outcome.CREATED), None
        if reader is None:
            return Outcome.UNKNOWN, NO_REPORT
        row, stored = block.row(place), reader.find([source_id]).get(source_id)
        if stored is not None and holds(stored, after(row)):
            return (Outcome.CREATED if row.before is None else Outcome.UPDATED), READ_INSTEAD
        return Outcome.UNKNOWN, NOT_THERE

    _write(part, blocks, judge, change_parts.DONE)


def settle_refused(part: ChangePart, blocks: Sequence[ReadBlock], reason: str) -> None:
    """Keep that nothing of the part was taken."""
    _write(part, blocks, lambda *_: (Outcome.FAILED, reason), change_parts.REFUSED)


def settle_unknown(part: ChangePart, reason: str) -> None:
    """Keep that nobody knows what became of the part."""
    _write(part, blocks_of(part), lambda *_: (Outcome.UNKNOWN, reason), change_parts.DONE)


def _write(part: ChangePart, blocks: Sequence[ReadBlock], judge: Judge, state: str) -> None:
    written = []
    for each in blocks:
        outcomes = list(each.block.outcomes)
        failures = failures_of(each.block)
        for place, source_id in each.waiting:
            outcome, reason = judge(each, place, source_id)
            outcomes[place] = outcome
            if reason:
                failures[place] = reason
        written.append((each.block.number, "".join(outcomes), packed_failures(failures)))
    with session_scope() as session:
        change_blocks.write_outcomes(session, part.change_set_id, written)
        change_parts.change_in(session, part, state=state)
    part.state = state
