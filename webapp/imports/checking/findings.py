"""What a check is told and what it tells."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]


class Mapping(NamedTuple):
    """What the agent chose for a file. It can be kept as JSON: `Mapping(**json)`, `mapping._asdict()`.

    `fields` has one field of `imports.columns` for each column, "" for one that is left out. A cell that is empty
    keeps what is stored, or clears it. `date_order` tells how to read 03/04/2020; while it is "", such a date is
    read with the day first, with a warning. `zone` is the time zone (IANA name) of times written without one.
    """

    fields: list[str]
    key: Literal["source_id", "id"] = "source_id"
    mode: Literal["create_and_update", "update_only", "create_only"] = "create_and_update"
    empty: Literal["keep", "clear"] = "keep"
    date_order: Literal["", "day_first", "month_first"] = ""
    zone: str = "UTC"


class Finding(NamedTuple):
    """Something about a cell, or about the whole row where `column` is None. A row with an error is not imported.

    `code` is a word for counting and filtering; `sentence` is for people.
    """

    line: int
    column: int | None
    level: Level
    code: str
    sentence: str


@dataclass
class Summary:
    """What a whole pass found: rows, those with errors, those with warnings alone; findings by code; blank lines."""

    rows: int
    rows_with_errors: int
    rows_with_warnings: int
    findings: dict[str, int]
    blank_lines: int

    @property
    def rows_fine(self) -> int:
        """The rows without errors or warnings."""
        return self.rows - self.rows_with_errors - self.rows_with_warnings
