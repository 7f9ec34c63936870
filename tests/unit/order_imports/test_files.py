"""Orders out of JSON and out of tables, each with its place."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.order_imports.csv_files import read_table
from webapp.order_imports.findings import UnreadableFileError
from webapp.order_imports.json_files import read_json
from webapp.tables import Dialect, read_records

COMMA = Dialect("utf-8-sig", ",")
LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"]))
ORDERS = st.lists(st.dictionaries(st.text(max_size=5), st.lists(LEAVES, max_size=3) | LEAVES, max_size=4), max_size=6)


def table(text: str) -> list[tuple[int, dict[str, Any]]]:
    return list(read_table(read_records([text.encode()], COMMA)))


@given(ORDERS, st.sampled_from([None, 2]))
def test_a_list_comes_back_as_it_was(orders: list[dict[str, Any]], indent: int | None) -> None:
    assert [order for _, order in read_json(json.dumps(orders, indent=indent).encode())] == orders


@given(ORDERS)
def test_orders_line_by_line_come_back_with_their_lines(orders: list[dict[str, Any]]) -> None:
    content = "".join(json.dumps(order) + "\r\n" for order in orders)
    assert list(read_json(content.encode())) == list(enumerate(orders, 1))


def test_orders_are_numbered_however_the_lines_are_broken() -> None:
    content = b'\xef\xbb\xbf[\n  {\n    "a": 1\n  },\n\n  {"b": 2}, {"c": 3}\n]\n'
    assert [number for number, _ in read_json(content)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (b'[{"a": 1},', 1, "a ] is missing"),
        (b'[{"a": 1}\n{oops}]', 2, "no JSON any more"),
        (b"[1]", 1, "There should be an order here"),
        (b'{"a": "\xff"}', 0, "UTF-8"),
        (b"[" * 100_000, 1, "nested too deeply"),
        (b'{"a": 1}\n{"a": NaN}', 2, "a number that is none, or is too large"),
        (b'{"a": 1e999}', 1, "a number that is none, or is too large"),
        (b'{"a": ' + b"9" * 5_000 + b"}", 1, "a number that is none, or is too large"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(content: bytes, line: int, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence) as caught:
        list(read_json(content))
    assert caught.value.line == line


def test_rows_of_one_order_are_its_items() -> None:
    orders = table(
        "Source ID,status,customer_source_id,metadata.Gift Wrap,item_product_id,item_quantity\n"
        "a,PAID,crm-1,true,p1,2\n"
        "a,PAID,crm-1,,p2,1\n"
        "b,,,,p1,1\n"
        "c,PAID,,,,\n"
    )
    assert orders == [
        (
            2,
            {
                "source_id": "a",
                "status": "PAID",
                "customer": {"source_id": "crm-1"},
                "metadata": {"Gift Wrap": "true"},
                "items": [{"product_id": "p1", "quantity": "2"}, {"product_id": "p2", "quantity": "1"}],
            },
        ),
        (4, {"source_id": "b", "items": [{"product_id": "p1", "quantity": "1"}]}),
        (5, {"source_id": "c", "status": "PAID"}),
    ]


def test_an_order_that_comes_back_later_is_another() -> None:
    assert [line for line, _ in table("source_id\na\nb\na\n")] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 0, "empty"),
        ("source_id,colour\na,red\n", 1, "title of column 2 is not known"),
        ("source_id,Source ID\na,b\n", 1, "columns 1 and 2 have the same title"),
        ("status\nPAID\n", 1, "no column source_id"),
        ("source_id,status\na,PAID\na,CREATED\n", 3, "status differs from what line 2 says"),
        ("source_id\na,b\n", 2, "more cells than there are columns"),
    ],
)
def test_a_table_that_is_none_of_orders_is_refused(text: str, line: int, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence) as caught:
        table(text)
    assert caught.value.line == line


def test_cells_may_run_over_lines() -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["source_id", "metadata.note"], ["a", "one\ntwo"], ["b", "x"]])
    assert [line for line, _ in table(text.getvalue())] == [2, 3]
