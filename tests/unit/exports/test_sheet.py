"""The file for spreadsheets: the same cells, none of them a formula, and never half of it taken for the whole."""

import csv
import io
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.exports.fields import Field
from webapp.exports.sheet import BrokenFileError, Counted, Wishes, sheet
from webapp.sheets import BYTE_ORDER_MARK, harmless

COLUMNS = (Field("source_id", "Source id"), Field("total_amount", "Total", is_money=True))
PLAIN = Wishes()
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def read(content: str | list[bytes], wishes: Wishes = PLAIN, columns: Sequence[Field] = COLUMNS) -> list[list[str]]:
    """The rows of the sheet made of a file, read by a program."""
    chunks = [content.encode()] if isinstance(content, str) else content
    text = b"".join(sheet(chunks, lambda _titles: columns, wishes, Counted())).decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def test_titles_are_words_or_the_names_of_the_fields() -> None:
    assert read("Source ID,Total Amount\n") == [["Source id", "Total"]]
    assert read("Source ID,Total Amount\n", Wishes(titles_in_words=False)) == [["source_id", "total_amount"]]


def test_amounts_stay_as_they_are_or_become_money() -> None:
    content = "a,b\nx,41250\ny,\nz,-5\nw,n/a\n"
    assert [row[1] for row in read(content)[1:]] == ["41250", "", "-5", "n/a"]
    assert [row[1] for row in read(content, Wishes(amounts_as_money=True))[1:]] == ["412.50", "", "-0.05", "n/a"]


def test_titles_are_no_formulas_either() -> None:
    assert read("a\n", columns=[Field("=1+1", "=1+1")]) == [["'=1+1"]]


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.integers(1, 7))
def test_every_cell_comes_through_however_the_file_is_cut(rows: list[tuple[str, str]], size: int) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([("Source ID", "Total Amount"), *rows])
    content = text.getvalue().encode()
    pieces = [content[start : start + size] for start in range(0, len(content), size)]
    assert read(pieces)[1:] == [[harmless(cell) for cell in row] for row in rows]


def test_a_mark_in_the_file_is_no_part_of_the_first_title() -> None:
    given_titles: list[str] = []

    def columns_of(titles: Sequence[str]) -> Sequence[Field]:
        given_titles.extend(titles)
        return COLUMNS

    list(sheet(["\ufeffSource ID,Total Amount\n".encode()], columns_of, Wishes(), Counted()))
    assert given_titles == ["Source ID", "Total Amount"]


@pytest.mark.parametrize(
    "broken", [b"a,b\nx,1\ny", b'a,b\nx,"1\n', b"a,b\nx,1,2\n", b"a,b\nx,\xff\n", b'a,b\n"x"y,1\n'], ids=repr
)
def test_what_is_no_whole_table_is_refused(broken: bytes) -> None:
    with pytest.raises(BrokenFileError):
        read([broken])


def test_an_empty_file_is_an_empty_table() -> None:
    assert read("", columns=[]) == [[]]


def test_it_is_counted_on_the_way() -> None:
    counted = Counted()
    chunks = counted.over([b"a,b\n", b"x,1\ny,2\n"])
    list(sheet(chunks, lambda _titles: COLUMNS, Wishes(), counted))
    assert (counted.rows, counted.size) == (2, 12)


def test_a_long_file_leaves_in_pieces_while_it_arrives() -> None:
    arrived = 0

    def chunks() -> Iterator[bytes]:
        nonlocal arrived
        yield b"a,b\n"
        for _ in range(100):
            arrived += 1
            yield b"some order,12345\n" * 500

    pieces = sheet(chunks(), lambda _titles: COLUMNS, Wishes(), Counted())
    next(pieces)
    assert arrived < 20
    pieces.close()  # type: ignore[attr-defined]
