"""The kinds of work there are: each feature registers its own when it is imported."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from webapp.jobs.records import Job, Outcome

if TYPE_CHECKING:
    from webapp.jobs.stepping import Work


class Again(NamedTuple):
    """A step after which another follows, `after` seconds from now at the earliest."""

    after: float = 0.0


class Finished(NamedTuple):
    """The last step. `message` is one sentence for people, without personal data."""

    outcome: Outcome
    message: str = ""


Step = Callable[["Work"], Again | Finished]


@dataclass(frozen=True)
class Kind:
    """What `register_kind` was told."""

    name: str
    step: Step
    lane: str
    label: str
    url: Callable[[Job], str]
    pausable: bool = True
    cancelable: bool = True
    on_cancel: Callable[[Job], None] | None = None


_kinds: dict[str, Kind] = {}


def register_kind(
    name: str,
    step: Step,
    *,
    lane: str,
    label: str,
    url: Callable[[Job], str],
    pausable: bool = True,
    cancelable: bool = True,
    on_cancel: Callable[[Job], None] | None = None,
) -> None:
    """Say how jobs of a kind are carried out. Call it when the feature is imported.

    `step` runs in a worker's thread, inside an app context. It should last a few seconds at most, and must be
    repeatable: when a worker is killed, the step it was in runs again. A VoucherifyError that may pass (no connection,
    timeouts, 429, 5xx) may leave it: the step is then tried again, after ever longer delays. Any other exception ends
    the job as failed. Jobs of one `lane` have one step at a time and take turns; lanes go on side by side. `label` is
    the kind in words ("Import"), `url` the page of what a job is about.

    A job is canceled between two steps; then `on_cancel` is called in a worker, again where it was interrupted.
    Raise ValueError for a name that is taken.
    """
    if name in _kinds:
        raise ValueError(f"a kind of job is called {name!r} already")
    _kinds[name] = Kind(name, step, lane, label, url, pausable, cancelable, on_cancel)


def kind_named(name: str) -> Kind | None:
    """The kind of this name; None where this version of Frontdesk does not know it."""
    return _kinds.get(name)


def known_kinds() -> frozenset[str]:
    return frozenset(_kinds)
