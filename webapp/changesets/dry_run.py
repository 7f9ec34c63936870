"""The dry run: every row compared with what is stored, and kept for the run and for its undo."""

import hashlib
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from itertools import islice
from secrets import token_hex
from typing import Any

from webapp.changesets.blocks import ROWS_OF_A_BLOCK, can_be_kept, packed
from webapp.changesets.comparing import CANNOT_BE_KEPT, Compared, Customer, Kind, Row, compare
from webapp.changesets.exported import ExportFailedError
from webapp.changesets.identities import Identities
from webapp.changesets.origins import Origin, origin_named
from webapp.changesets.reading import EXPORT, MOST_ONE_BY_ONE, SAMPLE, Calls, Plan, Stored, plan_for, reading
from webapp.changesets.segment_filters import SegmentFilter, read_filter
from webapp.changesets.wanted import Options, Wanted
from webapp.jobs import Again, Finished, LeaseLostError, Outcome, Wants, Work
from webapp.store import change_blocks, change_sets
from webapp.store.change_models import ChangeSet
from webapp.voucherify import Voucherify
from webapp.voucherify.errors import Forbidden, InvalidRequest, VoucherifyError

BLOCKS_AT_ONCE = 10
LARGEST_BLOCK = 4 * 1024 * 1024
SECONDS_BETWEEN_BEATS = 1.0
NAMED_TWICE = "The same customer is named in an earlier row."
ACTIVE = "auto-update"


class _CanceledError(Exception):
    """Somebody wants the dry run to end."""


class _NotShownError(Exception):
    """A row speaks of something that an export does not show."""


