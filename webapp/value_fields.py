"""A field of a form that holds a value of a kind, or a list of them. Pure."""

from typing import Any
from zoneinfo import ZoneInfo

from webapp.kinds import Kind, lines_of, read, read_lines, with_plain_ends, write, write_lines
from webapp.voucherify import UNSET


class ValueField:
    """What all such fields know. `choices` are the only values allowed; `is_list` is for several, one on each line."""

    kind: Kind
    is_list: bool
    choices: tuple[Any, ...]

    def write(self, value: Any, zone: ZoneInfo) -> str | None:
        """The text for a value, one line for each item of a list; None for a value the field cannot hold."""
        if value is UNSET or value is None:
            return ""
        return write_lines(self.kind, value, zone) if self.is_list else write(self.kind, value, zone)

    def read(self, text: str, zone: ZoneInfo) -> Any:
        """The value of a typed text; null for an empty one. Raise ValueError with a sentence for people."""
        if not text.strip():
            return None
        return read_lines(self.kind, text, zone) if self.is_list else read(self.kind, text, zone)

    def is_touched(self, shown: str, typed: str) -> bool:
        """Whether the field came back with something else in it; browsers change the ends of lines by themselves."""
        if not self.is_list:
            return with_plain_ends(typed).strip("\n") != with_plain_ends(shown).strip("\n")
        if self.choices:  # boxes come back in the order of the choices
            return sorted(lines_of(typed)) != sorted(lines_of(shown))
        return lines_of(typed) != lines_of(shown)
