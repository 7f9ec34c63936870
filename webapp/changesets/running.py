"""The run of a change set: parts one after another, then customers that only a call of their own can reach."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from webapp.changesets.blocks import Outcome, blocks_of, count_outcomes, failures_of, packed_failures, rows_of
from webapp.changesets.comparing import CHANGED_SINCE, Customer, Row, holds
from webapp.changesets.one_by_one import next_singles
from webapp.changesets.reading import MOST_ONE_BY_ONE, Calls, OneByOne
from webapp.changesets.sending import PartAtWork
from webapp.changesets.settling import settle_unknown
from webapp.formats import counted
from webapp.jobs import Again, Finished, Job, Work
from webapp.jobs import Outcome as JobOutcome
from webapp.store import change_blocks, change_parts, change_sets
from webapp.store.change_models import ChangePart, ChangeSet
from webapp.store.database import session_scope
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import VoucherifyError

LEFT_OPEN = "The run was canceled while this part was under way, and the API did not tell what became of it."
ENDED = {Outcome.CREATED, Outcome.UPDATED, Outcome.DELETED, Outcome.FAILED, Outcome.UNKNOWN}


def step(work: Work, client: Voucherify) -> Again | Finished:
    """One part, or a few single customers. Can be repeated at any point of it."""
    change_set = change_sets.find(int(work.job.subject_id))
    if change_set is None or change_set.state != change_sets.RUNNING:
        return Finished(JobOutcome.CANCELED, "There is nothing to run any more.")
    part = change_parts.next_open(change_set.id)
    pause = 0.0
    if part is not None:
        if _is_first_try_of_few(change_set, part):
            _spare_changed(client, part)
        pause = PartAtWork(client, part, _telling(work, change_set)).advance()
    elif not next_singles(client, change_set):
        return _finish(change_set)
    _telling(work, change_set)()
    return Again(pause)


def stop(job: Job, client: Voucherify) -> None:
    """End a run that was canceled: what is under way is asked for once, what was not begun is not done."""
    change_set = change_sets.find(int(job.subject_id))
    if change_set is None or change_set.state != change_sets.RUNNING:
        return
    part = change_parts.next_open(change_set.id)
    if part is not None and part.state != change_parts.WAITING:
        with suppress(VoucherifyError):
            PartAtWork(client, part, lambda: None).collect()
        if part.state not in change_parts.ENDED:
            settle_unknown(part, LEFT_OPEN)
    _end_rows(change_set, Outcome.UNDER_WAY, Outcome.UNKNOWN)
    _end_rows(change_set, Outcome.PENDING, Outcome.NOT_DONE)
    change_sets.end_run(change_set.id, change_sets.CANCELED, count_outcomes(change_set.id))


def _telling(work: Work, change_set: ChangeSet) -> Callable[[], None]:
    """Tells how far the run is now; to be called as often as one likes, until another row ends."""
    counts = count_outcomes(change_set.id)
    done = sum(counts.get(outcome, 0) for outcome in ENDED)
    to_do = counts.get(Outcome.PENDING, 0) + counts.get(Outcome.UNDER_WAY, 0)
    return partial(work.progress, done, done + to_do, "writing")


def _is_first_try_of_few(change_set: ChangeSet, part: ChangePart) -> bool:
    return part.times_sent == 0 and change_set.summary.get("rows", 0) <= MOST_ONE_BY_ONE


def _spare_changed(client: Voucherify, part: ChangePart) -> None:
    """Leave out customers who are not as the dry run saw them. Of many, only the dry run's age vouches for that."""
    reader = OneByOne(client, Calls())
    written = []
    spared = 0
    for each in blocks_of(part):
        outcomes, failures = list(each.block.outcomes), failures_of(each.block)
        rows = rows_of(each.block)
        found = reader.find([source_id for _, source_id in each.waiting])
        for place, source_id in each.waiting:
            if not _is_as_seen(rows[place], found.get(source_id)):
                outcomes[place], failures[place] = Outcome.SKIPPED.value, CHANGED_SINCE
                spared += 1
        written.append((each.block.number, "".join(outcomes), packed_failures(failures)))
    part.rows -= spared
    with session_scope() as session:
        change_blocks.write_outcomes(session, part.change_set_id, written)
        change_parts.change_in(session, part, rows=part.rows)


def _is_as_seen(row: Row, stored: Customer | None) -> bool:
    if row.before is None or stored is None:
        return row.before is None and stored is None
    return holds(stored, row.before)


def _end_rows(change_set: ChangeSet, present: Outcome, outcome: Outcome) -> None:
    for letters in change_blocks.letters(change_set.id):
        block = change_blocks.find(change_set.id, letters.number) if present in letters.outcomes else None
        if block is not None:
            outcomes = block.outcomes.replace(present, outcome)
            with session_scope() as session:
                change_blocks.write_outcomes(session, change_set.id, [(block.number, outcomes, block.failures)])


def _finish(change_set: ChangeSet) -> Finished:
    _end_rows(change_set, Outcome.PENDING, Outcome.SKIPPED)  # what was not chosen to be done one by one
    counts = count_outcomes(change_set.id)
    change_sets.end_run(change_set.id, change_sets.DONE, counts)
    bad = counts.get(Outcome.FAILED, 0) + counts.get(Outcome.UNKNOWN, 0)
    good = sum(counts.get(outcome, 0) for outcome in (Outcome.CREATED, Outcome.UPDATED, Outcome.DELETED))
    message = f"{counted(good, 'row')} written"
    if bad:
        message += f", {counted(bad, 'row')} failed or not known"
        return Finished(JobOutcome.PARTLY if good else JobOutcome.FAILED, f"{message}.")
    return Finished(JobOutcome.SUCCEEDED, f"{message}.")