class DryRun:
    """One pass over the rows of a change set."""

    def __init__(self, change_set: ChangeSet, client: Voucherify, work: Work) -> None:
        self._set = change_set
        self._client = client
        self._work = work
        self._options = Options.from_json(change_set.options)
        self._origin: Origin = origin_named(change_set.origin)
        self._calls = Calls()
        self._segments: list[SegmentFilter] = []
        self._beat_at = 0.0
        self._begin()

    def _begin(self) -> None:
        """Nothing is compared or counted yet."""
        self._digest = hashlib.sha256()
        self._seen = Identities()
        self._kinds: Counter[str] = Counter()
        self._cleared: Counter[str] = Counter()
        self._wiped: Counter[str] = Counter()
        self._facts: Counter[str] = Counter()
        self._fields: Counter[str] = Counter()
        self._moves = {segment.id: [0, 0, 0] for segment in self._segments}
        self._done = 0
        self._number = 0
        self._waiting: list[dict[str, Any]] = []

    def carry_out(self) -> Finished:
        """Compare every row. Raise VoucherifyError where the API does not answer."""
        described = self._origin.describe(self._set.origin_id)
        first = list(islice(self._rows(), MOST_ONE_BY_ONE + 1))
        count = len(first) if len(first) <= MOST_ONE_BY_ONE else None
        plan = plan_for(self._client, count, in_full=bool(self._set.choices.get("in_full")))
        self._segments = self._active_segments()
        try:
            plan = self._compare_all(plan)
        except _CanceledError:
            change_sets.not_seen(self._set.id)
            return Finished(Outcome.CANCELED, "The dry run was canceled.")
        change_sets.seen(
            self._set.id,
            plan={**plan.to_json(), "calls": self._calls.made},
            summary=self._summary(),
            described=described,
            digest=self._digest.hexdigest(),
            seen_as=token_hex(16),
        )
        return Finished(Outcome.SUCCEEDED)

    def _compare_all(self, plan: Plan) -> Plan:
        """Compare as planned; where an export is not enough or fails, in full or, where that cannot be, a sample."""
        try:
            self._compare_by(plan, self._rows())
            return plan
        except _NotShownError:
            plan = plan_for(self._client, None, in_full=True)
            plan = replace(plan, most_calls=plan.most_calls + self._calls.made)
            self._compare_by(plan, self._rows())
            return plan
        except (ExportFailedError, InvalidRequest, Forbidden):
            if plan.way != EXPORT:
                raise
        sample = Plan(SAMPLE, MOST_ONE_BY_ONE + self._calls.made, plan.total)
        self._compare_by(sample, islice(self._rows(), MOST_ONE_BY_ONE))
        return sample

    def _rows(self) -> Iterator[Wanted]:
        return self._origin.rows(self._set.origin_id)

    def _compare_by(self, plan: Plan, rows: Iterator[Wanted]) -> None:
        """Compare all rows from the start, reading as planned."""
        change_sets.remove_blocks(self._set.id)
        change_sets.change(self._set.id, plan=plan.to_json())
        self._begin()
        with reading(self._client, plan, self._options.key, self._calls, self._beat) as stored:
            self._facts["reads_all_metadata"] = int(stored.is_whole)
            self._compare(rows, stored)

    def _compare(self, rows: Iterator[Wanted], stored: Stored) -> None:
        """Compare all rows; those before are compressed and stored by another thread meanwhile."""
        keeping: Future[None] | None = None
        with ThreadPoolExecutor(1, "rows kept") as keeper:
            while some := list(islice(rows, ROWS_OF_A_BLOCK)):
                if not stored.is_whole and not all(
                    stored.shows((*(row.values or ()), *(row.expected or ()))) for row in some
                ):
                    raise _NotShownError
                found = stored.find([row.key for row in some if row.key])
                compared = [self._compared(row, found.get(row.key)) for row in some]
                if keeping:
                    keeping.result()
                keeping = keeper.submit(copy_context().run, self._keep, compared)
                self._done += len(some)
                self._beat()
            if keeping:
                keeping.result()
        self._store()
        self._work.progress(self._done, self._done)

    def _keep(self, compared: Sequence[Compared]) -> None:
        try:
            self._waiting += self._kept(compared)
        except TypeError:
            self._waiting += self._kept([_as_kept(each) for each in compared])
        if len(self._waiting) >= BLOCKS_AT_ONCE:
            self._store()

    def _store(self) -> None:
        if self._waiting:
            change_blocks.add(self._set.id, self._waiting)
            self._waiting = []

    def _compared(self, wanted: Wanted, stored: Customer | None) -> Compared:
        if not self._seen.add(stored["id"] if stored else wanted.key):
            row = Row(wanted.line, wanted.key, None, None, None, None, NAMED_TWICE)
            return Compared(Kind.CONFLICT, row)
        compared = compare(wanted, stored, self._options)
        if compared.cleared:
            self._facts["rows_cleared"] += 1
            self._cleared.update(compared.cleared)
        if compared.wiped:
            self._facts["rows_wiped"] += 1
            self._wiped.update(compared.wiped)
        if compared.kind is Kind.UPDATE:
            self._note_update(compared.row, stored or {})
        elif compared.kind is Kind.CREATE:
            self._move({}, compared.row.body or {}, None)
        return compared

    def _note_update(self, row: Row, stored: Customer) -> None:
        before, body = row.before or {}, row.body or {}
        self._fields.update(before.keys())
        if not row.source_id:
            self._facts["without_source_id"] += 1
        if "metadata" in body:
            self._facts["rows_with_metadata"] += 1
        if self._segments:
            self._move(stored, {**stored, **body}, before)

    def _move(self, old: Customer, new: Customer, changed: dict[str, Any] | None) -> None:
        """Count who enters and leaves segments; `changed` None is a new customer, who was in none."""
        for segment in self._segments:
            moves = self._moves[segment.id]
            if changed is not None and not segment.is_touched(changed):
                continue
            if not segment.is_known:
                moves[2] += 1
            elif changed is None:
                moves[0] += segment.holds(new)
            else:
                is_in, was_in = segment.holds(new), segment.holds(old)
                moves[0] += is_in and not was_in
                moves[1] += was_in and not is_in

    def _kept(self, compared: Sequence[Compared]) -> list[dict[str, Any]]:
        """The rows as blocks. Raise TypeError where one cannot be kept as JSON."""
        kinds = "".join([each.kind.value for each in compared])
        blocks = self._blocks(kinds, [each.row for each in compared])
        self._kinds.update(kinds)
        return blocks

    def _blocks(self, kinds: str, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """The rows as blocks, in halves where they are too large for one."""
        block = packed(self._number, kinds, rows)
        if block["size"] > LARGEST_BLOCK and len(rows) > 1:
            half = len(rows) // 2
            return self._blocks(kinds[:half], rows[:half]) + self._blocks(kinds[half:], rows[half:])
        self._number += 1
        self._digest.update(block["rows"])
        return [block]

    def _active_segments(self) -> list[SegmentFilter]:
        """The segments whose members are told of their coming and going. None where they cannot be read."""
        self._calls.add()
        try:
            return [
                read_filter(segment.id, segment.name or segment.id, segment.filter)
                for segment in self._client.segments.iterate()
                if segment.type == ACTIVE
            ]
        except (Forbidden, InvalidRequest):
            return []

    def _summary(self) -> dict[str, Any]:
        segments = [
            {"name": each.name, "entered": moves[0], "left": moves[1], "unknown": moves[2]}
            for each in self._segments
            if any(moves := self._moves[each.id])
        ]
        return {
            "rows": self._done,
            "kinds": dict(self._kinds),
            "fields": dict(self._fields.most_common(200)),
            "cleared": dict(self._cleared.most_common(200)),
            "wiped": dict(self._wiped.most_common(200)),
            "segments": segments,
            **self._facts,
        }

    def _beat(self) -> None:
        """Tell how far it is, once a second. Raise _CanceledError when somebody wants it to end."""
        now = time.monotonic()
        if now - self._beat_at > SECONDS_BETWEEN_BEATS:
            self._beat_at = now
            self._work.progress(self._done, self._set.expected_rows, "comparing" if self._done else "reading")
            if self._work.wants() is Wants.CANCEL:
                raise _CanceledError


def _as_kept(compared: Compared) -> Compared:
    """The row, or a conflict in place of one that JSON cannot carry."""
    if can_be_kept(compared.row):
        return compared
    row = compared.row
    key = row.key.encode("utf-8", "replace").decode()
    return Compared(Kind.CONFLICT, Row(row.line, key, row.customer_id, None, None, None, CANNOT_BE_KEPT))


def step(work: Work, client: Voucherify) -> Again | Finished:
    """The whole dry run; begun anew when it was cut short, since it writes nothing anybody else sees."""
    change_set = change_sets.find(int(work.job.subject_id))
    if change_set is None or change_set.state != change_sets.LOOKING:
        return Finished(Outcome.CANCELED, "There is nothing to look at any more.")
    try:
        return DryRun(change_set, client, work).carry_out()
    except (VoucherifyError, LeaseLostError):
        raise
    except Exception:
        change_sets.not_seen(change_set.id)
        raise
