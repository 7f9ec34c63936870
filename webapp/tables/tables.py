"""The words in which the rest of the room speaks."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

ENCODINGS = {
    "utf-8-sig": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16 LE, unmarked)",
    "utf-16-be": "Unicode (UTF-16 BE, unmarked)",
    "cp1252": "Windows-1252, Western European",
    "cp1250": "Windows-1250, Central European",
    "cp1257": "Windows-1257, Baltic",
    "cp1254": "Windows-1254, Turkish",
    "cp1251": "Windows-1251, Cyrillic",
    "cp1253": "Windows-1253, Greek",
    "iso8859-2": "ISO 8859-2, Central European",
    "mac-roman": "Mac Roman",
    "cp852": "DOS 852, Central European",
    "cp850": "DOS 850, Western European",
}
"""What people can choose from, by Python's names."""

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}


class Dialect(NamedTuple):
    """How a table is written: a key of ENCODINGS and a key of DELIMITERS."""

    encoding: str
    delimiter: str


class Record(NamedTuple):
    """One row: the line on which a spreadsheet shows it, that of the header being 1, and its cells as they stand.

    `flaw` is a sentence for people where quotation marks are out of order: then the cells are a best guess.
    """

    line: int
    cells: list[str]
    flaw: str = ""


class Block(NamedTuple):
    """Rows that were read together: their lines, and their cells as they stand. One with a `flaw` comes by itself."""

    lines: Sequence[int]
    rows: Sequence[list[str]]
    flaw: str = ""

    def record(self, place: int) -> Record:
        return Record(self.lines[place], self.rows[place], self.flaw)

    def records(self) -> Iterator[Record]:
        return map(Record, self.lines, self.rows, repeat(self.flaw))


class UnreadableTable(Exception):  # noqa: N818 -- reads as a sentence where it is raised
    """The file cannot be read (on): the line where it ends, 0 for the whole file, and a sentence for people."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence
