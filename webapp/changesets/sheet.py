"""Rows handed out as CSV, as spreadsheets read them: UTF-8 with its mark, comma, CRLF, no formula anywhere. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-][\d\s().,/-]*\d", re.ASCII)


def lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The file, line by line."""
    yield BYTE_ORDER_MARK
    for cells in rows:
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in cells])
        yield line.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers and phone numbers stay as they are."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell) else cell
