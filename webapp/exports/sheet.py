"""An export's file made fit for spreadsheets, row by row while it arrives. Pure."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from webapp.exports.fields import Field
from webapp.sheets import BYTE_ORDER_MARK, harmless

WHOLE_NUMBER = re.compile(r"-?\d+", re.ASCII)
PIECE = 64 * 1024

Write = Callable[[str], str]


class BrokenFileError(Exception):
    """The file is no table, or not all of it came: what was written until then is not the whole."""


@dataclass(frozen=True)
class Wishes:
    """How a spreadsheet should look: titles in words or as the names of the fields, amounts as 412.50 or 41250."""

    titles_in_words: bool = True
    amounts_as_money: bool = False


@dataclass
class Counted:
    """How much has gone through so far: `rows` without the header, `size` in bytes as they came."""

    rows: int = 0
    size: int = 0

    def over(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks themselves, counted."""
        for chunk in chunks:
            self.size += len(chunk)
            yield chunk


def sheet(
    chunks: Iterable[bytes], columns_of: Callable[[Sequence[str]], Sequence[Field]], wishes: Wishes, counted: Counted
) -> Iterator[bytes]:
    """The file as spreadsheets read it: UTF-8 with its mark, comma, CRLF, and no cell that is taken for a formula.

    `columns_of` tells from the titles in the file what its columns are. Raise BrokenFileError.
    """
    rows = csv.reader(_lines(chunks), strict=True)
    page = io.StringIO()
    page.write(BYTE_ORDER_MARK)
    written = csv.writer(page)
    try:
        titles = next(rows, [])
        columns = columns_of(titles)
        writers = [_as_money if column.is_money and wishes.amounts_as_money else harmless for column in columns]
        names = [column.label if wishes.titles_in_words else column.name or column.label for column in columns]
        written.writerow([harmless(name) for name in names])
        for cells in rows:
            written.writerow(_row(cells, writers))
            counted.rows += 1
            if page.tell() > PIECE:
                yield _taken(page)
    except (csv.Error, UnicodeDecodeError) as error:
        raise BrokenFileError(type(error).__name__) from None
    yield _taken(page)


def _row(cells: Sequence[str], writers: Sequence[Write]) -> list[str]:
    if len(cells) != len(writers):
        raise BrokenFileError(f"a row has {len(cells)} cells instead of {len(writers)}")
    return [write(cell) for write, cell in zip(writers, cells, strict=True)]


def _as_money(cell: str) -> str:
    """An amount in hundredths as a decimal; whatever is no whole number stays as it is."""
    return str(Decimal(cell).scaleb(-2)) if WHOLE_NUMBER.fullmatch(cell) else harmless(cell)


def _taken(page: io.StringIO) -> bytes:
    """What has been written so far; the page is empty then."""
    text = page.getvalue()
    page.seek(0)
    page.truncate()
    return text.encode()


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Lines with their ends; a cell may run over several."""
    rest = ""
    for text in codecs.iterdecode(chunks, "utf-8-sig"):
        *lines, rest = (rest + text).split("\n")
        yield from (f"{line}\n" for line in lines)
    if rest:
        yield rest
