"""Checking the rows of a file of customers before anything is sent, and reading the values out of them. Pure.

`RowCheck(mapping, schema)` knows rows by themselves: `check(record)`, `check_block(block)`, `key(cells)` and
`values(rows)`.
Cells hold no zero bytes, as reading a table leaves none.
`check_table(records, mapping, schema, on_findings=…, on_progress=…)` passes over a whole file.
`mapping_findings(mapping, schema)` tells what is wrong with the mapping itself.

`on_findings` is called once for each row that has findings, with its record and its findings, in the order of the
file; a key that stands in the file twice is among them, an error on every row but the first.
"""

from webapp.imports.checking.findings import Finding, Level, Mapping, Summary
from webapp.imports.checking.mapping import mapping_findings
from webapp.imports.checking.rows import RowCheck
from webapp.imports.checking.whole import check_table, without_header

__all__ = ["Finding", "Level", "Mapping", "RowCheck", "Summary", "check_table", "mapping_findings", "without_header"]
