"""The audit trail as CSV: read by a program as it was written, and harmless in a spreadsheet."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

from webapp.audit import Change, Entry, Outcome
from webapp.privacy.masking import masked
from webapp.sheets import BYTE_ORDER_MARK
from webapp.trail.export import COLUMNS, lines


def entry(**changes: Any) -> Entry:
    values: dict[str, Any] = {
        "id": 7,
        "at": datetime(2026, 5, 3, 12, 0, tzinfo=UTC),
        "actor_id": 1,
        "actor_name": "=cmd|' /C calc'!A0",
        "actor_role": "agent",
        "action": "customer.updated",
        "customer_id": "cust_1",
        "fields": (),
        "changes": (),
        "erased": False,
        "reason": None,
        "result": {},
        "outcome": Outcome.SUCCEEDED,
        "error": None,
        "api_request_id": None,
        "correlation_id": None,
    }
    return Entry(**{**values, **changes})


def read(*entries: Entry, mask: Any = lambda value: value) -> list[dict[str, str]]:
    text = "".join(lines(entries, mask))
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def test_one_line_for_each_changed_field():
    changes = (Change("phone", "+48 600", "@SUM(A1)"), Change("metadata.visits", -3, None))
    first, second = read(entry(fields=("phone", "metadata.visits"), changes=changes))
    assert set(first) == set(COLUMNS)
    assert (first["field"], first["old"], first["new"]) == ("phone", "'+48 600", "'@SUM(A1)")
    assert (second["old"], second["new"]) == ("-3", "null")
    assert first["person"].startswith("'=")


def test_an_entry_without_changes_is_a_line_too_and_erased_values_leave_the_fields_names():
    plain, erased = read(entry(), entry(fields=("phone",), erased=True))
    assert (plain["entry"], plain["field"]) == ("7", "")
    assert (erased["field"], erased["old"], erased["new"]) == ("phone", "", "")


def test_commas_quotes_and_line_breaks_come_back_as_they_were():
    [row] = read(entry(reason='said "hi", then\nleft'))
    assert row["reason"] == 'said "hi", then\nleft'


def test_what_the_reader_may_not_see_is_masked():
    [row] = read(entry(changes=(Change("email", "a@b.org", "c@d.org"),)), mask=masked)
    assert (row["old"], row["new"]) == ("a•••@•••.org", "c•••@•••.org")
