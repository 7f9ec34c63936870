"""The columns of an imported CSV file: which field each one fills, and how its cells are read."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice, repeat
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from webapp.sandbox import moments
from webapp.sandbox.rules import metadata
from webapp.sandbox.tables import dumps

Schemas = Mapping[str, Mapping[str, Any]]
Problems = dict[int, list[str]]  # by the row's place
Pieces = Sequence[Iterable[str]]  # each holds one piece of every row

TEXTS = ("name", "email", "phone", "birthdate", "description")
ADDRESS = ("line_1", "line_2", "postal_code", "city", "state", "country")
# Headers, in lower case, and the fields they mean. Both `Address_City` and `City` are documented.
FIELDS = (
    {name: name for name in ("id", "source_id", *TEXTS)}
    | {line: f"address.{line}" for line in ADDRESS[2:]}
    | {f"address_{line}": f"address.{line}" for line in ADDRESS}
)
SEARCHED = ("id", "source_id", "name", "email", "address.city")  # also read apart from the profile
NOWHERE = -1  # the place of a column that the file does not have
MOST_REMEMBERED = 10_000  # different cells of one column: many columns hold few values again and again


class CsvRows(NamedTuple):
    """What rows give, column by column: `members` are the profiles as JSON, without braces and with a comma at the end.

    `problems` say why a row cannot be had, by its place among the rows.
    """

    ids: Sequence[str]
    source_ids: Sequence[str]
    names: Sequence[str]
    emails: Sequence[str]
    cities: Sequence[str]
    members: list[str]
    problems: Problems


class MetadataColumn:
    """One key of the metadata: its cells, typed and checked by the schema, if that declares the key."""

    def __init__(self, name: str, schemas: Schemas) -> None:
        self.name = name
        self._schemas = schemas
        self._read = _reading(schemas.get("customer", {}).get("properties", {}).get(name))
        self._forget()

    def _forget(self) -> None:
        self._members = {"": ""}
        self._wrong: dict[str, list[str]] = {}

    def members(self, cells: Sequence[str], problems: Problems) -> list[str]:
        """The cells as members of JSON objects, each with a comma at the end; what is wrong joins the problems."""
        if len(self._members) > MOST_REMEMBERED:
            self._forget()
        for cell in set(cells).difference(self._members):
            member = {self.name: self._read(cell)}
            self._members[cell] = dumps(member)[1:-1] + ","
            if wrong := metadata.failures(self._schemas, "customer", member, creating=False):
                self._wrong[cell] = wrong
        if not self._wrong.keys().isdisjoint(cells):
            for number, cell in enumerate(cells):
                if cell in self._wrong:
                    problems[number] += self._wrong[cell]
        return [self._members[cell] for cell in cells]


class CsvColumns:
    """Headers are matched without regard to case; whatever is no standard field becomes metadata, as it is spelled.

    Of two columns with one meaning the first counts. An empty cell is a field not given. `schemas` are the metadata
    schemas, by resource. Many rows are read at once, column by column, and become JSON without becoming dictionaries
    first: a third of the time it takes row by row.
    """

    def __init__(self, header: Sequence[str], schemas: Schemas) -> None:
        self._width = len(header)
        places = dict.fromkeys((*SEARCHED, "birthdate"), NOWHERE)
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
            if field in places:
                places[field] = index
            if field.startswith("address."):
                self._address.append((index, field.removeprefix("address.")))
            elif field in TEXTS:
                self._texts.append((index, field))
        self._searched = [places[name] for name in SEARCHED]
        self._birthdate = places["birthdate"]
        self._missing = _problems_of_missing(schemas)

    def read(self, rows: Sequence[list[str]]) -> CsvRows:
        """The rows, at least one; cells are added to those that are too short."""
        problems: Problems = defaultdict(list)
        if set(map(len, rows)) != {self._width}:
            self._even_out(rows, problems)
        columns: list[Sequence[str]] = [*zip(*rows, strict=True), [""] * len(rows)]  # the last one stands NOWHERE
        if self._birthdate != NOWHERE:
            columns[self._birthdate] = _days(columns[self._birthdate], problems)
        texts = [_members(name, columns[index]) for index, name in self._texts]
        address = [_members(name, columns[index]) for index, name in self._address]
        own = [[column.members(columns[index], problems)] for index, column in self._metadata]
        self._note_missing(columns, problems)
        objects = [_objects("address", address, '"address":null,'), _objects("metadata", own, "")]
        members = _side_by_side([*texts, *([column] for column in objects)], len(rows))
        ids, source_ids, names, emails, cities = [columns[place] for place in self._searched]
        return CsvRows(ids, source_ids, names, emails, cities, members, problems)

    def _even_out(self, rows: Sequence[list[str]], problems: Problems) -> None:
        for number, cells in enumerate(rows):
            if len(cells) > self._width:
                problems[number].append(f"the row has {len(cells)} cells, the header {self._width}")
                del cells[self._width :]
            else:
                cells.extend([""] * (self._width - len(cells)))

    def _note_missing(self, columns: Sequence[Sequence[str]], problems: Problems) -> None:
        places = {column.name: index for index, column in self._metadata}
        for name, words in self._missing:
            for number, cell in enumerate(columns[places.get(name, NOWHERE)]):
                if not cell:
                    problems[number].append(words)


def _members(name: str, cells: Sequence[str]) -> Pieces:
    """The cells as members of JSON objects, each with a comma at the end; nothing for empty ones."""
    if all(cells):  # then no Python runs cell by cell
        return [repeat(f'"{name}":'), map(quoted, cells), repeat(",")]
    return [[f'"{name}":{quoted(cell)},' if cell else "" for cell in cells]]


def _objects(name: str, members: Sequence[Pieces], nothing: str) -> Iterable[str]:
    """The members of each row as one object, itself a member; `nothing` where there are none."""
    if not members:
        return repeat(nothing)
    opening = f'"{name}":{{'
    return [f"{opening}{text[:-1]}}}," if text else nothing for text in _side_by_side(members)]


def _side_by_side(columns: Iterable[Pieces], count: int | None = None) -> list[str]:
    """The pieces of each row joined; what repeats without end ends with the others, or after `count` rows."""
    joined = map("".join, zip(*chain.from_iterable(columns), strict=False))
    return list(islice(joined, count))


def _days(cells: Sequence[str], problems: Problems) -> Sequence[str]:
    """Dates without the time of day."""
    if all(map(moments.is_day, filter(None, cells))):
        return cells
    days = []
    for number, cell in enumerate(cells):
        day = cell
        if cell and not moments.is_day(cell):
            day = cell.partition("T")[0]
            if not moments.is_day(day):
                problems[number].append(f"birthdate: must be a date (actual value is '{cell}')")
        days.append(day)
    return days


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
