"""Texts that stand in a file more than once.

Of each text nothing is kept but 36 bits of its hash and the line of the first, together in one number, in a table of
a fixed size: a longer file takes no more memory, where a set of Python's would take a hundred bytes for each row.
With the place in the table, which comes from other bits, one in a hundred thousand files of a million rows has two
texts that seem the same and are not.
"""

from array import array
from collections.abc import Iterable

MOST_TEXTS = 1_500_000
SLOTS = 1 << 21  # more than that many, so that most texts find the slot free that they look at first
LINE_BITS = 28  # as many lines as the largest file has bytes
LINE = (1 << LINE_BITS) - 1


class Seen:
    """The texts seen so far. Python's hashes are keyed with a secret of the process: no file can aim at them."""

    def __init__(self) -> None:
        self._table = array("q", [0]) * SLOTS

    def again(self, texts: Iterable[str], lines: Iterable[int]) -> dict[int, int]:
        """Note texts with their lines, MOST_TEXTS in all. Of those noted before: their lines, and that of the first.

        Empty texts are passed over.
        """
        table, last = self._table, SLOTS - 1
        repeated = {}
        for hashed, line in zip(map(hash, texts), lines, strict=True):
            slot = hashed & last
            while there := table[slot]:
                if not (there ^ hashed) >> LINE_BITS:
                    if hashed:  # that of the empty text is zero
                        repeated[line] = there & LINE
                    break
                slot = (slot + 1) & last
            else:
                table[slot] = hashed >> LINE_BITS << LINE_BITS | line
        return repeated
