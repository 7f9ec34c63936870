"""What an agent has typed, and what they saw while typing it. Pure.

The form carries its own past: a signed copy of the profile as it was shown. So whatever fails, everything typed can
be shown again without asking anybody, and what was changed meanwhile by somebody else can be told from what was not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from webapp import form_texts
from webapp.editing.inputs import Input, Schema, inputs_for
from webapp.editing.profiles import Profile
from webapp.kinds import Kind

MOST_NEW_KEYS = 20
NEW_KINDS = (Kind.TEXT, Kind.NUMBER, Kind.FLAG, Kind.DAY, Kind.MOMENT, Kind.GEOPOINT, Kind.IMAGE, Kind.JSON)


@dataclass(frozen=True)
class Base:
    """What the agent saw. `customer_id` is empty for a customer who is yet to be created.

    `disputed` holds, by field name, what stood there when the agent began, for fields that somebody else changed
    since: the agent has been shown both and is to choose. `token` names the form, so that it is carried out once.
    """

    customer_id: str
    profile: Profile
    schema: Schema
    read_at: datetime
    token: str = ""
    disputed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NewKey(form_texts.NewKey):
    """A metadata key the agent adds, as typed."""

    @property
    def input(self) -> Input:
        return Input(("metadata", self.key.strip()), self.kind, is_declared=False)

    @property
    def name(self) -> str:
        """The name its field would have in the form, were it there already."""
        return self.input.name


@dataclass(frozen=True)
class Draft:
    """What was typed, by field name, and the choices made where somebody else had changed the same.

    A field that is not among `texts` was not touched. A choice is "mine" or "theirs".
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    new_keys: tuple[NewKey, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_form(cls, form: MultiDict[str, str]) -> "Draft":
        """Take what a browser sent. Of several values of one name, as from checkboxes, each makes a line."""
        texts = {name: form_texts.joined(values) for name, values in form.lists()}
        return cls(
            texts={**texts, **dict.fromkeys(form.getlist("remove"), "")},
            new_keys=form_texts.new_keys_from(form, NewKey, most=MOST_NEW_KEYS, kinds=NEW_KINDS),
            choices={name.removeprefix("choice:"): form[name] for name in form if name.startswith("choice:")},
        )

    def with_another_key(self) -> "Draft":
        """The same with an empty row for one more key."""
        return replace(self, new_keys=form_texts.with_another(self.new_keys, NewKey, most=MOST_NEW_KEYS))


def all_inputs(base: Base, draft: Draft, zone: ZoneInfo) -> tuple[Input, ...]:
    """The fields of the form for what the agent saw, and those of the keys they add."""
    new_keys = (new.input for new in draft.new_keys if not new.is_empty)
    return (*inputs_for(base.profile, base.schema, zone, is_new=not base.customer_id), *new_keys)
