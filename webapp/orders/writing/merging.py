"""Three states of one order: as the agent saw it, as it is now, and as the agent wants it. Pure.

Each field is looked at by itself, so that two people who change different fields at once both succeed. All items
together are one field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from webapp.audit import Change
from webapp.money import Money
from webapp.orders.writing.contents import ITEMS, Contents, changes_for, differences, same, update_for, value_of
from webapp.orders.writing.drafts import Base, Draft
from webapp.orders.writing.items import sum_of
from webapp.orders.writing.wishes import Reader

MINE = "mine"
THEIRS = "theirs"


@dataclass(frozen=True)
class Dispute:
    """A field that both the agent and somebody else changed. `choice` is "mine", "theirs" or "" for none yet."""

    field: str
    before: Any
    theirs: Any
    mine: Any
    choice: str = ""


@dataclass(frozen=True)
class Merged:
    """What saving would do. `values` are to be written into `now`, the contents of the order as just read.

    `errors` are sentences by name of a form field. Of the fields that were `touched`, `settled` are those that hold
    already what was typed; `elsewhere` is what somebody else changed and the agent did not touch, which stays. Where
    the `amount_stands`, it is not the API's to work out.
    """

    now: Contents
    values: Mapping[str, Any]
    disputes: tuple[Dispute, ...] = ()
    settled: tuple[str, ...] = ()
    elsewhere: tuple[Change, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    touched: frozenset[str] = frozenset()
    amount_stands: bool = False

    @property
    def undecided(self) -> tuple[Dispute, ...]:
        return tuple(dispute for dispute in self.disputes if not dispute.choice)

    @property
    def update(self) -> dict[str, Any]:
        """The fields to send. The API works the amount out anew from items, so one that stands is sent along."""
        update = update_for(self.now, self.values)
        if ITEMS in update and self.amount_stands and "amount" in self.now:
            update.setdefault("amount", self.now["amount"])
        return update

    @property
    def changes(self) -> list[Change]:
        return changes_for(self.now, self.values)

    def after(self, field_name: str) -> Any:
        """What a field holds when this is saved; UNSET for nothing."""
        return self.values[field_name] if field_name in self.values else value_of(self.now, field_name)


def merge(base: Base, draft: Draft, now: Contents, money: Money, zone: ZoneInfo) -> Merged:
    """Bring the three states together."""
    wishes = Reader(base, draft, money, zone).read()
    values: dict[str, Any] = {}
    disputes, settled = [], []
    for name, mine in wishes.values.items():
        theirs = value_of(now, name)
        if same(mine, theirs):
            settled.append(name)
            continue
        dispute = _dispute(base, draft, name, theirs, mine)
        if dispute:
            disputes.append(dispute)
        if dispute is None or dispute.choice == MINE:
            values[name] = mine
    together = sum_of(values[ITEMS] if ITEMS in values else now.get(ITEMS, []))
    if wishes.amount_follows and together is not None and together != now.get("amount"):
        values["amount"] = together
    return Merged(
        now,
        values,
        disputes=tuple(disputes),
        settled=tuple(settled),
        elsewhere=tuple(differences(base.contents, now, apart_from=(*wishes.values, *values))),
        errors=wishes.errors,
        touched=frozenset(wishes.values),
        amount_stands=not wishes.amount_follows or together is not None,
    )


def rebased(base: Base, merged: Merged, **changes: Any) -> Base:
    """The base of the page that shows the outcome of a merge: what is stored now, and what is in dispute.

    Rows of items that were typed go on standing for the items they were shown with.
    """
    disputed = {dispute.field: dispute.before for dispute in merged.disputes}
    items_shown = base.items_shown if ITEMS in merged.touched else merged.now.get(ITEMS, [])
    return replace(base, contents=merged.now, items_shown=items_shown, disputed=disputed, **changes)


def _dispute(base: Base, draft: Draft, name: str, theirs: Any, mine: Any) -> Dispute | None:
    seen = value_of(base.contents, name)
    before = base.disputed.get(name, seen)
    if not same(seen, theirs):  # it changed under the agent's eyes: a choice made before it did is none
        return Dispute(name, before, theirs, mine)
    if name in base.disputed:
        choice = draft.choices.get(name, "")
        return Dispute(name, before, theirs, mine, choice if choice in {MINE, THEIRS} else "")
    return None
