"""Who belongs to which segment. Dynamic segments follow their filter; a static one is the list it was made from.

Membership is stored, so that the members of a segment are listed by an index; every change of a customer calls
`reevaluate`.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.database import Connection
from webapp.sandbox.rules import customer_fields, events, filters
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customer_shape import new_figures
from webapp.sandbox.rules.filters import Sql
from webapp.sandbox.tables import SEGMENT_MEMBERS, dumps

Segment = Mapping[str, Any]

DYNAMIC = ("auto-update", "passive")
ACTIVE = "auto-update"

NOBODY = "[]"

# Lists of customers stay JSON from one statement to the next: 50,000 of them are not taken through Python one by one.
_FITTING = "SELECT {} FROM customers WHERE customers.id IN (SELECT value FROM json_each(?))"
_MEMBERS = """
SELECT segment_id, json_group_array(customer_id)
FROM json_each(?) AS wanted CROSS JOIN segment_members ON customer_id = wanted.value
GROUP BY segment_id
"""
_WITHOUT = "SELECT json_group_array(value) FROM json_each(?) WHERE value NOT IN (SELECT value FROM json_each(?))"
_INTO = "INSERT INTO segment_members (segment_id, customer_id, entered_at, created_at, sequence)"
_NEW = "SELECT ?, customers.id, ?, customers.created_at, customers.sequence"
_ENTER = f"{_INTO} {_NEW} FROM json_each(?) AS wanted CROSS JOIN customers ON customers.id = wanted.value"
# One walk over the newcomers for all segments, since reading their documents is most of the work.
_ADMIT = f"""
WITH segment (id, number) AS (VALUES {{}})
{_INTO} SELECT segment.id, customers.id, ?, customers.created_at, customers.sequence
FROM customers CROSS JOIN segment WHERE customers.sequence > ? AND CASE segment.number {{}} END
"""  # noqa: S608 -- our own names
_LEAVE = "DELETE FROM segment_members WHERE segment_id = ? AND customer_id IN (SELECT value FROM json_each(?))"
# A customer nobody knows: no profile, and figures that are all zero.
_NOBODY = """
SELECT {} FROM (
    SELECT NULL AS id, NULL AS source_id, NULL AS created_at, NULL AS updated_at, '{{}}' AS document, ? AS shown_figures
) AS customers
"""


def reevaluate(change: Change, customer_ids: Collection[str], *, silent_events: bool = False) -> None:
    """Moves these customers into and out of dynamic segments, one or 50,000 of them.

    Auto-update segments leave `customer.segment.entered` and `.left` events, unless told to be silent; passive
    ones never do.
    """
    if change.postponed is not None:
        change.postponed.update(customer_ids)
    elif segments := _dynamic(change.connection):
        _follow(change, segments, customer_ids, silent_events=silent_events)


def admit(change: Change, newest: int) -> None:
    """Puts the customers this change has made, all after the sequence `newest`, into dynamic segments, with events."""
    segments = _dynamic(change.connection)
    if not segments:
        return
    conditions = [condition(segment, change.now) for segment in segments]
    tests = " ".join(f"WHEN {number} THEN {each.clause}" for number, each in enumerate(conditions))
    bound = [value for each in conditions for value in each.parameters]
    statement = _ADMIT.format(", ".join([f"(?, {number})" for number in range(len(segments))]), tests)
    change.connection.execute(statement, [*(segment["id"] for segment in segments), change.now, newest, *bound])
    for segment in segments:
        if segment["type"] == ACTIVE:
            events.record_for_newcomers(
                change, "customer.segment.entered", newest, in_short(segment), category="EFFECT"
            )


def follow_the_clock(change: Change) -> None:
    """Moves all customers into and out of the segments whose filter speaks of days ago, birthdays and the like."""
    later = moments.written(moments.read(change.now) + timedelta(days=400))
    segments = [
        segment
        for segment in _dynamic(change.connection)
        if condition(segment, change.now) != condition(segment, later)
    ]
    if segments:
        everybody = [row["id"] for row in change.connection.execute("SELECT id FROM customers")]
        _follow(change, segments, everybody)


def condition(segment: Segment, now: str) -> Sql:
    """What the segment's filter asks of a row of `customers`; raises 400 for a filter that is none."""
    return filters.from_body(segment["filter"], customer_fields.field, moments.read(now))


