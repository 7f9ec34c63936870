"""Cutting a change set into the parts that the API takes."""

from webapp.changesets.sending import MOST_BYTES, MOST_ROWS, cut


def test_parts_stay_below_the_rows_and_bytes_of_one_call():
    blocks = [(number, 1_000, 400_000) for number in range(100)]
    parts = cut(blocks)
    assert sum(rows for _, _, rows in parts) == 100_000
    for first, last, rows in parts:
        assert rows <= MOST_ROWS
        assert (last - first + 1) * 400_000 <= MOST_BYTES


def test_every_block_with_something_to_send_is_in_one_part():
    blocks = [(0, 0, 0), (1, 1_000, 1), (2, 0, 0), (3, 5, 1)]
    assert cut(blocks) == [(1, 3, 1_005)]


def test_nothing_to_send_makes_no_part():
    assert cut([(0, 0, 0)]) == []
    assert cut([]) == []


def test_a_block_that_is_large_goes_alone():
    blocks = [(0, 10, 10), (1, 10, MOST_BYTES), (2, 10, 10)]
    assert cut(blocks) == [(0, 0, 10), (1, 1, 10), (2, 2, 10)]
