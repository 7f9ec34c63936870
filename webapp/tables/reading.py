"""Reading a table as a stream: never more in memory than a piece of the file and one row."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import accumulate, chain, islice, repeat

from webapp.tables.tables import Dialect, Record, UnreadableTable

PIECE = 64 * 1024  # bytes decoded at once
ROWS_AT_ONCE = 250
LONGEST_LINE = 1_000_000  # characters
MOST_HELD = 16_000_000  # characters of rows that have not ended
SEPARATOR_LINE = re.compile(r'"?sep=.?"?[\r\n]*', re.IGNORECASE)


class Records(Iterable[Record]):
    """The rows of a table, the header first; blank ones are passed over and counted. It can be read once.

    `bytes_read` and `blank_lines` tell how far it has got. Iterating raises UnreadableTable.
    """

    def __init__(self, chunks: Iterable[bytes], dialect: Dialect) -> None:
        self.bytes_read = 0
        self.blank_lines = 0
        self._chunks = chunks
        self._dialect = dialect
        self._line = 1  # on which the rows begin that are being read
        self._held: list[str] = []  # lines that have been read, from the one with this number on
        self._first_held = 1
        self._is_at_end = False
        self._rows = self._read()

    def __iter__(self) -> Iterator[Record]:
        return self._rows

    def __next__(self) -> Record:
        return next(self._rows)

    def _read(self) -> Iterator[Record]:
        """Rows are taken from the reader many at a time, and their lines counted afterwards: that is twice as fast."""
        lines = chain.from_iterable(self._pieces())
        reader = csv.reader(lines, delimiter=self._dialect.delimiter, skipinitialspace=True, strict=True)
        while True:
            rows: list[list[str]] = []
            stop: csv.Error | UnreadableTable | None = None
            try:
                rows.extend(islice(reader, ROWS_AT_ONCE))
            except (csv.Error, UnreadableTable) as raised:  # the rows before have arrived
                stop = raised
            yield from self._records(rows, reader.line_num if stop is None else None)
            if isinstance(stop, UnreadableTable):
                raise stop
            if stop is not None:
                yield self._flawed(reader.line_num)
            elif not rows:
                break
            self._line = reader.line_num + 1

    def _records(self, rows: list[list[str]], last: int | None) -> Iterator[Record]:
        """The rows but blank ones, with their lines; `last` is the line on which they end, where that is known."""
        starts: Sequence[int] = range(self._line, self._line + len(rows))
        if last is None or last + 1 - self._line != len(rows):  # a row may have several lines
            *starts, self._line = accumulate(map(_count_lines, rows), initial=self._line)
        if not all(map(any, rows)):
            given = [(line, cells) for line, cells in zip(starts, rows, strict=True) if any(cells)]
            self.blank_lines += len(rows) - len(given)
            starts, rows = [line for line, _ in given], [cells for _, cells in given]
        return map(tuple.__new__, repeat(Record), zip(starts, rows, repeat("")))  # a third of the time of Record(…)

    def _flawed(self, last: int) -> Record:
        """The row whose quotation marks are out of order, read as well as it can be."""
        first = self._line
        lines = self._held[first - self._first_held : last + 1 - self._first_held]
        if self._is_at_end or sum(map(len, lines)) > csv.field_size_limit():
            raise UnreadableTable(
                first, f"A cell on line {first:,} has no end: most likely a quotation mark there is never closed."
            )
        where = f"line {first:,}" if last == first else f"lines {first:,} to {last:,}"
        cells = next(csv.reader(lines, delimiter=self._dialect.delimiter, skipinitialspace=True))
        return Record(first, cells, f"The quotation marks on {where} are out of order. One inside a cell is doubled.")

    def _pieces(self) -> Iterator[list[str]]:
        """All lines with their ends, whichever of the three usual ends they have, many at a time."""
        given = 0
        rest = ""
        for text in self._texts():
            if "\0" in text:
                line = given + len(_split(rest + text.partition("\0")[0] + "."))
                raise UnreadableTable(
                    line, f"Line {line:,} holds zero bytes, which no text does. Is it another encoding?"
                )
            lines = _split(rest + text)
            rest = lines.pop() if lines and not lines[-1].endswith("\n") else ""
            if not given and lines and SEPARATOR_LINE.fullmatch(lines[0]):
                lines[0] = "\n"  # for Excel's eyes only, and no blank line of the file's either
                self.blank_lines -= 1
            given += len(lines)
            yield self._holding(lines, rest)
        yield self._holding([rest] if rest else [], "")
        self._is_at_end = True

    def _holding(self, lines: list[str], rest: str) -> list[str]:
        """Hold lines as long as the rows may be needed that they belong to; those of rows that went out are let go."""
        of_open_rows = self._held[self._line - self._first_held :]
        if len(rest) > LONGEST_LINE or sum(map(len, of_open_rows)) > MOST_HELD:
            line = self._line + len(of_open_rows) + len(lines) if rest else self._line
            raise UnreadableTable(
                line, f"The row on line {line:,} is longer than any table's. Is it another kind of file?"
            )
        self._held = of_open_rows + lines
        self._first_held = self._line
        return lines

    def _texts(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self._dialect.encoding)(errors="replace")
        for chunk in self._chunks:
            for start in range(0, len(chunk), PIECE):
                yield decoder.decode(chunk[start : start + PIECE])
            self.bytes_read += len(chunk)
        yield decoder.decode(b"", final=True)


def read_records(chunks: Iterable[bytes], dialect: Dialect) -> Records:
    """Read a table whose bytes come in chunks of any size.

    Bytes that the encoding does not know become "�" (U+FFFD), which the check finds in its cell.
    """
    return Records(chunks, dialect)


def _count_lines(cells: list[str]) -> int:
    """On how many lines a row stands: its cells hold line breaks as the file does."""
    text = " ".join(cells)
    return 1 + text.count("\n") + text.count("\r") - text.count("\r\n")


def _split(text: str) -> list[str]:
    """Lines with their ends: \\n, \\r\\n or \\r; `str.splitlines` knows more ends than tables have."""
    return StringIO(text, newline="").readlines()
