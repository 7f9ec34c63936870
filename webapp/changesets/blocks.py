"""Rows as they are kept: blocks of compressed JSON, with one letter for each row beside them.

The JSON of a block has two lines. The first holds the rows, the second the bodies of those that go out in bulk: a part
is sent as it stands there, without being read, which for many rows would take most of the time and memory.
"""

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import orjson

from webapp.changesets.comparing import Kind, Row
from webapp.store import change_blocks
from webapp.store.change_models import ChangeBlock, ChangePart

ROWS_OF_A_BLOCK = 1_000
LEVEL = 1  # blocks are written once and read a few times; the rest of the shrinking costs more than it saves


class Outcome(StrEnum):
    """What became of a row. The values are the letters kept for each row."""

    PENDING = "."
    UNDER_WAY = "~"
    CREATED = "C"
    UPDATED = "U"
    DELETED = "D"
    UNCHANGED = "="
    FAILED = "F"
    UNKNOWN = "?"
    SKIPPED = "S"
    NOT_DONE = "X"


FIRST_OUTCOME = {
    Kind.CREATE: Outcome.PENDING,
    Kind.UPDATE: Outcome.PENDING,
    Kind.DELETE: Outcome.PENDING,
    Kind.UNCHANGED: Outcome.UNCHANGED,
    Kind.CONFLICT: Outcome.SKIPPED,
}
SENT_IN_BULK = f"{Kind.CREATE}{Kind.UPDATE}"  # asked of each row, and twice as quick as a set of Kinds
_PENDING = Outcome.PENDING.value
_SOURCE_ID, _BODY = map(Row._fields.index, ("source_id", "body"))
_LETTERS = str.maketrans({kind.value: outcome.value for kind, outcome in FIRST_OUTCOME.items()})


def is_sendable(kind: str, source_id: str | None) -> bool:
    """Whether a row goes out in bulk, which takes a source id."""
    return kind in SENT_IN_BULK and bool(source_id)


def is_single(kind: str, row: Row) -> bool:
    """Whether a row changes a customer without a source id, who is addressed one by one."""
    return kind == Kind.UPDATE and not row.source_id


def can_be_kept(row: Row) -> bool:
    """Whether a row is JSON that comes back as it went: no integers beyond 64 bits, no halves of letters."""
    try:
        orjson.dumps(tuple(row))
    except TypeError:
        return False
    return True


def packed(number: int, kinds: str, rows: Sequence[Row]) -> dict[str, Any]:
    """The columns of a block. Raise TypeError where a row cannot be kept."""
    content, sendable, bodies = _written(kinds, rows)
    return {
        "number": number,
        "rows": content,
        "kinds": kinds,
        "outcomes": kinds.translate(_LETTERS),
        "sendable": sendable,
        "size": len(bodies),
    }


def put_rows(block: ChangeBlock, rows: Sequence[Row]) -> None:
    """Keep other rows in place of a block's own."""
    block.rows, *_ = _written(block.kinds, rows)


def rows_of(block: ChangeBlock) -> list[Row]:
    """The rows of a block; none where their values have been erased."""
    kept, bodies = _read(block)
    rows = [Row(*row) for row in kept]
    if not bodies:
        return rows
    following = iter(orjson.loads(bodies))
    return [
        row._replace(body=next(following)) if is_sendable(kind, row.source_id) else row
        for kind, row in zip(block.kinds, rows, strict=True)
    ]


class ReadBlock:
    """A block read for sending. `waiting` are the rows that are still to go out in bulk, or went and are not heard of.

    Each is told of by its place in the block and its source id.
    """

    def __init__(self, block: ChangeBlock) -> None:
        self.block = block
        rows, self._bodies = _read(block)
        self.waiting: list[tuple[int, str]] = [
            (place, row[_SOURCE_ID])
            for place, (kind, outcome, row) in enumerate(zip(block.kinds, block.outcomes, rows, strict=False))
            if outcome == _PENDING and is_sendable(kind, row[_SOURCE_ID])
        ]

    def bodies(self) -> bytes:
        """What is to be sent of the rows that wait, as members of a JSON array."""
        if self._bodies and len(self.waiting) == self.block.sendable:
            return self._bodies[1:-1]
        rows = rows_of(self.block)
        return orjson.dumps([rows[place].body for place, _ in self.waiting])[1:-1]

    def row(self, place: int) -> Row:
        """One row whole, which takes reading all of the block."""
        return rows_of(self.block)[place]


def blocks_of(part: ChangePart) -> list[ReadBlock]:
    """The blocks of a part."""
    return [*map(ReadBlock, change_blocks.between(part.change_set_id, part.first_block, part.last_block))]


def failures_of(block: ChangeBlock) -> dict[int, str]:
    """Why rows failed or were left out, by their place in the block."""
    if block.failures is None:
        return {}
    return {int(place): reason for place, reason in orjson.loads(zlib.decompress(block.failures)).items()}


def packed_failures(failures: Mapping[int, str]) -> bytes | None:
    if not failures:
        return None
    return zlib.compress(orjson.dumps({str(place): reason for place, reason in failures.items()}), LEVEL)


def count_outcomes(change_set_id: int) -> dict[str, int]:
    """How many rows have come to which end, by letter."""
    counts: Counter[str] = Counter()
    for block in change_blocks.letters(change_set_id):
        counts.update(block.outcomes)
    return dict(counts)


def _written(kinds: str, rows: Sequence[Row]) -> tuple[bytes, int, bytes]:
    """Rows as they are kept, and the bodies in them: how many, and their line. Raise TypeError where one cannot be."""
    bodies: list[Any] = []
    kept: list[tuple[Any, ...]] = []
    for kind, row in zip(kinds, rows, strict=True):
        if is_sendable(kind, row.source_id):
            bodies.append(row.body)
            kept.append((*row[:_BODY], None, *row[_BODY + 1 :]))
        else:
            kept.append(tuple(row))
    line = orjson.dumps(bodies) if bodies else b""
    return zlib.compress(b"\n".join((orjson.dumps(kept), line)), LEVEL), len(bodies), line


def _read(block: ChangeBlock) -> tuple[list[list[Any]], bytes]:
    """The rows as they are kept, and the line of bodies; nothing where they have been erased."""
    rows, _, bodies = zlib.decompress(block.rows).partition(b"\n") if block.rows is not None else (b"[]", b"", b"")
    return orjson.loads(rows), bodies
