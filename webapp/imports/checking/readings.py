"""What a cell gives: its value, and what is wrong or odd about it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from webapp.imports.checking.findings import Finding, Level


class Flaw(NamedTuple):
    """A finding that does not know its place yet."""

    level: Level
    code: str
    sentence: str

    def at(self, line: int, column: int | None) -> Finding:
        return Finding(line, column, *self)


class Reading(NamedTuple):
    """The JSON value of a cell, with its flaws; where one of them is an error, the value means nothing."""

    value: Any
    flaws: tuple[Flaw, ...] = ()


Reader = Callable[[str], Reading]
"""Reads the text of a cell, without the spaces around it and not empty."""


def error(code: str, sentence: str) -> Flaw:
    return Flaw("error", code, sentence)


def warning(code: str, sentence: str) -> Flaw:
    return Flaw("warning", code, sentence)


def unreadable(code: str, sentence: str) -> Reading:
    """The reading of a cell from which no value can be had."""
    return Reading(None, (error(code, sentence),))
