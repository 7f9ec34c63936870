"""Bulk edits as a source of change sets."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import url_for

from webapp import changesets, jobs
from webapp.auth.permissions import Permission
from webapp.bulk.fields import label_of
from webapp.bulk.listed import Listed
from webapp.bulk.people import each_id
from webapp.changesets import Options, Origin, Wanted
from webapp.service import voucherify
from webapp.store import bulk
from webapp.store.bulk_models import BulkChange, BulkSelection

NAME = "bulk"
LONGEST_TITLE = 200


class ForgottenError(Exception):
    """What was wanted, and of whom, is kept no longer."""


def change_set_of(change: BulkChange, selection: BulkSelection, owner_id: int | None) -> int:
    """The id of the change set for a change: a new one, or the one that was made for it already."""
    made = changesets.latest_of(NAME, change.id)
    if made is not None:
        return made.id
    labels = ", ".join(map(label_of, change.values))
    return changesets.create(
        NAME,
        change.id,
        title=f"Bulk edit: {labels}"[:LONGEST_TITLE],
        options=Options(key="id", mode="update_only"),
        owner_id=owner_id,
        expected_rows=selection.count,
    )


def listed_of(selection: BulkSelection) -> Listed | None:
    """The list that the customers were selected from."""
    return None if selection.listed is None else Listed.from_json(selection.listed)


def _rows(change_id: int) -> Iterator[Wanted]:
    """A row for everybody selected; all that a list holds are listed anew. Raise ForgottenError."""
    found = bulk.find_change(change_id)
    if found is None:
        raise ForgottenError
    change, selection = found
    ids = iter(selection.ids) if selection.ids is not None else each_id(voucherify(), listed_of(selection))
    return (Wanted(line, customer_id, change.values) for line, customer_id in enumerate(ids, start=1))


def _back(change_id: int) -> str:
    found = bulk.find_change(change_id)
    return url_for("customers.index") if found is None else url_for("bulk.page", selection_id=found[1].id)


def _describe(change_id: int) -> dict[str, Any]:
    """What was wanted and of whom; nothing that names a person, since the trail keeps it."""
    found = bulk.find_change(change_id)
    if found is None:
        return {}
    change, selection = found
    return {"chosen": _chosen(selection), **_fields(change.values)}


def _chosen(selection: BulkSelection) -> str:
    listed = listed_of(selection)
    words = listed.words(selection.segment_name, with_texts=False) if listed else ""
    how = "All customers" if selection.ids is None else "Single customers"
    return f"{how} {words}".strip()


def _fields(values: Mapping[str, Any]) -> dict[str, str]:
    """Which fields are set and which cleared, without the values, which may be personal."""
    named = {
        "sets": [label_of(name) for name, value in values.items() if value is not None],
        "clears": [label_of(name) for name, value in values.items() if value is None],
    }
    return {what: ", ".join(names) for what, names in named.items() if names}


changesets.add_origin(
    Origin(
        NAME,
        label="Bulk edit",
        rows=_rows,
        back=_back,
        permission=Permission.CUSTOMERS_EDIT_IN_BULK,
        describe=_describe,
    )
)
jobs.every_day("bulk.forget-old", bulk.forget_old)
