"""Tables handed out as CSV, as spreadsheets read them: UTF-8 with its mark, comma, CRLF, no formula anywhere. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

BYTE_ORDER_MARK = "\ufeff"
REASON = "Reason (Frontdesk)"
"""The title of the column that says why a row was left out: by it such a file is known when it comes back."""
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
NUMBER_OR_PHONE = re.compile(r"[+-][\d\s().,/-]*\d", re.ASCII)


def lines(rows: Iterable[Iterable[str]], *, importable: bool = False) -> Iterator[str]:
    """The file, line by line. In one that is to be imported again phone numbers stay as they are, too."""
    spared = NUMBER_OR_PHONE if importable else NUMBER
    yield BYTE_ORDER_MARK
    for cells in rows:
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell, spared) for cell in cells])
        yield line.getvalue()


def harmless(cell: str, spared: re.Pattern[str] = NUMBER) -> str:
    """A cell that no spreadsheet takes for a formula; what is `spared` stays as it is."""
    if cell.lstrip("'").startswith(FORMULA_STARTS) and not spared.fullmatch(cell):
        return f"'{cell}"
    return cell


def as_it_was(cell: str) -> str:
    """The cell that `harmless` made this of."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell
