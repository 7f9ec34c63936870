"""The undo of a change set: another change set, made of the before-images of the first."""

from collections.abc import Iterator
from typing import Any

from flask import url_for

from webapp.auth.permissions import Permission
from webapp.changesets.blocks import Outcome, rows_of
from webapp.changesets.comparing import after
from webapp.changesets.origins import Origin, add_origin
from webapp.changesets.starting import create
from webapp.changesets.wanted import Options, Wanted
from webapp.store import change_blocks, change_sets
from webapp.store.change_models import ChangeSet

UNDO = "undo"
WRITTEN = {Outcome.CREATED, Outcome.UPDATED, Outcome.UNKNOWN}
OPTIONS = Options(key="either", mode="update_only")


def begin_undo(change_set: ChangeSet, owner_id: int | None) -> int:
    """Make the change set that takes another one back, and start its dry run. Return its id."""
    counts = change_set.outcomes
    return create(
        UNDO,
        change_set.id,
        title=f"Undo of {change_set.title}"[:255],
        options=OPTIONS,
        owner_id=owner_id,
        expected_rows=sum(counts.get(outcome, 0) for outcome in WRITTEN),
    )


def rows_back(change_set_id: int) -> Iterator[Wanted]:
    """What takes every row back that was written, or may have been: the values before it, or no customer at all.

    Each expects what the row wrote, so that whatever was changed since is left alone. Somebody whom the dry run did not
    find and the API did was made in between: nothing is known of them before, and they stay.
    """
    for block in change_blocks.each(change_set_id):
        for outcome, row in zip(block.outcomes, rows_of(block), strict=False):
            found_there = row.before is None and outcome == Outcome.UPDATED  # so they are not ours to delete
            if outcome in WRITTEN and not found_there:
                yield Wanted(row.line, row.source_id or row.customer_id or row.key, row.before, after(row))


def _describe(change_set_id: int) -> dict[str, Any]:
    undone = change_sets.find(change_set_id)
    if undone is None:
        return {"change set": change_set_id}
    file = {"file": undone.described["file"]} if "file" in undone.described else {}
    return {"takes back": undone.title, "change set": change_set_id, **file}


add_origin(
    Origin(
        UNDO,
        label="Undo",
        rows=rows_back,
        back=lambda change_set_id: url_for("changesets.page", change_set_id=change_set_id),
        permission=Permission.CHANGES_UNDO,
        describe=_describe,
    )
)
