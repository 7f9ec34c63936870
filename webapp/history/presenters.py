"""The history in people's terms. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.audit.presenters import NOT_KNOWN, NOT_THERE, Mask, ShownChange, field_label, present_change, present_side
from webapp.history.observed import Observed
from webapp.history.undoing import Step
from webapp.values import Value


@dataclass(frozen=True)
class ShownObserved:
    """A change that Voucherify saw. `changes` is None where the profile before it is not known."""

    event_id: str
    at: datetime | None
    by: str
    changes: tuple[ShownChange, ...] | None


@dataclass(frozen=True)
class ShownStep:
    """One field that could be put back: what it holds now, what it would hold, and what stands in the way."""

    field: str
    label: str
    now: Value
    before: Value
    obstacle: str


def present_observed(seen: Observed, mask: Mask) -> ShownObserved:
    changes = None if seen.changes is None else tuple(present_change(change, mask) for change in seen.changes)
    return ShownObserved(seen.event_id, seen.at, seen.by, changes)


def present_step(step: Step, mask: Mask, consent_names: Mapping[str, str]) -> ShownStep:
    absent = NOT_KNOWN if step.is_consent else NOT_THERE
    return ShownStep(
        field=step.field,
        label=field_label(step.field, consent_names),
        now=present_side(step.change, step.current, mask, absent),
        before=present_side(step.change, step.change.old, mask, absent),
        obstacle=step.obstacle,
    )
