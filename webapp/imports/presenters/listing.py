"""The list of imports: each with where it has got to, in words."""

from dataclasses import dataclass
from datetime import datetime

from webapp.formats import counted
from webapp.jobs import Job, Outcome
from webapp.store import change_sets
from webapp.store.change_models import ChangeSet
from webapp.store.imports import Listed
from webapp.tables import DELIMITERS, ENCODINGS


@dataclass(frozen=True)
class State:
    """Where something is, in a few words; `tone` is the colour that says the same: "", good, warn, bad or accent."""

    words: str
    tone: str = ""


AFTER_THE_CHECK = {
    change_sets.LOOKING: State("dry run under way", "accent"),
    change_sets.READY: State("dry run to be looked at", "warn"),
    change_sets.FAILED: State("dry run failed", "bad"),
    change_sets.RUNNING: State("being written", "accent"),
    change_sets.DONE: State("run ended"),
    change_sets.CANCELED: State("canceled"),
}


@dataclass(frozen=True)
class Row:
    import_id: int
    name: str
    details: str
    state: State
    owner: str
    created_at: datetime
    change_set_url: str | None


def row(
    found: Listed,
    job: Job | None,
    change_set: ChangeSet | None,
    change_set_url: str | None,
    *,
    needs_second_person: bool = False,
) -> Row:
    """One import. `needs_second_person` says that a dry run has to be approved before it is written."""
    waits = needs_second_person and change_set is not None and change_set.approved_by is None
    return Row(
        import_id=found.record.id,
        name=found.file.name,
        details=details(found),
        state=state(found, job, change_set, waits_for_approval=waits),
        owner=found.owner or "somebody who is gone",
        created_at=found.record.created_at,
        change_set_url=change_set_url,
    )


def details(found: Listed) -> str:
    """What a file is: "Windows-1250, Central European · semicolon · 3,000 rows"."""
    parts = [ENCODINGS[found.record.encoding], DELIMITERS[found.record.delimiter]]
    parts += [counted(found.check.rows, "row")] if found.check else [size(found.file.size)]
    return " · ".join(parts)


def size(count: int) -> str:
    """A number of bytes in the unit that suits it."""
    if count < 1024:
        return counted(count, "byte")
    return f"{count / 1024:,.0f} KiB" if count < 1024 * 1024 else f"{count / 1024 / 1024:,.1f} MiB"


def state(found: Listed, job: Job | None, change_set: ChangeSet | None, *, waits_for_approval: bool = False) -> State:
    """Where an import is: with its newest change set, where that came after the check, else with the check."""
    if found.is_erased:
        return State("file erased")
    if found.record.mapping is None:
        return State("columns to be mapped", "warn")
    if found.check is None:
        if job is None or job.state.has_ended:
            is_broken = job is not None and job.outcome is Outcome.FAILED
            return State("could not be checked", "bad") if is_broken else State("not checked", "warn")
        return State("being checked", "accent")
    if change_set is not None and change_set.created_at > found.check.checked_at:
        if waits_for_approval and change_set.state == change_sets.READY:
            return State("waits for a second person", "warn")
        return AFTER_THE_CHECK.get(change_set.state, State(change_set.state))
    errors = found.check.rows_with_errors
    if errors:
        return State(f"{counted(errors, 'row has', 'rows have')} errors", "warn")
    return State("no errors", "good")
