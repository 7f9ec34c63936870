"""Rows of a table: every cell as it stands, on the line on which a spreadsheet shows it."""

import csv
import tracemalloc
from io import StringIO
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tables import COMMA, pieces, read
from webapp.tables import Dialect, UnreadableTable, read_records

CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")).filter(
    lambda cell: not cell.startswith(" ")  # blanks after a delimiter are left out
)


def lines_and_cells(content: bytes | str, dialect: Dialect = COMMA) -> list[tuple[int, list[str]]]:
    return [(record.line, record.cells) for record in read(content, dialect)]


@settings(deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=8),
    st.sampled_from([("\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_MINIMAL)]),
    st.integers(1, 9),
)
def test_what_is_written_is_read(rows: list[list[str]], style: tuple[str, int], size: int):
    file = StringIO(newline="")
    end, quoting = style
    csv.writer(file, lineterminator=end, quoting=quoting).writerows([["a", "b"], *rows])
    records = list(read_records(pieces(file.getvalue().encode(), size), COMMA))
    assert [record.cells for record in records[1:]] == [cells for cells in rows if any(cells)]
    assert not any(record.flaw for record in records)


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1250", "cp1250"),
        ("cp852", "cp852"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 1024])
def test_encodings(encoding: str, written: str, size: int):
    content = 'id;name\r\n7;"Łódź;\r\nKraków"\r\n'.encode(written)
    records = read(content, Dialect(encoding, ";"), size)
    assert [record.cells for record in records] == [["id", "name"], ["7", "Łódź;\r\nKraków"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_a_spreadsheet_shows_them(end: str):
    content = end.join(["id,note", '1,"first', "", 'third"', "2,x", "", ",", '3,"a ""b"""', '4,"last'])
    assert lines_and_cells(content + '"') == [
        (1, ["id", "note"]),
        (2, ["1", f"first{end}{end}third"]),
        (3, ["2", "x"]),
        (6, ["3", 'a "b"']),
        (7, ["4", "last"]),
    ]


def test_rows_are_the_same_wherever_the_pieces_of_the_file_end():
    rows = 20_000
    content = "id,note\n" + "".join(
        f'{number},"two\nlines"\n' if number % 2 else f"{number},x\n" for number in range(rows)
    )
    records = read(content, size=70_001)
    assert [(record.line, record.cells[0]) for record in records[1:]] == [(n + 2, str(n)) for n in range(rows)]


def test_blank_lines_are_counted_and_passed_over():
    records = read_records(pieces(b"a,b\n\n1,2\n,\n\n"), COMMA)
    assert [record.line for record in records] == [1, 3]
    assert records.blank_lines == 3


def test_leading_zeros_and_blanks_stay():
    assert lines_and_cells('a,b\n007,"  x "\n')[1] == (2, ["007", "  x "])


def test_a_line_that_names_the_delimiter_is_no_row():
    records = read_records(pieces(b"sep=;\r\nid;name\r\n1;x\r\n"), Dialect("utf-8-sig", ";"))
    assert [(record.line, record.cells) for record in records] == [(1, ["id", "name"]), (2, ["1", "x"])]
    assert records.blank_lines == 0


def test_ragged_rows_come_as_they_are():
    assert lines_and_cells("a,b\n1\n1,2,3\n") == [(1, ["a", "b"]), (2, ["1"]), (3, ["1", "2", "3"])]


def test_quotation_marks_out_of_order_flaw_one_row_alone():
    records = read('a,b\n1,x\n2,"inside" out\n3,y\n')
    assert [(record.line, bool(record.flaw)) for record in records] == [(1, False), (2, False), (3, True), (4, False)]
    assert records[2].cells == ["2", "inside out"]


def test_a_flawed_row_of_several_lines_says_where_a_text_editor_shows_it():
    records = read('a,b\n0,"m\nn"\n1,"x\ny" z\n2,w\n3,"p" q')
    assert [(record.line, bool(record.flaw)) for record in records] == [
        (1, False), (2, False), (3, True), (4, False), (5, True),
    ]  # fmt: skip
    assert "lines 4 to 5 in a text editor" in records[2].flaw
    assert "line 7 in a text editor" in records[4].flaw


def test_an_unclosed_quotation_mark_names_the_line_where_it_was_opened():
    records = read_records(pieces(b'a,b\n1,"x\ny"\n2,"never\n3,y\n'), COMMA)
    assert [record.line for record in islice(records, 2)] == [1, 2]
    with pytest.raises(UnreadableTable, match=r"line 3 \(line 4 in a text editor\) has no end") as raised:
        next(records)
    assert raised.value.line == 3


def test_an_unclosed_quotation_mark_in_a_large_file_is_found_soon():
    records = read_records((b'a,b\n1,"never\n', *(b"2,x\n" * 10_000 for _ in range(100))), COMMA)
    with pytest.raises(UnreadableTable, match="line 2"):
        list(records)
    assert records.bytes_read < 1_000_000


def test_many_rows_with_very_long_cells_are_read():
    row = '1,"' + "x, " * 40_000 + '"\n'
    assert len(read("a,b\n" + row * 300, size=1024 * 1024)) == 301


def test_zero_bytes_stand_in_their_cells_as_letters_that_cannot_be_read():
    assert lines_and_cells(b"a,b\n1,2\n3,\0\n4,\0x\n")[2:] == [(3, ["3", "\ufffd"]), (4, ["4", "\ufffdx"])]


def test_the_end_of_a_file_that_was_never_written_is_one_row_at_most():
    assert len(read(b"a,b\n1,2\n" + bytes(3_000_000), size=1024 * 1024)) <= 3


def test_the_sign_with_which_old_programs_end_a_file_is_no_row():
    assert lines_and_cells(b"a,b\r\n1,2\r\n\x1a") == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_bytes_that_the_encoding_does_not_know_are_marked():
    assert lines_and_cells(b"a,b\n1,Ma\xb3gosia\n")[1] == (2, ["1", "Ma\ufffdgosia"])


@pytest.mark.parametrize("content", [b"a\n" + b"x" * 10_000_000, b'a\n"' + b"x" * 10_000_000 + b'"\n'])
def test_a_cell_of_ten_megabytes_is_refused(content: bytes):
    with pytest.raises(UnreadableTable):
        read(content, size=1024 * 1024)


def test_memory_stays_small():
    rows = "".join(f"crm-{number},somebody with a name,x\n" for number in range(2_000)).encode()
    records = read_records((rows for _ in range(50)), COMMA)
    next(records)
    tracemalloc.start()
    count = sum(1 for _ in records)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 50 * 2_000 - 1
    assert peak < 2_000_000
