"""Tables as bytes, and what is read from them."""

from collections.abc import Iterator
from typing import Any

from webapp.imports.checking import Finding, Mapping, Summary, check_table
from webapp.tables import Dialect, Record, read_records
from webapp.voucherify.metadata_schemas import MetadataSchema

COMMA = Dialect("utf-8-sig", ",")


def pieces(content: bytes, size: int = 1024) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def read(content: bytes | str, dialect: Dialect = COMMA, size: int = 1024) -> list[Record]:
    whole = content.encode() if isinstance(content, str) else content
    return list(read_records(pieces(whole, size), dialect))


def schema_with(*, defined_only: bool = False, **definitions: dict[str, Any]) -> MetadataSchema:
    """A schema of optional single values, as far as the definitions do not say otherwise."""
    properties = {key: {"array": False, "optional": True, **rest} for key, rest in definitions.items()}
    return MetadataSchema({"properties": properties, "allow_defined_only": defined_only})


def checked(
    content: str, mapping: Mapping, schema: MetadataSchema | None = None
) -> tuple[Summary, dict[int, list[Finding]]]:
    """The summary of a whole check, and the findings by the line of their row."""
    found: dict[int, list[Finding]] = {}

    def keep(record: Record, findings: list[Finding]) -> None:
        assert record.line not in found
        found[record.line] = findings

    records = read_records(pieces(content.encode()), COMMA)
    return check_table(records, mapping, schema, on_findings=keep, on_progress=lambda _rows, _bytes: None), found
