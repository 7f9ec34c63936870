"""Checking a whole file as a stream, and what only the whole file shows: what stands in it twice."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from webapp.imports.checking.duplicates import MOST_TEXTS, Seen
from webapp.imports.checking.findings import Finding, Mapping, Summary
from webapp.imports.checking.readings import Flaw, error, warning
from webapp.imports.checking.rows import RowCheck
from webapp.imports.columns import FIELDS
from webapp.tables import Block, Record, Records, UnreadableTable
from webapp.voucherify.metadata_schemas import MetadataSchema

Found = dict[int, list[Finding]]  # by the place of the row among those checked at once


def check_table(
    records: Records,
    mapping: Mapping,
    schema: MetadataSchema | None,
    *,
    on_findings: Callable[[Record, list[Finding]], None],
    on_progress: Callable[[int, int], None],
) -> Summary:
    """Check every row, and that no key stands twice.

    `records` is what `read_records` gives, header included. `on_progress` is told rows and bytes read, now and then;
    what it raises ends the pass. Raise UnreadableTable where the file cannot be read on, and ValueError for a mapping
    that has no column for the key.
    """
    check = RowCheck(mapping, schema)
    repetitions = list(_repetitions(mapping))
    summary = Summary(0, 0, 0, {}, 0)
    counted: Counter[str] = Counter()
    for block in without_header(records.blocks()):
        found = check.check_block(block)
        cut_wrongly = {place for place in found if any(map(_is_of_row, found[place]))}
        for each in repetitions:
            each.look(block, cut_wrongly, found)
        for place in sorted(found):
            on_findings(block.record(place), found[place])
            has_error = False
            for _, _, level, code, _ in found[place]:
                counted[code] += 1
                has_error = has_error or level == "error"
            summary.rows_with_errors += has_error
            summary.rows_with_warnings += not has_error
        summary.rows += len(block.rows)
        if summary.rows > MOST_TEXTS:
            raise UnreadableTable(block.lines[-1], f"This file has more than {MOST_TEXTS:,} rows. Import it in parts.")
        on_progress(summary.rows, records.bytes_read)
    summary.findings = dict(counted)
    summary.blank_lines = records.blank_lines
    return summary


class Repetitions:
    """A column in which no text should stand twice; `plain` makes texts the same that mean the same."""

    def __init__(self, index: int, plain: Callable[[list[str]], Iterable[str]], flaw: Callable[[int], Flaw]) -> None:
        self._index = index
        self._plain = plain
        self._flaw = flaw
        self._seen = Seen()

    def look(self, block: Block, cut_wrongly: set[int], found: Found) -> None:
        """Add a finding to every row whose text stood in an earlier one. Rows that are cut wrongly are passed over."""
        index = self._index
        if cut_wrongly:
            cells = ["" if place in cut_wrongly else row[index] for place, row in enumerate(block.rows)]
        else:
            cells = [row[index] for row in block.rows]
        for line, first in self._seen.again(self._plain(cells), block.lines).items():
            found.setdefault(block.lines.index(line), []).append(self._flaw(first).at(line, index))


def _is_of_row(finding: Finding) -> bool:
    return finding.column is None and finding.level == "error"


def _repetitions(mapping: Mapping) -> Iterator[Repetitions]:
    name = FIELDS[mapping.key]
    yield Repetitions(
        mapping.fields.index(mapping.key),
        lambda cells: map(str.strip, cells),
        lambda first: error("duplicate_key", f"The same {name} stands on line {first:,} already."),
    )
    if "email" in mapping.fields:
        yield Repetitions(
            mapping.fields.index("email"),
            lambda cells: map(str.casefold, map(str.strip, cells)),
            lambda first: warning("duplicate_email", f"The same e-mail address stands on line {first:,} already."),
        )


def without_header(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a table that follow on its header, which begins the first of them."""
    if first := next(blocks, None):
        yield Block(first.lines[1:], first.rows[1:])
        yield from blocks
