"""docs/sandbox.md tells what the code does now."""

import re

from scripts.sandbox_coverage import DOCS, operations, table, written


def test_the_coverage_table_is_current() -> None:
    document = DOCS.read_text()
    assert written(document) == document, "run `python scripts/sandbox_coverage.py`"


def test_every_operation_is_covered_by_a_test() -> None:
    rows = [line.split(" | ") for line in table().splitlines()[2:]]
    assert len(rows) == len(list(operations())) > 50
    assert [row[0] for row in rows if not row[3].strip(" |")] == []


def test_every_choice_stands_in_one_table_once() -> None:
    _, *tables = DOCS.read_text().split("| to switch |")
    assert len(tables) == 1
    choices = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", tables[0].partition("\n## ")[0], re.MULTILINE)
    assert len(choices) > 100
    assert len(set(choices)) == len(choices)
