"""The columns of an imported CSV file: which field each one fills, and how its cells are read."""

import csv
from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from webapp.sandbox import moments
from webapp.sandbox.rules import metadata
from webapp.sandbox.tables import dumps

Schemas = Mapping[str, Mapping[str, Any]]

TEXTS = ("name", "email", "phone", "birthdate", "description")
ADDRESS = ("line_1", "line_2", "postal_code", "city", "state", "country")
# Headers, in lower case, and the fields they mean. Both `Address_City` and `City` are documented.
FIELDS = (
    {name: name for name in ("id", "source_id", *TEXTS)}
    | {line: f"address.{line}" for line in ADDRESS[2:]}
    | {f"address_{line}": f"address.{line}" for line in ADDRESS}
)
SEARCHED = ("id", "source_id", "name", "email", "address.city", "birthdate")  # also read apart from the profile
NOWHERE = -1  # the place of a column that the file does not have
MOST_REMEMBERED = 10_000  # different cells of one column: many columns hold few values again and again


class CsvRow(NamedTuple):
    """What a row gives: `members` is the profile as JSON, without its braces; `problems` say why it cannot be had."""

    id: str | None
    source_id: str | None
    name: str | None
    email: str | None
    city: str | None
    members: str
    problems: list[str]


class MetadataColumn:
    """One key of the metadata: its cells, typed and checked by the schema, if that declares the key."""

    def __init__(self, name: str, schemas: Schemas) -> None:
        self.name = name
        self._schemas = schemas
        self._read = _reading(schemas.get("customer", {}).get("properties", {}).get(name))
        self._remembered: dict[str, tuple[str, list[str]]] = {}

    def __call__(self, cell: str) -> tuple[str, list[str]]:
        """The cell as a member of a JSON object, and what is wrong with it."""
        known = self._remembered.get(cell)
        if known is None:
            member = {self.name: self._read(cell)}
            known = dumps(member)[1:-1], metadata.failures(self._schemas, "customer", member, creating=False)
            if len(self._remembered) < MOST_REMEMBERED:
                self._remembered[cell] = known
        return known


class CsvColumns:
    """Headers are matched without regard to case; whatever is no standard field becomes metadata, as it is spelled.

    Of two columns with one meaning the first counts. An empty cell is a field not given. `schemas` are the metadata
    schemas, by resource. Rows become JSON without becoming dictionaries first, which takes half the time.
    """

    def __init__(self, header: Sequence[str], schemas: Schemas) -> None:
        self._width = len(header)
        self._places = dict.fromkeys(SEARCHED, NOWHERE)
        self._texts: list[tuple[int, str]] = []
        self._address: list[tuple[int, str]] = []
        self._metadata: list[tuple[int, MetadataColumn]] = []
        taken: set[str] = set()
        for index, heading in enumerate(header):
            name = heading.strip()
            field = FIELDS.get(name.lower())
            if not name or (field or f"metadata.{name}") in taken:
                continue
            taken.add(field or f"metadata.{name}")
            if field is None:
                self._metadata.append((index, MetadataColumn(name, schemas)))
                continue
            if field in self._places:
                self._places[field] = index
            if field.startswith("address."):
                self._address.append((index, f'"{field.removeprefix("address.")}":'))
            elif field in TEXTS:
                self._texts.append((index, f'"{field}":'))
        self._missing = _problems_of_missing(schemas)

    def read(self, cells: list[str]) -> CsvRow:
        problems: list[str] = []
        if len(cells) > self._width:
            problems.append(f"the row has {len(cells)} cells, the header {self._width}")
            cells = cells[: self._width]
        cells += [""] * (self._width - len(cells) + 1)  # the last one is what stands NOWHERE
        customer_id, source_id, name, email, city, birthdate = [cells[place] or None for place in self._places.values()]
        if birthdate:
            day = cells[self._places["birthdate"]] = birthdate.partition("T")[0]
            if not moments.is_day(day):
                problems.append(f"birthdate: must be a date (actual value is '{birthdate}')")
        members = [key + quoted(cells[index]) for index, key in self._texts if cells[index]]
        address = ",".join([key + quoted(cells[index]) for index, key in self._address if cells[index]])
        members.append(f'"address":{{{address}}}' if address else '"address":null')
        if metadata_members := self._metadata_members(cells, problems):
            members.append(f'"metadata":{{{",".join(metadata_members)}}}')
        return CsvRow(customer_id, source_id, name, email, city, ",".join(members), problems)

    def _metadata_members(self, cells: Sequence[str], problems: list[str]) -> list[str]:
        members = []
        for index, column in self._metadata:
            if cells[index]:
                member, wrong = column(cells[index])
                members.append(member)
                problems += wrong
        if self._missing:
            given = {column.name for index, column in self._metadata if cells[index]}
            problems += [words for name, words in self._missing if name not in given]
        return members


def _problems_of_missing(schemas: Schemas) -> list[tuple[str, str]]:
    """The required keys of the schema, each with what is said where it is missing."""
    properties = schemas.get("customer", {}).get("properties", {})
    words = metadata.failures(schemas, "customer", {}, creating=True)
    required = [name for name, definition in properties.items() if not definition["optional"]]
    return [(name, text) for text in words for name in required if text.startswith(f"{name}: ")]


def _reading(definition: Mapping[str, Any] | None) -> Callable[[str], Any]:
    """How a cell is read; text that is no value of the declared type stays text, and then fails the check."""
    if definition is None or definition.get("deleted"):
        return str
    read = _READINGS.get(definition["type"], str)
    if definition.get("array"):
        return lambda cell: [read(each.strip()) for each in next(csv.reader([cell]), [])]
    return read


def _number(cell: str) -> Any:
    for kind in (int, float):
        try:
            number = kind(cell)
        except ValueError:
            continue
        return number if abs(number) < float("inf") else cell
    return cell


def _boolean(cell: str) -> Any:
    return {"true": True, "false": False, "null": None}.get(cell.lower(), cell)


_READINGS: dict[str, Callable[[str], Any]] = {"number": _number, "boolean": _boolean}
