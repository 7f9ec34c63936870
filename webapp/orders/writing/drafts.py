"""What an agent has typed about an order, and what they saw while typing it. Pure.

The form carries its own past: a signed copy of the order as it was shown. So whatever fails, everything typed can
be shown again, and what somebody else changed meanwhile can be told from what was not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from webapp import form_texts
from webapp.kinds import Kind
from webapp.orders.writing.contents import Contents
from webapp.orders.writing.items import ItemRow, rows_from, with_another
from webapp.orders.writing.metadata_fields import MetadataField, Schema

MOST_NEW_KEYS = 20
NEW_KINDS = (Kind.TEXT, Kind.NUMBER, Kind.FLAG, Kind.DAY, Kind.MOMENT, Kind.IMAGE, Kind.JSON)
OF_ROWS = ("item-", "new-", "choice:")
ROWS_FOLLOW = "items"
"""The field that says that the form has rows of items, though there may be none left."""

NOT_TYPED = frozenset({"base", "csrf_token", "step", ROWS_FOLLOW})


@dataclass(frozen=True)
class Base:
    """What the agent saw. `order_id` is empty for an order that is yet to be created.

    `disputed` holds, by field, what stood there when the agent began, for fields that somebody else changed since:
    the agent has been shown both and is to choose. `token` names the form, so that it is carried out once.
    `items_shown` are the items that the rows of the form stand for.
    """

    order_id: str
    contents: Contents
    schema: Schema
    read_at: datetime
    token: str = ""
    items_shown: list[dict[str, Any]] = field(default_factory=list)
    disputed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return not self.order_id


@dataclass(frozen=True)
class NewKey(form_texts.NewKey):
    """A metadata key the agent adds, as typed."""

    @property
    def field(self) -> MetadataField:
        return MetadataField(self.key.strip(), self.kind, is_declared=False)


@dataclass(frozen=True)
class Draft:
    """What was typed, by field name; the rows of items (None where nothing was typed yet); the choices made where
    somebody else had changed the same. A field that is not among `texts` was not touched.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[ItemRow, ...] | None = None
    new_keys: tuple[NewKey, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_form(cls, form: MultiDict[str, str]) -> "Draft":
        """Take what a browser sent. Of several values of one name, as from checkboxes, each makes a line."""
        texts = {
            name: form_texts.joined(values)
            for name, values in form.lists()
            if name not in NOT_TYPED and not name.startswith(OF_ROWS)
        }
        return cls(
            texts={**texts, **dict.fromkeys(form.getlist("remove"), "")},
            rows=rows_from(form) if ROWS_FOLLOW in form else None,
            new_keys=form_texts.new_keys_from(form, NewKey, most=MOST_NEW_KEYS, kinds=NEW_KINDS),
            choices={name.removeprefix("choice:"): form[name] for name in form if name.startswith("choice:")},
        )

    def with_another_item(self) -> "Draft":
        return replace(self, rows=with_another(self.rows or ()))

    def without_item(self, row: int) -> "Draft":
        return replace(self, rows=tuple(each for each in self.rows or () if each.row != row))

    def with_another_key(self) -> "Draft":
        """The same with an empty row for one more key."""
        return replace(self, new_keys=form_texts.with_another(self.new_keys, NewKey, most=MOST_NEW_KEYS))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Everything typed as names and texts, for a form that carries it on. Choices are made anew."""
        yield from self.texts.items()
        if self.rows is not None:
            yield ROWS_FOLLOW, "1"
            for row in self.rows:
                yield from row.pairs()
        for new in self.new_keys:
            yield from new.pairs()
