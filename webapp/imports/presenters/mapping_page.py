"""The columns of a file as they are shown to be mapped."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.imports.checking import Finding
from webapp.tables import Record

SAMPLES = 3
LONGEST_SAMPLE = 60  # characters


@dataclass(frozen=True)
class Said:
    """A sentence, and whether it is an "error" or a "warning"."""

    level: str
    sentence: str


@dataclass(frozen=True)
class ShownColumn:
    """One column: its place from 0, its header, values that stand in it, and what is wrong with how it is mapped."""

    index: int
    header: str
    samples: tuple[str, ...]
    said: tuple[Said, ...]


def columns(headers: Sequence[str], rows: Sequence[Record], findings: Sequence[Finding]) -> list[ShownColumn]:
    """All columns; the samples are the first different values in the rows."""
    return [
        ShownColumn(
            index,
            header.strip(),
            _samples(index, rows),
            tuple(Said(finding.level, finding.sentence) for finding in findings if finding.column == index),
        )
        for index, header in enumerate(headers)
    ]


def about_all(findings: Sequence[Finding]) -> list[Said]:
    """What is wrong with the mapping as a whole."""
    return [Said(finding.level, finding.sentence) for finding in findings if finding.column is None]


def _samples(index: int, rows: Sequence[Record]) -> tuple[str, ...]:
    values = (row.cells[index].strip() for row in rows if index < len(row.cells))
    different = list(dict.fromkeys(value for value in values if value))[:SAMPLES]
    return tuple(_short(value) for value in different)


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_SAMPLE else f"{value[:LONGEST_SAMPLE]}…"
