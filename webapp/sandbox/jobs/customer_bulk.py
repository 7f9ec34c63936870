"""POST /v1/customers/bulk/async and /v1/customers/metadata/async: customers addressed by source_id, made if unknown."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, NamedTuple

from webapp.sandbox.customer_payload import profile
from webapp.sandbox.identifiers import neighbouring_identifiers
from webapp.sandbox.jobs.reading_ahead import ReadingAhead
from webapp.sandbox.jobs.results import WORDS, ReportLine, add_to_report, reported
from webapp.sandbox.payload import Properties
from webapp.sandbox.rules import customers_in_bulk, metadata
from webapp.sandbox.rules.async_actions import Failure
from webapp.sandbox.rules.change import Change
from webapp.sandbox.rules.customers import combined
from webapp.sandbox.rules.customers_in_bulk import Columns, Customer
from webapp.sandbox.tables import dumps
from webapp.sandbox.wire import ApiError, invalid_payload

Schemas = Mapping[str, Mapping[str, Any]]
Problem = Mapping[str, Any]
Judge = Callable[[str, bool], Problem | None]
"""What is wrong with metadata, as JSON, of a customer who is being created or is not."""

ROWS_OF_A_LOT = 5_000  # are read together, and written together
REMEMBERED = 5_000  # metadata that were judged: those of many customers are the same


class Item(NamedTuple):
    """One customer as sent: the profile fields, and what is wrong with them for a customer who is known or is not."""

    row: int
    source_id: str | None
    fields: Customer
    problem_of_known: Problem | None = None
    problem_of_new: Problem | None = None


class Part(NamedTuple):
    """Items of which no two mean one customer, and perhaps each of them as a new customer, in case it is one."""

    items: Sequence[Item]
    newcomers: Sequence[Columns] | None


class CustomerBulk:
    """`items` are the customers as they were sent."""

    chunk = 2 * ROWS_OF_A_LOT

    def __init__(self, items: Sequence[Any], *, with_source_id: bool) -> None:
        self._items = items
        self._with_source_id = with_source_id
        self._ahead: ReadingAhead[list[Part]] | None = None
        self._expects_newcomers = True  # as the rows before them had some
        self.total = len(items)

    def apply(self, change: Change, action_id: str, start: int, stop: int) -> list[Failure]:
        if self._ahead is None:
            judge = lru_cache(REMEMBERED)(partial(_broken, metadata.schemas(change.connection)))
            prepare = partial(self._prepared, judge)
            self._ahead = ReadingAhead(prepare, ROWS_OF_A_LOT)
        failures: list[Failure] = []
        lines: list[ReportLine] = []
        for part in (part for lot in self._ahead.lots(start, stop) for part in lot):
            known, failed = _write(change, part)
            failures += failed
            refused = {failure.row for failure in failed}
            self._expects_newcomers = len(known) < len(part.items)
            lines += [
                (item.source_id, WORDS[item.source_id in known], WORDS[item.row not in refused]) for item in part.items
            ]
        add_to_report(change, action_id, 1 + start // self.chunk, lines)
        return failures

    def result(self, change: Change, action_id: str) -> dict[str, Any]:
        if self._ahead:
            self._ahead.close()
        return reported(change, action_id, self.total, with_source_id=self._with_source_id)

    def _prepared(self, judge: Judge, start: int) -> list[Part]:
        some = enumerate(self._items[start : start + ROWS_OF_A_LOT], start + 1)
        items = [_checked(row, item, judge) for row, item in some]
        parts = customers_in_bulk.apart(items, attrgetter("source_id"))
        return [Part(part, _newcomers(part) if self._expects_newcomers else None) for part in parts]


def bulk_update(content: str) -> CustomerBulk:
    return CustomerBulk(json.loads(content), with_source_id=True)


def metadata_update(content: str) -> CustomerBulk:
    """One metadata object for every source_id; errors do not name the customer here."""
    body = json.loads(content)
    items = [{"source_id": source_id, "metadata": body["metadata"]} for source_id in body["source_ids"]]
    return CustomerBulk(items, with_source_id=False)


def _checked(row: int, item: Any, judge: Judge) -> Item:
    given = item.get("source_id") if isinstance(item, dict) else None
    source_id = given if isinstance(given, str) and given else None
    try:
        body = Properties(item)
        if not body.text("source_id"):
            raise invalid_payload("Payload should have required property 'source_id'")
        fields = profile(body)
    except ApiError as error:
        return Item(row, source_id, {}, _problem(error), _problem(error))
    metadata_as_text = dumps(fields.get("metadata") or {})
    of_new = judge(metadata_as_text, True)
    return Item(row, source_id, fields, of_new and judge(metadata_as_text, False), of_new)


def _broken(schemas: Schemas, metadata_as_text: str, creating: bool) -> Problem | None:
    problems = metadata.failures(schemas, "customer", json.loads(metadata_as_text), creating=creating)
    if not problems:
        return None
    error = ApiError(400, "metadata_validation_failed", "; ".join(problems), message="Metadata validation failed")
    return _problem(error)


def _problem(error: ApiError) -> Problem:
    return {name: error.body[name] for name in ("key", "message", "details")}


def _newcomers(items: Sequence[Item]) -> list[Columns]:
    if not items:
        return []
    profiles = [item.fields for item in items]
    return customers_in_bulk.newcomers(
        neighbouring_identifiers("cust_", len(items)),
        [item.source_id for item in items],
        zip(*map(customers_in_bulk.searched_by, profiles), strict=True),
        [dumps({"address": None, **fields})[1:-1] + "," for fields in profiles],
    )


def _write(change: Change, part: Part) -> tuple[Collection[str], list[Failure]]:
    """The source_ids of the customers that were known, and what failed."""
    wanted = [item.source_id for item in part.items if item.source_id]
    known = customers_in_bulk.stored(change.connection, "source_id", wanted)
    failures, new, changed = [], [], []
    for place, item in enumerate(part.items):
        was = known.get(item.source_id) if item.source_id else None
        problem = item.problem_of_known if was else item.problem_of_new
        if problem:
            failures.append(Failure(item.row, item.source_id, problem))
        elif was is None:
            new.append(place)
        else:
            changed.append((was, combined(change, was.profile, item.fields)))
    if new:
        newcomers = part.newcomers or _newcomers(part.items)
        customers_in_bulk.insert(change, [newcomers[place] for place in new])
    customers_in_bulk.replace(change, changed)
    return known, failures
