"""The check of a whole file, in the background. A pass that was cut short is made again from the beginning."""

import time
from array import array
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from webapp.imports.checking import Finding, check_table
from webapp.imports.mapping import read_schema
from webapp.imports.rows import mapping_of, packed, records_of
from webapp.jobs import Finished, Job, Outcome, Wants, Work, every_day, latest_of, register_kind, start
from webapp.service import voucherify
from webapp.store import import_findings, imports
from webapp.tables import Record, UnreadableTable
from webapp.uploads import kept_for

KIND = "imports.check"
MOST_STORED = 50_000  # rows with errors that are kept to be shown, and as many with warnings only
MOST_CELLS = 1_000  # of a row that are kept: a file has fewer columns, and nobody corrects more
BATCH = 1_000  # rows
LARGEST_BATCH = 4_000_000  # characters in their cells
TOLD_EVERY_SECONDS = 0.5


class Canceled(Exception):  # noqa: N818 -- no error, but the way out of a pass
    """Somebody does not want the check any more."""


def start_check(import_id: int, owner_id: int | None, session: Session | None = None) -> Job:
    """Have the file checked, as part of the caller's transaction where one is given."""
    title = f"Check of import {import_id}"
    return start(KIND, str(import_id), title=title, owner_id=owner_id, session=session)


def check_of(import_id: int) -> Job | None:
    """The latest check of a file, running or not."""
    return latest_of(KIND, str(import_id))


def check_file(work: Work) -> Finished:
    """Pass over the file once. Raise VoucherifyError where the project's schema cannot be read."""
    found = imports.find(int(work.job.subject_id))
    if found is None or found.record.mapping is None or found.is_erased:
        return Finished(Outcome.CANCELED, "There is nothing to check any more.")
    if found.check is not None:  # another job has checked it meanwhile, and rows may have been corrected since
        return Finished(Outcome.SUCCEEDED)
    schema = read_schema(voucherify())
    keeper = Keeper(found.record.id)

    told_at = time.monotonic()

    def on_progress(rows: int, bytes_read: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < TOLD_EVERY_SECONDS:
            return
        told_at = time.monotonic()
        if work.wants() is Wants.CANCEL:
            raise Canceled
        expected = rows * found.file.size // max(1, bytes_read)
        work.progress(rows, max(rows, expected), "Checking the rows")

    import_findings.begin(found.record.id)
    try:
        summary = check_table(
            records_of(found), mapping_of(found), schema, on_findings=keeper.add, on_progress=on_progress
        )
    except UnreadableTable as stop:
        return Finished(Outcome.FAILED, stop.sentence)
    except Canceled:
        return Finished(Outcome.CANCELED)
    keeper.flush()
    is_current = import_findings.finish(
        found.record.id,
        found.record.revision,
        schema=schema.to_json() if schema else None,
        rows=summary.rows,
        rows_with_errors=summary.rows_with_errors,
        rows_with_warnings=summary.rows_with_warnings,
        findings=summary.findings,
        blank_lines=summary.blank_lines,
        stored_rows=keeper.stored,
        left_out=packed(keeper.left_out),
    )
    work.progress(summary.rows, summary.rows)
    return Finished(Outcome.SUCCEEDED if is_current else Outcome.CANCELED)


class Keeper:
    """Keeps the rows with findings, a batch at a time, up to a number of them; and the lines of all with errors.

    Errors and warnings are counted apart: a warning on every row of a long file must not leave its errors unseen.
    """

    def __init__(self, import_id: int) -> None:
        self._stored: Counter[str | None] = Counter()
        self.left_out = array("I")
        self._import_id = import_id
        self._batch: list[dict[str, Any]] = []
        self._size = 0

    def add(self, record: Record, findings: list[Finding]) -> None:
        level = level_of(findings)
        if level == import_findings.ERROR:
            self.left_out.append(record.line)
        if self._stored[level] < MOST_STORED:
            self._stored[level] += 1
            cells = record.cells[:MOST_CELLS]
            self._batch.append(
                {
                    "line": record.line,
                    "level": level,
                    "codes": codes_of(findings),
                    "cells": cells,
                    "findings": findings,
                }
            )
            self._size += sum(map(len, cells))
            if len(self._batch) >= BATCH or self._size >= LARGEST_BATCH:
                self.flush()

    @property
    def stored(self) -> int:
        """How many rows are kept."""
        return self._stored.total()

    def flush(self) -> None:
        if self._batch:
            import_findings.add(self._import_id, self._batch)
            self._batch, self._size = [], 0


def level_of(findings: list[Finding]) -> str | None:
    """The graver of the levels of a row's findings; None where there are none."""
    levels = {finding.level for finding in findings}
    return import_findings.ERROR if import_findings.ERROR in levels else next(iter(levels), None)


def codes_of(findings: list[Finding]) -> str:
    """The codes of a row's findings as they are kept: each counts as often as it is there."""
    return f" {' '.join(finding.code for finding in findings)} "


def erase_old() -> None:
    """Remove what is kept of imports past the time of their files."""
    for import_id in imports.past_their_time(datetime.now(UTC) - kept_for()):
        imports.erase(import_id)


def _address(job: Job) -> str:
    return url_for("imports.page", import_id=int(job.subject_id))


register_kind(KIND, check_file, lane="check", label="Check of a file", url=_address, pausable=False)
every_day("imports.erase-old", erase_old)
