"""Rows as they are kept in blocks, and as they are read for sending."""

import zlib
from typing import Any

import orjson
import pytest

from webapp.changesets.blocks import Outcome, ReadBlock, packed, put_rows, rows_of
from webapp.changesets.comparing import Kind, Row
from webapp.store.change_models import ChangeBlock

ROWS = [
    Row(2, "crm-1", None, "crm-1", None, {"source_id": "crm-1", "name": "Anna\nNowak"}),
    Row(3, "crm-2", "cust_2", "crm-2", {"name": "Bob"}, {"source_id": "crm-2", "name": None}),
    Row(4, "crm-3", "cust_3", "crm-3", None, None),
    Row(5, "cust_4", "cust_4", None, {"name": None}, {"source_id": None, "name": "Dora"}, None, "Dora"),
    Row(6, "crm-5", None, None, None, None, "It is in conflict."),
    Row(7, "crm-6", None, "crm-6", None, {"source_id": "crm-6"}),
]
KINDS = f"{Kind.CREATE}{Kind.UPDATE}{Kind.UNCHANGED}{Kind.UPDATE}{Kind.CONFLICT}{Kind.CREATE}"
SENT_IN_BULK = [0, 1, 5]


@pytest.fixture
def block() -> ChangeBlock:
    return ChangeBlock(**packed(0, KINDS, ROWS), failures=None)


def sent(block: ChangeBlock) -> Any:
    return orjson.loads(b"[%b]" % ReadBlock(block).bodies())


def test_rows_come_back_as_they_went(block: ChangeBlock):
    assert rows_of(block) == ROWS
    assert block.sendable == len(SENT_IN_BULK)


def test_what_goes_out_in_bulk_is_sent_as_it_was_kept(block: ChangeBlock):
    assert ReadBlock(block).waiting == [(place, ROWS[place].source_id) for place in SENT_IN_BULK]
    assert sent(block) == [ROWS[place].body for place in SENT_IN_BULK]
    assert block.size == len(ReadBlock(block).bodies()) + len("[]")


def test_rows_that_have_ended_are_not_sent_again(block: ChangeBlock):
    block.outcomes = Outcome.CREATED + block.outcomes[1:]
    assert sent(block) == [ROWS[place].body for place in SENT_IN_BULK[1:]]


def test_a_row_that_is_erased_is_neither_sent_nor_does_it_move_the_others(block: ChangeBlock):
    rows = [ROWS[0], Row(3, "", None, None, None, None, "erased"), *ROWS[2:]]
    put_rows(block, rows)
    assert rows_of(block) == rows
    assert sent(block) == [ROWS[0].body, ROWS[5].body]
    block.rows = None
    assert rows_of(block) == []
    assert ReadBlock(block).waiting == []


def test_blocks_of_earlier_versions_which_have_one_line_are_read(block: ChangeBlock):
    block.rows = zlib.compress(orjson.dumps([tuple(row) for row in ROWS]))
    assert rows_of(block) == ROWS
    assert sent(block) == [ROWS[place].body for place in SENT_IN_BULK]
