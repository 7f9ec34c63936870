"""Tables for spreadsheets: no cell is a formula, and what is none stays as it is."""

import csv
import io

import pytest

from webapp.sheets import BYTE_ORDER_MARK, FORMULA_STARTS, NUMBER_OR_PHONE, as_it_was, harmless, lines


@pytest.mark.parametrize("start", FORMULA_STARTS)
@pytest.mark.parametrize("importable", [True, False])
def test_no_cell_begins_like_a_formula(start: str, importable: bool) -> None:
    text = "".join(lines([["plain", f"{start}HYPERLINK()"]], importable=importable))
    assert text.startswith(BYTE_ORDER_MARK)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))
    assert rows == [["plain", f"'{start}HYPERLINK()"]]


@pytest.mark.parametrize("number", ["-5", "-12.50", "0", "41250"])
def test_numbers_are_left_alone(number: str) -> None:
    assert harmless(number) == number


@pytest.mark.parametrize("tricky", ["-1+cmd|' /C calc'!A0", "+48600100200", "-", "-١", "-5\n"])
def test_what_only_looks_like_a_number_is_not(tricky: str) -> None:
    assert harmless(tricky) == f"'{tricky}"


def test_phone_numbers_are_left_alone_in_what_is_to_be_imported_again() -> None:
    assert harmless("+48 (600) 100-200", NUMBER_OR_PHONE) == "+48 (600) 100-200"
    assert harmless("+48 600 HYPERLINK()", NUMBER_OR_PHONE) == "'+48 600 HYPERLINK()"


@pytest.mark.parametrize("cell", ["=1+1", "'=1+1", "''@x", "'quoted", "'", "@handle", "plain", "", "-3", "+48 600"])
def test_what_was_made_harmless_can_be_made_what_it_was(cell: str) -> None:
    assert as_it_was(harmless(cell, NUMBER_OR_PHONE)) == cell
