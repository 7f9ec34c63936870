"""Which customers were named already, in sixteen to thirty-two bytes for each: a set would take a hundred."""

from array import array

FIRST_SIZE = 1 << 12


class Identities:
    """The hashes of texts seen so far. Two texts with one hash are as rare as one in a billion files of a million rows.

    Python's hashes are keyed with a secret of the process, so that no file can aim at them.
    """

    def __init__(self) -> None:
        self._table = array("q", [0]) * FIRST_SIZE
        self._count = 0

    def add(self, text: str) -> bool:
        """Note a text; False where it was noted before."""
        if 2 * self._count >= len(self._table):
            self._grow()
        hashed = hash(text) or 1  # zero is a free place
        if not _put(self._table, hashed):
            return False
        self._count += 1
        return True

    def _grow(self) -> None:
        larger = array("q", [0]) * (2 * len(self._table))
        for hashed in self._table:
            if hashed:
                _put(larger, hashed)
        self._table = larger


def _put(table: "array[int]", hashed: int) -> bool:
    last = len(table) - 1
    place = hashed & last
    while there := table[place]:
        if there == hashed:
            return False
        place = (place + 1) & last
    table[place] = hashed
    return True
