"""Three states of one profile: as the agent saw it, as it is now, and as the agent wants it. Pure.

Each field is looked at by itself, so that two people who change different fields at once both succeed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from webapp.audit import Change
from webapp.editing.drafts import Base, Draft, all_inputs
from webapp.editing.inputs import Input
from webapp.editing.profiles import Path, Profile, changes_for, differences, same, update_for, value_at

MINE = "mine"
THEIRS = "theirs"
KEY_IS_TAKEN = "This key is there already."
KEY_IS_MISSING = "Name the key this value is for."
VALUE_IS_MISSING = "Give the key a value."
REQUIRED = "The project asks for this in every new customer."


@dataclass(frozen=True)
class Dispute:
    """A field that both the agent and somebody else changed. `choice` is "mine", "theirs" or "" for none yet."""

    field: Input
    before: Any
    theirs: Any
    mine: Any
    choice: str = ""


@dataclass(frozen=True)
class Merged:
    """What saving would do. `values` are to be written into `now`, the profile as just read.

    `errors` are sentences by field name; `settled` are fields that hold already what was typed; `elsewhere` is what
    somebody else changed and the agent did not touch, which stays.
    """

    now: Profile
    values: Mapping[Path, Any]
    disputes: tuple[Dispute, ...] = ()
    settled: tuple[Input, ...] = ()
    elsewhere: tuple[Change, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def undecided(self) -> tuple[Dispute, ...]:
        return tuple(dispute for dispute in self.disputes if not dispute.choice)

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent as it is."""
        return bool(self.values) and not self.errors and not self.undecided

    @property
    def update(self) -> Profile:
        """The fields to send."""
        return update_for(self.now, self.values)

    @property
    def changes(self) -> list[Change]:
        return changes_for(self.now, self.values)


def merge(base: Base, draft: Draft, now: Profile, zone: ZoneInfo) -> Merged:
    """Bring the three states together."""
    errors = _errors_of_new_keys(base, draft, zone)
    values: dict[Path, Any] = {}
    disputes, settled, touched = [], [], []
    for each, typed in _touched(base, draft, zone):
        touched.append(each.path)
        try:
            mine = each.read(typed, zone)
        except ValueError as error:
            errors[each.name] = str(error)
            continue
        theirs = value_at(now, each.path)
        if same(mine, theirs):
            settled.append(each)
            continue
        dispute = _dispute(base, draft, each, theirs, mine)
        if dispute:
            disputes.append(dispute)
        if dispute is None or dispute.choice == MINE:
            values[each.path] = mine
    elsewhere = tuple(differences(base.profile, now, apart_from=touched))
    return Merged(now, values, tuple(disputes), tuple(settled), elsewhere, errors)


def rebased(base: Base, merged: Merged, **changes: Any) -> Base:
    """The base of the page that shows the outcome of a merge: what is stored now, and what is in dispute."""
    disputed = {dispute.field.name: dispute.before for dispute in merged.disputes}
    return replace(base, profile=merged.now, disputed=disputed, **changes)


def touched_texts(base: Base, draft: Draft, zone: ZoneInfo) -> dict[str, str]:
    """What was typed, without the fields that were left as they were and the keys that are new."""
    added = {new.name for new in draft.new_keys}
    return {each.name: typed for each, typed in _touched(base, draft, zone) if each.name not in added}


def _touched(base: Base, draft: Draft, zone: ZoneInfo) -> Iterator[tuple[Input, str]]:
    """The fields whose text is not the one they were shown with, and what was typed."""
    texts = {**draft.texts, **{new.name: new.text for new in draft.new_keys if not new.is_empty}}
    for each in {each.name: each for each in all_inputs(base, draft, zone)}.values():
        shown = each.write(value_at(base.profile, each.path), zone) or ""
        typed = texts.get(each.name)
        if typed is not None and each.is_touched(shown, typed):
            yield each, typed


def _dispute(base: Base, draft: Draft, each: Input, theirs: Any, mine: Any) -> Dispute | None:
    seen = value_at(base.profile, each.path)
    before = base.disputed.get(each.name, seen)
    if not same(seen, theirs):  # it changed under the agent's eyes: a choice made before it did is none
        return Dispute(each, before, theirs, mine)
    if each.name in base.disputed:
        choice = draft.choices.get(each.name, "")
        return Dispute(each, before, theirs, mine, choice if choice in {MINE, THEIRS} else "")
    return None


def _errors_of_new_keys(base: Base, draft: Draft, zone: ZoneInfo) -> dict[str, str]:
    taken = {each.path[:2] for each in all_inputs(base, Draft(), zone)}
    taken |= {("metadata", key) for key in base.schema.definitions}
    errors: dict[str, str] = {}
    for new in draft.new_keys:
        path = ("metadata", new.key.strip())
        if new.is_empty:
            continue
        if not path[1]:
            errors[f"new-{new.row}-key"] = KEY_IS_MISSING
        elif path in taken and new.name not in base.disputed:
            errors[f"new-{new.row}-key"] = KEY_IS_TAKEN
        elif not new.text.strip():
            errors[f"new-{new.row}-value"] = VALUE_IS_MISSING
        taken.add(path)
    return errors


def missing(base: Base, draft: Draft, zone: ZoneInfo) -> dict[str, str]:
    """The fields the project requires of a new customer that were left empty, with a sentence for each."""
    return {
        each.name: REQUIRED
        for each in all_inputs(base, draft, zone)
        if each.is_required and not draft.texts.get(each.name, "").strip()
    }
