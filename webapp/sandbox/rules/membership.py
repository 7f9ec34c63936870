"""Who belongs to which segment. Dynamic segments follow their filter; a static one is the list it was made from.

Membership is stored, so that the members of a segment are listed by an index; every change of a customer calls
`reevaluate`.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.database import Connection
from webapp.sandbox.rules import customer_fields, events, filters
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customer_shape import new_figures, sequences_of
from webapp.sandbox.rules.filters import Sql
from webapp.sandbox.tables import SEGMENT_MEMBERS, dumps

Segment = Mapping[str, Any]

DYNAMIC = ("auto-update", "passive")
ACTIVE = "auto-update"

NOBODY = "[]"

# Lists of customers are JSON arrays of sequences, and stay so from one statement to the next.
_FITTING = "SELECT {} FROM customers WHERE customers.sequence IN (SELECT value FROM json_each(?))"
_MEMBERS = """
SELECT segment, json_group_array(sequence)
FROM json_each(?) AS wanted CROSS JOIN segment_members ON sequence = wanted.value
GROUP BY segment
"""
_WITHOUT = "SELECT json_group_array(value) FROM json_each(?) WHERE value NOT IN (SELECT value FROM json_each(?))"
_INTO = "INSERT OR FAIL INTO segment_members (segment, sequence, created_at)"
_NEW = "SELECT ?, customers.sequence, customers.created_at"
_ENTER = f"{_INTO} {_NEW} FROM json_each(?) AS wanted CROSS JOIN customers ON customers.sequence = wanted.value"
# One walk over the newcomers for all segments, since reading their documents is most of the work.
_ADMIT = f"""
WITH found AS MATERIALIZED (SELECT sequence, created_at, {{columns}} FROM customers WHERE sequence > ?),
     segment (number, place) AS (VALUES {{segments}})
{_INTO} SELECT segment.number, found.sequence, found.created_at
FROM found CROSS JOIN segment WHERE CASE segment.place {{tests}} END
"""  # noqa: S608 -- our own names
# Newcomers were made at the same time and have the same figures: what asks for nothing else fits all of them or nobody.
_PERSONAL = re.compile(r"\b(document|customers\.id|customers\.source_id)\b")
_ADMIT_ALL = f"""
{_INTO} {_NEW} FROM customers WHERE sequence > ? AND (
    SELECT {{}} FROM customers WHERE sequence = (SELECT min(sequence) FROM customers WHERE sequence > ?)
)
"""  # noqa: S608 -- our own names
_LEAVE = "DELETE FROM segment_members WHERE segment = ? AND sequence IN (SELECT value FROM json_each(?))"
# A customer nobody knows: no profile, and figures that are all zero.
_NOBODY = """
SELECT {} FROM (
    SELECT NULL AS id, NULL AS source_id, NULL AS created_at, NULL AS updated_at, '{{}}' AS document, ? AS shown_figures
) AS customers
"""


def reevaluate(change: Change, customer_ids: Collection[str]) -> None:
    """Moves these customers into and out of dynamic segments, one or 50,000 of them.

    Auto-update segments leave `customer.segment.entered` and `.left` events; passive ones never do.
    """
    if change.postponed is not None:
        change.postponed.update(customer_ids)
    else:
        follow(change, sequences_of(change.connection, customer_ids))


def follow(change: Change, customers: str) -> None:
    """The same, with the customers named by their sequences, a JSON array; never postponed."""
    if segments := _dynamic(change.connection):
        _follow(change, segments, customers)


def admit(change: Change, newest: int) -> None:
    """Puts the customers this change has made, all after the sequence `newest`, into dynamic segments, with events."""
    segments = _dynamic(change.connection)
    if not segments:
        return
    conditions = {number: condition(segment, change.now) for number, segment in segments.items()}
    personal = {number: each for number, each in conditions.items() if _PERSONAL.search(each.clause)}
    for number in conditions.keys() - personal.keys():
        test = conditions[number]
        change.connection.execute(_ADMIT_ALL.format(test.clause), [number, newest, *test.parameters, newest])
    if personal:
        _admit_one_by_one(change, personal, newest)
    for number, segment in segments.items():
        if segment["type"] == ACTIVE:
            more = {"segment": in_short(segment)}
            events.record_for_new_members(change, "customer.segment.entered", newest, number, more, category="EFFECT")


def _admit_one_by_one(change: Change, conditions: Mapping[int, Sql], newest: int) -> None:
    statement = _ADMIT.format(
        columns=_columns(conditions.values(), "{} AS fits_{}"),
        segments=", ".join(f"({number}, {place})" for place, number in enumerate(conditions)),
        tests=" ".join(f"WHEN {place} THEN fits_{place}" for place in range(len(conditions))),
    )
    bound = [value for each in conditions.values() for value in each.parameters]
    change.connection.execute(statement, [*bound, newest])


def follow_the_clock(change: Change) -> None:
    """Moves all customers into and out of the segments whose filter speaks of days ago, birthdays and the like."""
    later = moments.written(moments.read(change.now) + timedelta(days=400))
    segments = {
        number: segment
        for number, segment in _dynamic(change.connection).items()
        if condition(segment, change.now) != condition(segment, later)
    }
    if segments:
        everybody = change.connection.execute("SELECT json_group_array(sequence) FROM customers").fetchone()[0]
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
    number = change.connection.execute("SELECT sequence FROM segments WHERE id = ?", [segment["id"]]).fetchone()[0]
    change.connection.execute(
        f"{_INTO} {_NEW} FROM customers WHERE {wanted.clause}",
        (number, *wanted.parameters),
    )


def clear(change: Change, segment_id: str) -> None:
    """Everybody out, without events."""
    SEGMENT_MEMBERS.remove(change.connection, segment=segment_id)


def of_customer(connection: Connection, customer_id: str) -> list[Segment]:
    """The segments the customer is in, oldest first."""
    rows = connection.execute(
        "SELECT segments.document FROM customers JOIN segment_members USING (sequence)"
        " JOIN segments ON segments.sequence = segment WHERE customers.id = ? ORDER BY segments.sequence",
        [customer_id],
    )
    return [json.loads(row["document"]) for row in rows]


def of_nobody(connection: Connection, now: str) -> list[Segment]:
    """The segments a customer without any data would be in."""
    segments = _dynamic(connection).values()
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


def _dynamic(connection: Connection) -> dict[int, Segment]:
    """The dynamic segments by their sequence."""
    statement = "SELECT sequence, document FROM segments WHERE type IN (?, ?) ORDER BY sequence"
    return {row["sequence"]: json.loads(row["document"]) for row in connection.execute(statement, DYNAMIC)}


def _columns(conditions: Iterable[Sql], form: str = "{}") -> str:
    return ", ".join(form.format(condition.clause, place) for place, condition in enumerate(conditions))


def _follow(change: Change, segments: Mapping[int, Segment], customers: str) -> None:
    conditions = [condition(segment, change.now) for segment in segments.values()]
    bound = [value for each in conditions for value in each.parameters]
    columns = _columns(conditions, "json_group_array(customers.sequence) FILTER (WHERE {})")
    row = change.connection.execute(_FITTING.format(columns), [*bound, customers]).fetchone()
    members = dict(change.connection.execute(_MEMBERS, [customers]).fetchall())
    for (number, segment), fitting in zip(segments.items(), row, strict=True):
        present = members.get(number, NOBODY)
        if fitting == present:
            continue
        entered, left = _without(change.connection, fitting, present), _without(change.connection, present, fitting)
        if entered != NOBODY:
            change.connection.execute(_ENTER, [number, entered])
        if left != NOBODY:
            change.connection.execute(_LEAVE, [number, left])
        if segment["type"] == ACTIVE:
            for kind, moved in (("customer.segment.entered", entered), ("customer.segment.left", left)):
                if moved != NOBODY:
                    more = {"segment": in_short(segment)}
                    events.record_for_all(change, kind, moved, more, category="EFFECT")


def _without(connection: Connection, customers: str, others: str) -> str:
    """Those of the customers who are not among the others; all three are JSON arrays."""
    if NOBODY in (customers, others):
        return customers
    found: str = connection.execute(_WITHOUT, [customers, others]).fetchone()[0]
    return found
