"""What the columns of a file are at first: as these headers were mapped last, or as they are called."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.imports.checking import Mapping
from webapp.imports.columns import FIELDS, IGNORED, NAME_PARTS, match_headers, metadata_fields, new_key_field
from webapp.store import imports
from webapp.voucherify import Voucherify
from webapp.voucherify.metadata_schemas import MetadataSchema

CUSTOMER = "customer"
OF_THE_FILE = ("key", "date_order", "zone")
"""What is remembered of a mapping besides the fields. What rows may do, and empty cells, is decided for each import."""


@dataclass(frozen=True)
class Remembered:
    """Who mapped the same headers last, and when."""

    by: str | None
    at: datetime


def read_schema(client: Voucherify) -> MetadataSchema | None:
    """The project's schema for customers; None where it has none. Raise VoucherifyError."""
    schemas = client.metadata_schemas.list().items
    return next((schema for schema in schemas if schema.related_object == CUSTOMER), None)


def digest_of(project: str, headers: Sequence[str]) -> str:
    """What stands for a project's set of headers."""
    return hashlib.sha256(json.dumps([project, *headers]).encode()).hexdigest()


def suggested(
    project: str, headers: Sequence[str], schema: MetadataSchema | None, zone: str
) -> tuple[Mapping, Remembered | None]:
    """The mapping to begin with, and where it was remembered from."""
    fitting = [field for _, field in sorted(match_headers(headers, schema).items())]
    kept = imports.saved_mapping(digest_of(project, headers))
    if kept is None:
        return Mapping(fields=fitting, key="id" if _has_only_ids(fitting) else "source_id", zone=zone), None
    saved, name = kept
    known = {*FIELDS, *NAME_PARTS, *metadata_fields(schema)}
    fields = [
        field if field in known or field == new_key_field(header, schema) else IGNORED
        for header, field in zip(headers, saved.mapping["fields"], strict=True)
    ]
    of_the_file = {each: saved.mapping[each] for each in OF_THE_FILE}
    return Mapping(fields=fields, **of_the_file), Remembered(name, saved.saved_at)


def _has_only_ids(fields: Sequence[str]) -> bool:
    return "id" in fields and "source_id" not in fields
