"""What has to be true before a change set may be run, and starting the run."""

from dataclasses import dataclass

from flask import current_app

from webapp import jobs
from webapp.audit import Action, audited
from webapp.audit.writing import acting
from webapp.changesets.comparing import Kind
from webapp.changesets.origins import Origin
from webapp.changesets.sending import cut
from webapp.changesets.starting import RUN, is_too_old
from webapp.changesets.undoing import UNDO
from webapp.store import change_blocks, change_parts, change_sets
from webapp.store.change_models import ChangeSet
from webapp.store.database import session_scope

MOST_WITHOUT_TYPING = 100
SAMPLE = "sample"


@dataclass(frozen=True)
class Choices:
    """What the person who confirms has chosen beyond what goes out in bulk."""

    one_by_one: bool = False
    delete: bool = False


@dataclass(frozen=True)
class Demands:
    """What a confirmation needs: `count` rows are written at least, typed where `must_type`.

    `second_person` says that one is needed and has not approved yet. `stopped_by` is why it cannot be run as it is.
    """

    count: int
    singles: int
    deletions: int
    must_type: bool
    second_person: bool
    stopped_by: str = ""


def demands_of(change_set: ChangeSet, origin: Origin) -> Demands:
    """What the dry run that stands there asks of whoever confirms it."""
    kinds = change_set.summary.get("kinds", {})
    singles = change_set.summary.get("without_source_id", 0)
    deletions = kinds.get(Kind.DELETE, 0)
    count = kinds.get(Kind.CREATE, 0) + kinds.get(Kind.UPDATE, 0) - singles
    destroys = bool(change_set.summary.get("rows_cleared") or deletions or may_lose_metadata(change_set))
    return Demands(
        count,
        singles,
        deletions,
        must_type=count + singles + deletions > MOST_WITHOUT_TYPING or destroys,
        second_person=_wants_second_person() and change_set.approved_by is None,
        stopped_by=_stopped_by(change_set, origin, count + singles + deletions),
    )


def may_lose_metadata(change_set: ChangeSet) -> bool:
    """Whether rows change metadata of which only the declared keys could be read."""
    summary = change_set.summary
    return not summary.get("reads_all_metadata", 1) and bool(summary.get("rows_with_metadata"))


def count_with(demands: Demands, choices: Choices) -> int:
    """How many rows are written with these choices: what has to be typed."""
    return demands.count + (demands.singles if choices.one_by_one else 0) + (demands.deletions if choices.delete else 0)


def run(change_set: ChangeSet, origin: Origin, seen_as: str, choices: Choices) -> bool:
    """Start the run of the dry run that was seen, once. False where another stands there or it runs already.

    What is to be done stands in the audit trail before it begins.
    """
    if change_set.seen_as != seen_as:
        return False
    person = acting()
    action = Action.CHANGES_UNDONE if origin.name == UNDO else Action.CHANGES_STARTED
    with audited(action) as attempt:
        attempt.result.update(
            {
                "change set": change_set.id,
                "rows": count_with(demands_of(change_set, origin), choices),
                "one by one": choices.one_by_one,
                "deletes": choices.delete,
                "digest": change_set.digest,
                **{name: value for name, value in change_set.described.items() if isinstance(value, str | int)},
            }
        )
        with session_scope() as session:
            chosen = {"one_by_one": choices.one_by_one, "delete": choices.delete}
            if not change_sets.begin_run(session, change_set.id, seen_as, user_id=person.id, choices=chosen):
                attempt.result["refused"] = "it was confirmed already"
                return False
            blocks = [(each.number, each.sendable, each.size) for each in change_blocks.letters(change_set.id)]
            change_parts.add(session, change_set.id, cut(blocks))
            jobs.start(RUN, str(change_set.id), title=change_set.title, owner_id=person.id, session=session)
    return True


def _wants_second_person() -> bool:
    return bool(current_app.extensions["settings"].import_needs_second_person)


def _stopped_by(change_set: ChangeSet, origin: Origin, rows: int) -> str:
    if change_set.plan.get("way") == SAMPLE:
        return (
            "Only a sample could be read, so nobody can say what would be overwritten. Look again when the API's "
            "exports work."
        )
    if change_set.values_erased:
        return "Its rows are kept no longer. Begin anew."
    if is_too_old(change_set):
        return "The dry run is more than an hour old, and customers may have changed since. Look again."
    if origin.describe(change_set.origin_id) != change_set.described:
        return "What is to be done was changed after the dry run. Look again."
    if not rows:
        return "There is nothing to write."
    return ""
