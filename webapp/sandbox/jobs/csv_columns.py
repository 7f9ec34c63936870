"""The columns of an imported CSV file: which field each one fills, and how its cells are read."""

import csv
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from webapp.sandbox import moments
from webapp.sandbox.rules import metadata
from webapp.sandbox.rules.customers_in_bulk import Customer

Reading = Callable[[str], Any]

PROFILE = ("id", "source_id", "name", "email", "phone", "birthdate", "description")
ADDRESS = ("line_1", "line_2", "postal_code", "city", "state", "country")
# Both documented spellings of a header: `Address_City` and `City`; line_1 and line_2 only have the long one.
ADDRESS_HEADERS = {f"address_{line}": line for line in ADDRESS} | {line: line for line in ADDRESS[2:]}


class Columns:
    """Headers are matched without regard to case; whatever is no standard field becomes metadata, as it is spelled.

    An empty cell is a field not given. `schemas` are the metadata schemas, by resource.
    """

    def __init__(self, header: Sequence[str], schemas: Mapping[str, Mapping[str, Any]]) -> None:
        self._schemas = schemas
        self._width = len(header)
        definitions = schemas.get("customer", {}).get("properties", {})
        self._profile: list[tuple[int, str]] = []
        self._address: list[tuple[int, str]] = []
        self._metadata: list[tuple[int, str, Reading | None]] = []
        for index, heading in enumerate(header):
            name = heading.strip()
            standard = name.lower()
            if standard in PROFILE:
                self._profile.append((index, standard))
            elif standard in ADDRESS_HEADERS:
                self._address.append((index, ADDRESS_HEADERS[standard]))
            elif name:
                self._metadata.append((index, name, _reading(definitions.get(name))))
        self._birthdate = next((index for index, name in self._profile if name == "birthdate"), None)

    def customer(self, cells: list[str]) -> Customer:
        """The fields a row gives."""
        if len(cells) < self._width:
            cells += [""] * (self._width - len(cells))
        fields: Customer = {name: cells[index] for index, name in self._profile if cells[index]}
        address = {line: cells[index] for index, line in self._address if cells[index]}
        fields["address"] = address or None
        values = {
            name: read(cells[index]) if read else cells[index] for index, name, read in self._metadata if cells[index]
        }
        if values:
            fields["metadata"] = values
        if self._birthdate is not None and "T" in fields.get("birthdate", ""):
            fields["birthdate"] = fields["birthdate"].partition("T")[0]
        return fields

    def problems(self, cells: Sequence[str], customer: Customer) -> list[str]:
        """Why the row cannot be imported, in the API's words; nothing when it can."""
        problems = metadata.failures(self._schemas, "customer", customer.get("metadata", {}), creating=True)
        birthdate = customer.get("birthdate")
        if birthdate and not moments.is_day(birthdate):
            problems.append(f"birthdate: must be a date (actual value is '{birthdate}')")
        if len(cells) > self._width:
            problems.append(f"the row has {len(cells)} cells, the header {self._width}")
        return problems


def _reading(definition: Mapping[str, Any] | None) -> Reading | None:
    """How a cell of a declared key is read; text that is no such value stays text, and fails the schema's check."""
    if definition is None or definition.get("deleted"):
        return None
    read = _READINGS.get(definition["type"])
    if definition.get("array"):
        return lambda cell: [(read or str)(each.strip()) for each in next(csv.reader([cell]), [])]
    return read


def _number(cell: str) -> Any:
    try:
        return int(cell)
    except ValueError:
        pass
    try:
        number = float(cell)
    except ValueError:
        return cell
    return number if abs(number) < float("inf") else cell


def _boolean(cell: str) -> Any:
    return {"true": True, "false": False, "null": None}.get(cell.lower(), cell)


_READINGS: dict[str, Reading] = {"number": _number, "boolean": _boolean}
