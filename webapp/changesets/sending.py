"""Sending a part and learning what became of it, whatever happens in between.

A part is stored as sent before it is sent. One that stands there as sent without an async action may have reached the
API or not: it is looked for among the API's async actions, and adopted, before it is sent again. Sending it again is
harmless: its rows name customers by source id and carry their values whole, so the same stands there afterwards.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from webapp.changesets.blocks import ReadBlock, blocks_of
from webapp.changesets.pauses import pauses
from webapp.changesets.reports import Report, report_of
from webapp.changesets.settling import settle, settle_refused
from webapp.store import change_parts
from webapp.store.change_models import ChangePart
from webapp.voucherify import Voucherify
from webapp.voucherify.async_action_records import AsyncAction
from webapp.voucherify.bodies import Json
from webapp.voucherify.errors import Conflict, InvalidRequest, PayloadTooLarge, VoucherifyError
from webapp.voucherify.pages import LARGEST_PAGE

BULK_UPDATE = "CUSTOMERS.BULK_UPDATE"
CLOCKS_DIFFER_BY = timedelta(minutes=5)
LOOKS_BEFORE_SENDING_AGAIN = 2
PAUSE_BETWEEN_LOOKS = 1.0
MOST_ROWS = 25_000
MOST_BYTES = 9 * 1024 * 1024

Beat = Callable[[], None]


def cut(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Cut blocks, as (number, rows to send, bytes), into parts (first block, last block, rows) the API takes."""
    parts: list[tuple[int, int, int]] = []
    first, rows, size = None, 0, 0
    for number, sendable, length in blocks:
        if first is not None and (rows + sendable > MOST_ROWS or size + length > MOST_BYTES):
            parts.append((first, number - 1, rows))
            first, rows, size = None, 0, 0
        if sendable:
            first = number if first is None else first
            rows, size = rows + sendable, size + length
    if first is not None:
        parts.append((first, blocks[-1][0], rows))
    return parts


class PartAtWork:
    """One part on its way. `beat` is called while it waits, and may raise to leave it as it is."""

    def __init__(self, client: Voucherify, part: ChangePart, beat: Beat) -> None:
        self._client = client
        self._part = part
        self._beat = beat

    def advance(self) -> float:
        """Take the part as far as it goes now, and return the seconds after which to look again.

        Raise VoucherifyError where the API does not answer; what the part's state says then is true.
        """
        match self._part.state:
            case change_parts.WAITING:
                self._send()
                return self._follow()
            case change_parts.SENT:
                return self._look_for_it()
            case _:
                return self._follow()

    def collect(self) -> None:
        """Learn what became of a part that was sent, without sending anything. Raise VoucherifyError."""
        found = next(self._lost_actions(), None) if self._part.state == change_parts.SENT else None
        if found is not None:
            self._accepted(found.id, is_adopted=True)
        self._follow()

    @cached_property
    def _blocks(self) -> list[ReadBlock]:
        return blocks_of(self._part)

    def _send(self) -> None:
        bodies = [block.bodies() for block in self._blocks if block.waiting]
        if not bodies:
            change_parts.change(self._part, state=change_parts.DONE)
            return
        text = b"[%b]" % b",".join(bodies)
        change_parts.about_to_send(self._part, hashlib.sha256(text).hexdigest())
        try:
            enqueued = self._client.customers.update_in_bulk(Json(text))
        except (InvalidRequest, PayloadTooLarge, Conflict) as error:
            settle_refused(
                self._part, self._blocks, f"The API refused the whole part: {error.key or type(error).__name__}."
            )
            return
        except VoucherifyError as error:
            if not error.outcome_unknown:
                change_parts.change(self._part, state=change_parts.WAITING)
            raise
        self._accepted(enqueued.async_action_id)

    def _accepted(self, async_action_id: str, *, is_adopted: bool = False) -> None:
        self._part.state = change_parts.ACCEPTED
        self._part.async_action_id = async_action_id
        self._part.is_adopted = is_adopted
        change_parts.change(
            self._part, state=change_parts.ACCEPTED, async_action_id=async_action_id, is_adopted=is_adopted
        )

    def _look_for_it(self) -> float:
        found = next(self._lost_actions(), None)
        if found is not None:
            self._accepted(found.id, is_adopted=True)
            return self._follow()
        if self._part.looks + 1 < LOOKS_BEFORE_SENDING_AGAIN:
            change_parts.change(self._part, looks=self._part.looks + 1)
            return PAUSE_BETWEEN_LOOKS
        self._send()
        return self._follow()

    def _lost_actions(self) -> Iterator[AsyncAction]:
        """Bulk updates since the part was sent that belong to no part and were not looked at in vain, oldest first."""
        if self._part.sent_at is None:
            return
        since = self._part.sent_at - CLOCKS_DIFFER_BY
        actions = [
            action
            for action in self._client.async_actions.list(LARGEST_PAGE).items
            if action.type == BULK_UPDATE and action.created_at is not None and action.created_at >= since
        ]
        taken = change_parts.known_actions([action.id for action in actions]) | set(self._part.rejected)
        yield from (action for action in reversed(actions) if action.id not in taken)

    def _follow(self) -> float:
        """Wait for the part's end and keep what came of it."""
        if self._part.state != change_parts.ACCEPTED or self._part.async_action_id is None:
            return 0
        for pause in pauses(self._beat):
            action = self._client.async_actions.get(self._part.async_action_id)
            if action.is_finished:
                break
            time.sleep(pause)
        else:
            return pause
        report = report_of(self._client, action, self._part.rows)
        if self._part.is_adopted and not self._is_ours(report):
            rejected = [*self._part.rejected, action.id]
            change_parts.change(
                self._part, state=change_parts.SENT, async_action_id=None, is_adopted=False, rejected=rejected, looks=0
            )
            return 0
        if self._part.times_sent > 1:
            report = self._with_earlier_sending(report)
        settle(self._client, self._part, self._blocks, report)
        return 0

    def _with_earlier_sending(self, report: Report) -> Report:
        """The report, where an earlier sending did arrive after all: whom that one made, this one found."""
        for action in self._lost_actions():
            earlier = report_of(self._client, self._client.async_actions.get(action.id), self._part.rows)
            if self._is_ours(earlier):
                made = {source_id for source_id, was_found in earlier.found.items() if not was_found}
                found = {key: was_found and key not in made for key, was_found in report.found.items()}
                return replace(report, found=found)
        return report

    def _is_ours(self, report: Report) -> bool:
        """Whether a report can be on this part: it tells of as many rows, and of the first one."""
        if report.rows is not None and report.rows != self._part.rows:
            return False
        if not report.found and not report.failures:
            return report.rows is not None
        first = next(source_id for block in self._blocks for _, source_id in block.waiting)
        return first in report.found or first in report.failures
