"""Change sets in people's words. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.audit.changes import Change
from webapp.audit.presenters import ShownChange, field_label, present_change
from webapp.changesets.blocks import Outcome, is_single
from webapp.changesets.comparing import Kind, Row, after
from webapp.formats import counted, number
from webapp.voucherify import UNSET

Mask = Callable[[Any], Any]

KIND_WORDS: dict[str, str] = {
    Kind.CREATE: "new",
    Kind.UPDATE: "changed",
    Kind.UNCHANGED: "unchanged",
    Kind.CONFLICT: "left alone",
    Kind.DELETE: "deleted",
}
KIND_TONES: dict[str, str] = {Kind.CREATE: "good", Kind.UPDATE: "accent", Kind.CONFLICT: "warn", Kind.DELETE: "bad"}
OUTCOME_WORDS: dict[str, str] = {
    Outcome.PENDING: "to do",
    Outcome.UNDER_WAY: "under way",
    Outcome.CREATED: "created",
    Outcome.UPDATED: "updated",
    Outcome.DELETED: "deleted",
    Outcome.UNCHANGED: "unchanged",
    Outcome.FAILED: "failed",
    Outcome.UNKNOWN: "not known",
    Outcome.SKIPPED: "left alone",
    Outcome.NOT_DONE: "not done",
}
OUTCOME_TONES: dict[str, str] = {
    Outcome.CREATED: "good",
    Outcome.UPDATED: "good",
    Outcome.DELETED: "good",
    Outcome.FAILED: "bad",
    Outcome.UNKNOWN: "warn",
    Outcome.SKIPPED: "warn",
    Outcome.NOT_DONE: "warn",
}
SKIPPED_REASON: dict[str, str] = {
    Outcome.SKIPPED: "It was not chosen to be done.",
    Outcome.NOT_DONE: "The run was canceled before this row.",
    Outcome.UNKNOWN: "Nobody knows what became of it.",
}
WAYS = {
    "one by one": "each customer was read by itself",
    "list": "the whole list of customers was read",
    "export": "an export of all customers was read",
    "sample": "only the first hundred rows were read",
}


@dataclass(frozen=True)
class Count:
    """How many rows there are of a kind. `letter` leads to them; `tone` is good, accent, warn, bad or none."""

    letter: str
    label: str
    count: int
    tone: str = ""


@dataclass(frozen=True)
class ShownRow:
    """One row as the table shows it. Of a customer made or deleted there is `one_side` of the values only.

    `name` and `source_id` are told where the key alone does not say who it is; `is_single` of whom bulk cannot reach.
    """

    line: int
    key: str
    customer_id: str | None
    word: str
    tone: str
    changes: tuple[ShownChange, ...]
    reason: str
    one_side: bool
    name: str
    source_id: str
    is_single: bool


@dataclass(frozen=True)
class ShownMove:
    """How many customers a change takes into and out of an active segment."""

    name: str
    sentence: str


def counts_of_kinds(summary: Mapping[str, Any]) -> tuple[Count, ...]:
    """What the dry run found; kinds that every change may have are there with zero, too."""
    kinds = summary.get("kinds", {})
    always = {Kind.CREATE, Kind.UPDATE, Kind.UNCHANGED, Kind.CONFLICT}
    return tuple(
        Count(kind.value, KIND_WORDS[kind], kinds.get(kind.value, 0), KIND_TONES.get(kind, ""))
        for kind in Kind
        if kind in always or kinds.get(kind.value)
    )


def counts_of_outcomes(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """What became of the rows."""
    always = {Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.FAILED, Outcome.UNKNOWN}
    return tuple(
        Count(
            each.value,
            OUTCOME_WORDS[each],
            counts.get(each.value, 0),
            OUTCOME_TONES.get(each, "") if counts.get(each.value) else "",
        )
        for each in Outcome
        if each in always or counts.get(each.value)
    )


def shown_row(row: Row, kind: str, outcome: str, failure: str, mask: Mask, *, has_run: bool) -> ShownRow:
    """One row: before the run what it would do, after it what became of it."""
    new = after(row)
    fields = dict.fromkeys((*(row.before or {}), *new))
    changes = tuple(
        present_change(Change(field, _side((row.before or {}).get(field)), _side(new.get(field))), mask)
        for field in fields
    )
    word, tone = (
        (OUTCOME_WORDS[outcome], OUTCOME_TONES.get(outcome, ""))
        if has_run
        else (KIND_WORDS[kind], KIND_TONES.get(kind, ""))
    )
    reason = failure or row.note or (SKIPPED_REASON.get(outcome, "") if has_run else "")
    return ShownRow(
        row.line,
        mask(row.key),
        row.customer_id,
        word,
        tone,
        changes,
        reason,
        one_side=row.before is None or row.body is None,
        name=mask(row.name or ""),
        source_id=mask(row.source_id or "") if row.source_id != row.key else "",
        is_single=is_single(kind, row),
    )


def cautions(summary: Mapping[str, Any], *, may_lose_metadata: bool) -> tuple[str, ...]:
    """What somebody should know before they say yes."""
    sentences = []
    if wiped := summary.get("rows_wiped"):
        sentences.append(
            f"{counted(wiped, 'customer')} would lose values the rows do not mention: {_fields(summary['wiped'])}."
        )
    cleared = {
        field: count - summary.get("wiped", {}).get(field, 0) for field, count in summary.get("cleared", {}).items()
    }
    if any(cleared.values()):
        sentences.append(f"Values would be cleared: {_fields({k: v for k, v in cleared.items() if v})}.")
    if may_lose_metadata:
        sentences.append(
            "Metadata that the project's schema does not declare cannot be read this way. Frontdesk sends all that is "
            "declared; whether the API keeps the rest is not documented."
        )
    return tuple(sentences)


def moves(summary: Mapping[str, Any]) -> tuple[ShownMove, ...]:
    """Who enters and leaves active segments, as far as their filters tell."""
    return tuple(ShownMove(each["name"], _move(each)) for each in summary.get("segments", ()))


def cost(plan: Mapping[str, Any]) -> str:
    """What the dry run cost, or will at most."""
    if not plan:
        return ""
    most = counted(plan["most_calls"], "call")
    if "calls" not in plan:
        return f"It takes {most} to the API at most."
    return f"{WAYS[plan['way']].capitalize()}: {number(plan['calls'])} of at most {most} to the API."


def _move(move: Mapping[str, Any]) -> str:
    parts = [
        counted(move["entered"], "customer enters", "customers enter") if move["entered"] else "",
        counted(move["left"], "customer leaves", "customers leave") if move["left"] else "",
        f"not known of {counted(move['unknown'], 'customer')}" if move["unknown"] else "",
    ]
    return ", ".join(part for part in parts if part)


def _fields(counts: Mapping[str, int]) -> str:
    named: Sequence[tuple[str, int]] = sorted(counts.items(), key=lambda each: -each[1])
    words = [f"{field_label(field)} ({number(count)})" for field, count in named[:8]]
    rest = len(named) - len(words)
    return ", ".join(words) + (f" and {counted(rest, 'more field', 'more fields')}" if rest > 0 else "")


def _side(value: Any) -> Any:
    return UNSET if value is None else value
