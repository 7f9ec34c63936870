"""A whole file: what is counted, what stands in it twice, and what it may cost."""

import tracemalloc
from collections.abc import Iterator

import pytest

from tests.support.tables import COMMA, checked
from webapp.imports.checking import Mapping, check_table, duplicates, whole
from webapp.imports.checking.columns import REMEMBERED
from webapp.imports.checking.duplicates import Seen
from webapp.tables import UnreadableTable, read_records

MAPPING = Mapping(["source_id", "name", "email"])
HEADER = "source_id,name,email\n"


def test_rows_are_counted_by_the_gravest_of_their_findings():
    summary, found = checked(HEADER + "1,Anna,anna@example.org\n\n2,=1,nobody\n3,=1,\n4,Bob,bob@example.org\n", MAPPING)
    assert list(found) == [4, 5]
    assert (summary.rows, summary.rows_with_errors, summary.rows_with_warnings, summary.rows_fine) == (4, 1, 1, 2)
    assert summary.findings == {"formula": 2, "email": 1}
    assert summary.blank_lines == 1


def test_a_key_that_stands_twice_is_an_error_on_every_row_but_the_first():
    _, found = checked(HEADER + '7,"two\nlines",\n8,x,\n 7 ,y,\n7,z,\n', MAPPING)
    assert {
        line: [(f.level, f.code) for f in findings if f.code != "trimmed_key"] for line, findings in found.items()
    } == {
        4: [("error", "duplicate_key")],
        5: [("error", "duplicate_key")],
    }
    assert "line 2 " in found[5][0].sentence
    assert found[5][0].column == 0


def test_keys_differ_by_case_and_by_leading_zeros():
    summary, _ = checked(HEADER + "a1,,x@example.org\nA1,,\n007,,\n7,,\n", MAPPING)
    assert summary.rows_fine == 4


def test_missing_keys_are_no_duplicates_of_each_other():
    summary, _ = checked(HEADER + ",Anna,\n,Bob,\n", MAPPING)
    assert summary.findings == {"missing_key": 2}


def test_an_e_mail_address_that_stands_twice_is_a_warning_in_any_spelling():
    _, found = checked(HEADER + "1,,anna@example.org\n2,,Anna@Example.ORG \n3,,\n4,,\n", MAPPING)
    (finding,) = found[3]
    assert (finding.level, finding.code, finding.column) == ("warning", "duplicate_email", 2)
    assert "line 2 " in finding.sentence


def test_rows_that_are_cut_wrongly_take_no_part_in_it():
    summary, _ = checked(HEADER + "1,Anna\n1,Bob,\n", MAPPING)
    assert summary.findings == {"too_few_cells": 1}


def test_duplicates_are_found_across_the_whole_file():
    rows = 10_000
    content = HEADER + "".join(f"{number % (rows - 1)},x,\n" for number in range(rows))
    summary, found = checked(content, MAPPING)
    assert summary.findings == {"duplicate_key": 1}
    assert "line 2 " in found[rows + 1][0].sentence


def test_texts_whose_places_are_taken_find_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(duplicates, "SLOTS", 8)
    seen = Seen()
    assert seen.again(["a", "b", "", "c", "d", "", "e"], range(1, 8)) == {}
    assert seen.again(["e", "a", "f", ""], range(8, 12)) == {8: 7, 9: 1}


def test_progress_tells_rows_and_bytes_and_can_end_the_pass():
    chunks = [HEADER.encode(), *[b"1,Anna,\n" * 250] * 4]
    told: list[tuple[int, int]] = []

    def on_progress(rows: int, size: int) -> None:
        told.append((rows, size))
        if rows >= 500:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        check_table(read_records(chunks, COMMA), MAPPING, None, on_findings=lambda *_: None, on_progress=on_progress)
    assert [rows for rows, _ in told][-2:] == [250, 500]


def test_a_file_of_a_header_alone_has_no_rows():
    summary, found = checked(HEADER, MAPPING)
    assert (summary.rows, found) == (0, {})


def test_a_file_with_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(whole, "MOST_TEXTS", 2)
    with pytest.raises(UnreadableTable, match="more than 2 rows"):
        checked(HEADER + "1,,\n2,,\n3,,\n", MAPPING)


def test_a_mapping_without_its_key_is_an_error_of_the_caller():
    with pytest.raises(ValueError, match="source_id"):
        checked("name\nAnna\n", Mapping(["name"]))


def test_memory_does_not_grow_with_the_file():
    def peak(rows: int) -> int:
        tracemalloc.start()
        records = read_records(file_of(rows), COMMA)
        summary = check_table(records, MAPPING, None, on_findings=lambda *_: None, on_progress=lambda *_: None)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert summary.rows == summary.rows_with_errors == rows
        return most

    peak(500)  # what is made once and kept
    assert peak(3 * REMEMBERED) < peak(REMEMBERED) + 500_000


def file_of(rows: int) -> Iterator[bytes]:
    yield HEADER.encode()
    for first in range(0, rows, 500):
        yield "".join(f"crm-{number},=Name {number},no-email\n" for number in range(first, first + 500)).encode()
