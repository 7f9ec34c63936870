"""Quick looks at the cells of a column, many at once: which of them could have flaws at all.

What a glance passes over has none; what it gives is judged one by one. Most cells of most files are fine, so this is
where the time goes: a glance is one run of the regular expressions' engine over all cells, with no Python for any.
"""

import re
from collections.abc import Callable, Collection, Sequence

Glance = Callable[[Sequence[str]], Collection[str]]
"""From cells to those to be judged. Empty ones may be passed over: what they lack is no matter of looks."""

every: Glance = set
"""For columns with few different values, which are judged once and then remembered."""

_SEPARATOR = "\0"  # no cell holds one: reading a table leaves none


def by_pattern(pattern: str, *, in_ascii: bool = True, without: str = "") -> Glance:
    """A glance over cells that are fine where they match, and where they are empty. After each comes a zero byte.

    The letters in `without` do not count, as long as there are others.
    """
    find = re.compile(rf"\0(?!(?:{pattern})\0)([^\0]++)", re.ASCII if in_ascii else 0).findall
    find_without_others = re.compile(rf"\0([{re.escape(without)}]+)(?=\0)").findall if without else None
    table = str.maketrans("", "", without)

    def glance(cells: Sequence[str]) -> Collection[str]:
        text = f"{_SEPARATOR}{_SEPARATOR.join(cells)}{_SEPARATOR}"
        if find_without_others is None:
            return find(text)
        doubtful = set(find(text.translate(table)))
        judged = [cell for cell in cells if cell.translate(table) in doubtful] if doubtful else []
        return judged + find_without_others(text)

    return glance
