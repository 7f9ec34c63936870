"""The geometry of small pictures, drawn by templates as SVG with classes only. Pure.

A picture never stands alone: the template that draws it has the same numbers in words or in a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

WIDTH = 600
HEIGHT = 120
GAP = 4


@dataclass(frozen=True)
class Steps:
    """A balance over time: `line` and `area` are SVG paths in a box of WIDTH by HEIGHT, `highest` the top value."""

    line: str
    area: str
    highest: int


@dataclass(frozen=True)
class Column:
    """One column, as an SVG rectangle in a box of WIDTH by HEIGHT."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Share:
    """One part of a whole, from `x` on, in hundredths."""

    x: float
    width: float


def steps(points: Sequence[tuple[datetime, int]], until: datetime) -> Steps | None:
    """Draw values, each holding from its moment to the next and the last one until `until`; None below two moments."""
    if len(points) < 2 or until <= points[0][0]:
        return None
    began = points[0][0]
    span = (max(until, points[-1][0]) - began).total_seconds()
    highest = max(1, *(value for _, value in points))

    def place(moment: datetime, value: int) -> tuple[float, float]:
        across = (moment - began).total_seconds() / span * WIDTH
        return round(across, 1), round(HEIGHT - max(value, 0) / highest * HEIGHT, 1)

    x, y = place(*points[0])
    path = [f"M{x} {y}"]
    for moment, value in points[1:]:
        x, y = place(moment, value)
        path.append(f"H{x}V{y}")
    path.append(f"H{WIDTH}")
    line = "".join(path)
    return Steps(line, f"{line}V{HEIGHT}H0Z", highest)


def columns(values: Sequence[int]) -> tuple[Column, ...]:
    """Draw one column for each value, the highest one as high as the box; a value above nothing is always visible."""
    if not values:
        return ()
    highest, slot = max(1, *values), WIDTH / len(values)
    heights = [max(round(value / highest * HEIGHT, 1), 2) if value > 0 else 0 for value in values]
    return tuple(
        Column(round(index * slot + GAP / 2, 1), HEIGHT - height, round(slot - GAP, 1), height)
        for index, height in enumerate(heights)
    )


def shares(values: Sequence[int]) -> tuple[Share, ...]:
    """Draw the parts of a whole side by side; nothing where the whole is nothing."""
    whole = sum(values)
    if whole <= 0:
        return ()
    found, x = [], 0.0
    for value in values:
        width = value / whole * 100
        found.append(Share(round(x, 2), round(width, 2)))
        x += width
    return tuple(found)