def fill(change: Change, segment: Segment, customer_ids: Iterable[str] = ()) -> None:
    """The first members of a new segment: those its filter fits or, for a static one, those named. No events."""
    wanted = (
        condition(segment, change.now)
        if segment["type"] in DYNAMIC
        else Sql("customers.id IN (SELECT value FROM json_each(?))", (dumps(list(customer_ids)),))
    )
    change.connection.execute(
        f"{_INTO} {_NEW} FROM customers WHERE {wanted.clause}",
        (segment["id"], change.now, *wanted.parameters),
    )


def clear(change: Change, segment_id: str) -> None:
    """Everybody out, without events."""
    SEGMENT_MEMBERS.remove(change.connection, segment_id=segment_id)


def of_customer(connection: Connection, customer_id: str) -> list[Segment]:
    """The segments the customer is in, oldest first."""
    rows = connection.execute(
        "SELECT document FROM segment_members JOIN segments ON segments.id = segment_id"
        " WHERE customer_id = ? ORDER BY segments.sequence",
        [customer_id],
    )
    return [json.loads(row["document"]) for row in rows]


def of_nobody(connection: Connection, now: str) -> list[Segment]:
    """The segments a customer without any data would be in."""
    segments = _dynamic(connection)
    if not segments:
        return []
    conditions = [condition(segment, now) for segment in segments]
    bound = [value for each in conditions for value in each.parameters]
    statement = _NOBODY.format(_columns(conditions))
    fitting = connection.execute(statement, [*bound, dumps(new_figures())]).fetchone()
    return [segment for segment, fits in zip(segments, fitting, strict=True) if fits]


def count_dynamic(connection: Connection) -> int:
    return len(_dynamic(connection))


def in_short(segment: Segment) -> dict[str, Any]:
    """The segment as events and the customer's list of segments show it."""
    return {"id": segment["id"], "name": segment["name"], "object": "segment"}


def _dynamic(connection: Connection) -> list[Segment]:
    statement = "SELECT document FROM segments WHERE type IN (?, ?) ORDER BY sequence"
    return [json.loads(row["document"]) for row in connection.execute(statement, DYNAMIC)]


def _columns(conditions: Iterable[Sql], form: str = "{}") -> str:
    return ", ".join(form.format(condition.clause) for condition in conditions)


def _follow(
    change: Change, segments: list[Segment], customer_ids: Collection[str], *, silent_events: bool = False
) -> None:
    conditions = [condition(segment, change.now) for segment in segments]
    bound = [value for each in conditions for value in each.parameters]
    columns = _columns(conditions, "json_group_array(customers.id) FILTER (WHERE {})")
    wanted = dumps(list(customer_ids))
    row = change.connection.execute(_FITTING.format(columns), [*bound, wanted]).fetchone()
    members = dict(change.connection.execute(_MEMBERS, [wanted]).fetchall())
    for segment, fitting in zip(segments, row, strict=True):
        present = members.get(segment["id"], NOBODY)
        entered, left = _without(change.connection, fitting, present), _without(change.connection, present, fitting)
        if entered != NOBODY:
            change.connection.execute(_ENTER, [segment["id"], change.now, entered])
        if left != NOBODY:
            change.connection.execute(_LEAVE, [segment["id"], left])
        if segment["type"] == ACTIVE and not silent_events:
            for kind, moved in (("customer.segment.entered", entered), ("customer.segment.left", left)):
                more = {"segment": in_short(segment)}
                events.record_for_all(change, kind, json.loads(moved), more, category="EFFECT")


def _without(connection: Connection, customers: str, others: str) -> str:
    """Those of the customers who are not among the others; all three are JSON arrays of ids."""
    if NOBODY in (customers, others):
        return customers
    found: str = connection.execute(_WITHOUT, [customers, others]).fetchone()[0]
    return found
