"""What a browser sends of a form of values: their texts, and the keys of metadata that are added in it. Pure.

A key that is added stands in fields of its own: `new-<row>-key`, `-kind` and `-value`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from webapp.kinds import Kind, with_plain_ends


@dataclass(frozen=True)
class NewKey:
    """A metadata key the agent adds, as typed."""

    row: int
    key: str = ""
    kind: Kind = Kind.TEXT
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.key.strip() and not self.text.strip()

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The row as names and texts, for a form that carries it on."""
        yield f"new-{self.row}-key", self.key
        yield f"new-{self.row}-kind", self.kind.value
        yield f"new-{self.row}-value", self.text


Key = TypeVar("Key", bound=NewKey)


def joined(values: Iterable[str]) -> str:
    """The text that came under one name. Of several values, as from checkboxes, each makes a line."""
    return with_plain_ends("\n".join(value for value in values if value))


def new_keys_from(form: MultiDict[str, str], make: type[Key], *, most: int, kinds: Iterable[Kind]) -> tuple[Key, ...]:
    """The rows that a browser sent, those without a key among them."""
    return tuple(_new_key(form, row, make, kinds) for row in range(most) if f"new-{row}-key" in form)


def with_another(keys: Sequence[Key], make: type[Key], *, most: int) -> tuple[Key, ...]:
    """The same with an empty row for one more key, where there may be more."""
    rows = {new.row for new in keys}
    free = next((row for row in range(most) if row not in rows), None)
    return tuple(keys) if free is None else (*keys, make(free))


def _new_key(form: MultiDict[str, str], row: int, make: type[Key], kinds: Iterable[Kind]) -> Key:
    kind = form.get(f"new-{row}-kind", "")
    return make(
        row,
        key=form[f"new-{row}-key"],
        kind=Kind(kind) if kind in set(kinds) else Kind.TEXT,
        text=with_plain_ends(form.get(f"new-{row}-value", "")),
    )
