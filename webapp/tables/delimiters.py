"""Which delimiter a text uses: the one that cuts its rows into the same number of cells."""

import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice
from typing import NamedTuple

from webapp.tables.tables import DELIMITERS

ROWS = 200
DECLARED = re.compile(r'\s*"?sep=(.)', re.IGNORECASE)


class Fit(NamedTuple):
    """How well a delimiter fits: the share of rows as wide as the header, and that width."""

    share: float
    width: int


def guess_delimiter(text: str, *, is_whole: bool) -> tuple[str, str]:
    """A key of DELIMITERS, and a sentence that says why; `is_whole` tells that the text is not cut at its end."""
    if (declared := DECLARED.match(text)) and declared[1] in DELIMITERS:
        return declared[1], f"Its first line names the {DELIMITERS[declared[1]]} as delimiter."
    fits = {delimiter: _fit(text, delimiter, is_whole=is_whole) for delimiter in DELIMITERS}
    best = max(fits, key=lambda delimiter: (fits[delimiter].width > 1, *fits[delimiter]))
    if fits[best].width == 1:
        return best, "Its rows have a single column."
    rows = "All rows looked at" if fits[best].share == 1 else f"{fits[best].share:.0%} of the rows looked at"
    return best, f"{rows} have {fits[best].width} columns with the {DELIMITERS[best]} as delimiter."


def _fit(text: str, delimiter: str, *, is_whole: bool) -> Fit:
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        widths = [len(cells) for cells in islice(rows, ROWS + 1) if any(cells)]
    except csv.Error:  # a quotation mark that is never closed
        return Fit(0, 1)
    if not is_whole and len(widths) > 1 and len(widths) <= ROWS:
        del widths[-1]
    if not widths:
        return Fit(0, 1)
    return Fit(Counter(widths)[widths[0]] / len(widths), widths[0])
