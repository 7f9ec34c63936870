"""What the check of a file of orders has to say."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An order with an error is not sent; one with a warning is. A change tells what becomes of an existing order."""

    ERROR = "error"
    WARNING = "warning"
    CHANGE = "change"


FLAWS = (Level.ERROR, Level.WARNING)
"""What the check finds wrong; changes are what the dry run finds."""


def readable(text: str) -> str:
    """The text with "�" for what JSON can say and no database keeps: zero characters, and halves of letters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "�")


@dataclass(frozen=True)
class Finding:
    """One sentence about one order.

    `line` is the order's place in the file: in a table the line, in JSON the number. 0 stands for the whole file.
    """

    line: int
    source_id: str
    level: Level
    sentence: str


class UnreadableFileError(Exception):
    """The file cannot be read (on). `line` is where, and the message a sentence for people."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
