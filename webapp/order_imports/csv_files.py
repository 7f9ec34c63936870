"""Orders out of a table: one row for each item, the rows of an order one below the other with its columns repeated."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from webapp.order_imports.findings import UnreadableFileError
from webapp.order_imports.json_files import RawOrder
from webapp.tables import Record

ORDER_COLUMNS = (
    "source_id", "status", "created_at", "amount", "initial_amount", "discount_amount", "customer_id",
    "customer_source_id", "customer_email", "customer_name", "referrer_id", "referrer_source_id",
)  # fmt: skip
ITEM_COLUMNS = (
    "product_id", "sku_id", "source_id", "related_object", "quantity", "price", "amount", "discount_amount",
    "initial_quantity",
)  # fmt: skip
METADATA = "metadata."
ITEM = "item_"
PEOPLE = ("customer", "referrer")


def read_table(records: Iterable[Record]) -> Iterator[RawOrder]:
    """Every order with the line of its first row; cells are texts. Raise UnreadableFileError for unknown columns."""
    rows = iter(records)
    header = next(rows, None)
    if header is None:
        raise UnreadableFileError(0, "This file is empty.")
    columns = [_plain(title) for title in header.cells]
    _check(columns, header.line)
    order: dict[str, Any] = {}
    line = 0
    given: dict[str, str] = {}
    for row in rows:
        if row.flaw or len(row.cells) > len(columns):
            raise UnreadableFileError(row.line, row.flaw or "This row has more cells than there are columns.")
        cells = {name: cell.strip() for name, cell in zip(columns, row.cells, strict=False) if cell.strip()}
        own = {name: cell for name, cell in cells.items() if not name.startswith(ITEM)}
        if not order or own.get("source_id", "") != given.get("source_id", ""):
            if order:
                yield line, order
            order, line, given = _order(own), row.line, own
        elif differing := [name for name, cell in own.items() if cell != given.get(name)]:
            raise UnreadableFileError(
                row.line, f"{differing[0]} differs from what line {line:,} says of the same order."
            )
        if item := {name.removeprefix(ITEM): cell for name, cell in cells.items() if name.startswith(ITEM)}:
            order.setdefault("items", []).append(item)
    if order:
        yield line, order


def _check(columns: list[str], line: int) -> None:
    """Columns are told by their numbers: in a file without a header their titles are somebody's data."""
    known = {*ORDER_COLUMNS, *(ITEM + name for name in ITEM_COLUMNS)}
    for number, name in enumerate(columns, 1):
        if name not in known and not name.startswith(METADATA):
            raise UnreadableFileError(line, f"The title of column {number:,} is not known. Rename it, or take it out.")
        if (first := columns.index(name) + 1) < number:
            raise UnreadableFileError(line, f"The columns {first:,} and {number:,} have the same title.")
    if "source_id" not in columns:
        raise UnreadableFileError(line, "There is no column source_id, by which orders are told apart.")


def _order(cells: Mapping[str, str]) -> dict[str, Any]:
    """The order that a row's cells tell of, without items; people and metadata are objects of their own."""
    order: dict[str, Any] = {}
    for name, cell in cells.items():
        person, _, field = name.partition("_")
        if name.startswith(METADATA):
            order.setdefault("metadata", {})[name.removeprefix(METADATA)] = cell
        elif person in PEOPLE and field:
            order.setdefault(person, {})[field] = cell
        else:
            order[name] = cell
    return order


def _plain(title: str) -> str:
    """Names of metadata keep their capitals; every other column is known by its words."""
    title = title.strip()
    return title if title.startswith(METADATA) else title.lower().replace(" ", "_")
