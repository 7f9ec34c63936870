"""Reading a table as a stream: never more in memory than a piece of the file and one row.

Rows are numbered as a spreadsheet numbers them: the header is 1, blank rows count, line breaks within cells do not.
"""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from io import StringIO
from itertools import chain

from webapp.tables.tables import Block, Dialect, Record, UnreadableTable

PIECE = 32 * 1024  # bytes decoded at once: so few that the processor's cache holds the rows while they are looked at
LONGEST_ROW = 500_000  # characters
SEPARATOR_LINE = re.compile(r'"?sep=.?"?[\r\n]*', re.IGNORECASE)
NO_LETTER = "\N{REPLACEMENT CHARACTER}"
END_OF_FILE = "\x1a"  # with which programs of the days of DOS end a file

# The limit is one for the whole process, and others raise it too; what is too long for a row is found here before.
csv.field_size_limit(max(csv.field_size_limit(), LONGEST_ROW + PIECE))


class Records(Iterable[Record]):
    """The rows of a table, the header first; blank ones are passed over and counted. It can be read once.

    `blocks` gives as many at a time as come together. `bytes_read` and `blank_lines` tell how far it has got. Reading
    raises UnreadableTable.
    """

    def __init__(self, chunks: Iterable[bytes], dialect: Dialect) -> None:
        self.bytes_read = 0
        self.blank_lines = 0
        self._chunks = chunks
        self._encoding = dialect.encoding
        self._reader = partial(csv.reader, delimiter=dialect.delimiter, skipinitialspace=True)
        self._line = 1  # of the row that is to come, as a spreadsheet counts
        self._line_in_file = 1  # on which it begins, as a text editor counts
        self._rows = (row for block in self.blocks() for row in block.records())

    def __iter__(self) -> Iterator[Record]:
        return self._rows

    def __next__(self) -> Record:
        return next(self._rows)

    def blocks(self) -> Iterator[Block]:
        lines: list[str] = []
        for more in self._pieces():
            lines += more
            yield from self._blocks_in(lines)
            if sum(map(len, lines)) > LONGEST_ROW:
                raise self._endless()
        if lines:
            raise self._endless()

    def _blocks_in(self, lines: list[str]) -> Iterator[Block]:
        """The rows on these lines. Left in `lines` are those of a row that has not ended."""
        ends: list[None] = []
        reader = self._reader(chain(lines, _telling(ends)), strict=True)
        done = 0
        while True:
            rows: list[list[str]] = []
            try:
                rows.extend(reader)
            except csv.Error:  # the rows before have arrived
                begun = done + sum(map(_count_lines, rows))
                flawed = lines[begun : reader.line_num]
            else:
                begun, flawed = len(lines), []
            block = self._block(rows)
            if block.rows:
                yield block
            self._line_in_file += begun - done
            if ends:
                del lines[:begun]
                return
            yield self._flawed(flawed)
            done = reader.line_num
            self._line_in_file += done - begun

    def _block(self, rows: list[list[str]]) -> Block:
        """The rows but blank ones, with their lines."""
        lines: Sequence[int] = range(self._line, self._line + len(rows))
        self._line += len(rows)
        if not all(map(any, rows)):
            given = [(line, cells) for line, cells in zip(lines, rows, strict=True) if any(cells)]
            self.blank_lines += len(rows) - len(given)
            lines, rows = [line for line, _ in given], [cells for _, cells in given]
        return Block(lines, rows)

    def _flawed(self, lines: list[str]) -> Block:
        """The row whose quotation marks are out of order, read as well as it can be."""
        line, cells = self._line, next(self._reader(lines))
        self._line += 1
        place = self._place_in_file(len(lines), line)
        return Block([line], [cells], f"The quotation marks are out of order{place}. One inside a cell is doubled.")

    def _endless(self) -> UnreadableTable:
        place = self._place_in_file(1, self._line)
        return UnreadableTable(
            self._line,
            f"A cell on line {self._line:,}{place} has no end: most likely a quotation mark there is never closed.",
        )

    def _place_in_file(self, count: int, line: int) -> str:
        """Where to find a row that a spreadsheet may cut otherwise, or put on another line than a text editor."""
        first = self._line_in_file
        if count > 1:
            return f" (lines {first:,} to {first + count - 1:,} in a text editor)"
        return f" (line {first:,} in a text editor)" if first != line else ""

    def _pieces(self) -> Iterator[list[str]]:
        """All lines with their ends, whichever of the three usual ends they have, many at a time."""
        rest, is_first = "", True
        for text in self._texts():
            if not text.strip("\0"):
                continue  # the end of a file that was made and never written
            lines = _split(rest + text.replace("\0", NO_LETTER))
            rest = lines.pop() if lines and not lines[-1].endswith("\n") else ""
            if len(rest) > LONGEST_ROW:
                sentence = f"The row on line {self._line:,} is longer than any table's. Is it another kind of file?"
                raise UnreadableTable(self._line, sentence)
            if is_first and lines:
                is_first = False
                if SEPARATOR_LINE.fullmatch(lines[0]):  # for spreadsheets' eyes only: none of them shows it
                    del lines[0]
                    self._line_in_file += 1
            yield lines
        if rest := rest.removesuffix(END_OF_FILE):
            yield [rest]

    def _texts(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self._encoding)(errors="replace")
        for chunk in self._chunks:
            for start in range(0, len(chunk), PIECE):
                yield decoder.decode(chunk[start : start + PIECE])
            self.bytes_read += len(chunk)
        yield decoder.decode(b"", final=True)


def read_records(chunks: Iterable[bytes], dialect: Dialect) -> Records:
    """Read a table whose bytes come in chunks of any size.

    Zero bytes, and bytes that the encoding does not know, become "�" (U+FFFD), which the check finds in its cell.
    """
    return Records(chunks, dialect)


def _telling(ends: list[None]) -> Iterator[str]:
    """No lines at all, but a note when they are asked for."""
    ends.append(None)
    yield from ()


def _count_lines(cells: list[str]) -> int:
    """On how many lines a row stands: its cells hold line breaks as the file does."""
    text = " ".join(cells)
    return 1 + text.count("\n") + text.count("\r") - text.count("\r\n")


def _split(text: str) -> list[str]:
    """Lines with their ends: \\n, \\r\\n or \\r; `str.splitlines` knows more ends than tables have."""
    return StringIO(text, newline="").readlines()
