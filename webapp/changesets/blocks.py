"""Rows as they are kept: blocks of compressed JSON, with one letter for each row beside them."""

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

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
_LETTERS = str.maketrans({kind.value: outcome.value for kind, outcome in FIRST_OUTCOME.items()})


def is_sendable(kind: str, row: Row) -> bool:
    """Whether a row goes out in bulk, which takes a source id."""
    return kind in SENT_IN_BULK and bool(row.source_id)


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
    sendable = [row.body for kind, row in zip(kinds, rows, strict=True) if is_sendable(kind, row)]
    text = orjson.dumps([tuple(row) for row in rows])
    return {
        "number": number,
        "rows": zlib.compress(text, LEVEL),
        "kinds": kinds,
        "outcomes": kinds.translate(_LETTERS),
        "sendable": len(sendable),
        "size": len(text) if sendable else 0,
    }


def rows_of(block: ChangeBlock) -> list[Row]:
    """The rows of a block; none where their values have been erased."""
    return [] if block.rows is None else [Row(*row) for row in orjson.loads(zlib.decompress(block.rows))]


class ReadBlock(NamedTuple):
    """A block with its rows."""

    block: ChangeBlock
    rows: list[Row]

    def waiting(self) -> Iterator[tuple[int, Row]]:
        """The rows still to be sent in bulk, or sent and not heard of, with their places in the block."""
        for place, (kind, outcome, row) in enumerate(
            zip(self.block.kinds, self.block.outcomes, self.rows, strict=True)
        ):
            if outcome == _PENDING and is_sendable(kind, row):
                yield place, row


def blocks_of(part: ChangePart) -> list[ReadBlock]:
    """The blocks of a part with their rows."""
    blocks = change_blocks.between(part.change_set_id, part.first_block, part.last_block)
    return [ReadBlock(block, rows_of(block)) for block in blocks]


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
