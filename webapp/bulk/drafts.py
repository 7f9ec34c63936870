"""What an agent chose and typed for many customers, and what it comes to. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from webapp import form_texts
from webapp.bulk.fields import METADATA, Field
from webapp.kinds import Kind, kind_of

SET = "set"
CLEAR = "clear"
LEAVE = "leave"
MOST_NEW_KEYS = 10
VALUE_IS_MISSING = "Write the value, or choose to clear it."
CANNOT_BE_CLEARED = "The project requires a value here, so it cannot be cleared."
KEY_IS_MISSING = "Name the key this value is for."
KEY_IS_TAKEN = "This key is in the list already: set it there."
NEW_VALUE_IS_MISSING = "Give the key a value."


@dataclass(frozen=True)
class NewKey(form_texts.NewKey):
    """A metadata key the agent names, as typed."""

    @property
    def field(self) -> Field:
        return Field(METADATA + self.key.strip(), self.key.strip(), self.kind)


@dataclass(frozen=True)
class Draft:
    """By field key, what is to be done ("set" or "clear"; all others are left) and what was typed."""

    actions: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    new_keys: tuple[NewKey, ...] = ()

    @classmethod
    def from_form(cls, form: MultiDict[str, str], fields: Sequence[Field]) -> Self:
        """Take what a browser sent. Of several values of one name, as from checkboxes, each makes a line."""
        actions = {each.key: form.get(f"do:{each.key}", LEAVE) for each in fields}
        return cls(
            actions={key: action for key, action in actions.items() if action in {SET, CLEAR}},
            texts={each.key: form_texts.joined(form.getlist(f"to:{each.key}")) for each in fields},
            new_keys=form_texts.new_keys_from(form, NewKey, most=MOST_NEW_KEYS, kinds=Kind),
        )

    @classmethod
    def of_values(cls, values: Mapping[str, Any], fields: Sequence[Field], zone: ZoneInfo) -> Self:
        """The draft that comes to these values."""
        known = {each.name for each in fields}
        wanted = [each for each in fields if each.name in values]
        added = [
            Field(name, name.removeprefix(METADATA), kind_of(value))
            for name, value in values.items()
            if name not in known
        ]
        return cls(
            actions={each.key: CLEAR if values[each.name] is None else SET for each in wanted},
            texts={each.key: each.write(values[each.name], zone) for each in wanted},
            new_keys=tuple(
                NewKey(row, each.label, each.kind, each.write(values[each.name], zone))
                for row, each in enumerate(added)
            ),
        )

    def with_another_key(self) -> Self:
        """The same with an empty row for one more key."""
        return replace(self, new_keys=form_texts.with_another(self.new_keys, NewKey, most=MOST_NEW_KEYS))


@dataclass(frozen=True)
class Decided:
    """What a draft comes to: `values` by flat name, None for cleared; `errors` are sentences by field key.

    Errors of a new key are under "new-<row>-key" and "new-<row>-value".
    """

    values: Mapping[str, Any]
    errors: Mapping[str, str]


def decide(draft: Draft, fields: Sequence[Field], zone: ZoneInfo) -> Decided:
    """Read what was typed."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for each in fields:
        action, text = draft.actions.get(each.key), draft.texts.get(each.key, "")
        if action == CLEAR and not each.can_be_cleared:
            errors[each.key] = CANNOT_BE_CLEARED
        elif action == CLEAR:
            values[each.name] = None
        elif action == SET and not text.strip():
            errors[each.key] = VALUE_IS_MISSING
        elif action == SET:
            _read_into(values, errors, each, text, zone, each.key)
    taken = {each.name for each in fields}
    for new in draft.new_keys:
        if not new.is_empty:
            _decide_new(values, errors, new, taken, zone)
            taken.add(new.field.name)
    return Decided(values, errors)


def _decide_new(values: dict[str, Any], errors: dict[str, str], new: NewKey, taken: set[str], zone: ZoneInfo) -> None:
    if not new.key.strip():
        errors[f"new-{new.row}-key"] = KEY_IS_MISSING
    elif new.field.name in taken:
        errors[f"new-{new.row}-key"] = KEY_IS_TAKEN
    elif not new.text.strip():
        errors[f"new-{new.row}-value"] = NEW_VALUE_IS_MISSING
    else:
        _read_into(values, errors, new.field, new.text, zone, f"new-{new.row}-value")


def _read_into(
    values: dict[str, Any], errors: dict[str, str], each: Field, text: str, zone: ZoneInfo, place: str
) -> None:
    try:
        values[each.name] = each.read(text, zone)
    except ValueError as error:
        errors[place] = str(error)
