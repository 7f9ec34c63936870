"""What is wrong with a mapping, before any row is read."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from webapp.imports.checking.findings import Finding, Mapping
from webapp.imports.checking.readings import Flaw, error, warning
from webapp.imports.columns import FIELDS, IGNORED, METADATA, NAME, NAME_PARTS
from webapp.voucherify.metadata_schemas import MetadataSchema

HEADER_LINE = 1


def mapping_findings(mapping: Mapping, schema: MetadataSchema | None) -> list[Finding]:
    """What is wrong with the mapping itself, as findings on line 1: errors where nothing can be imported with it."""
    findings = [flaw.at(HEADER_LINE, None) for flaw in _of_whole(mapping, schema)]

    for column, field in enumerate(mapping.fields):
        if field != IGNORED:
            same = NAME if field in NAME_PARTS and NAME in mapping.fields else field
            flaws = [*_of_field(field, schema), *_of_repetition(mapping.fields.index(same), column)]
            findings += [flaw.at(HEADER_LINE, column) for flaw in flaws]
    return findings


def _of_whole(mapping: Mapping, schema: MetadataSchema | None) -> Iterator[Flaw]:
    name = FIELDS[mapping.key]
    if mapping.key not in mapping.fields:
        yield error("no_key_column", f"No column is the {name}. Choose one, or another key.")
    if mapping.key == "id" and mapping.mode == "create_only":
        yield error(
            "no_new_ids", "Customers get their id from Voucherify when they are created. Create them by source id."
        )
    if len({*mapping.fields} & {*NAME_PARTS}) == 1:
        yield error(
            "half_a_name", "One part of the name has no column. Choose one, or let the other part be the whole name."
        )
    if not {*mapping.fields} - {IGNORED, "source_id", "id"}:
        yield warning("nothing_to_import", "No column holds anything but identifiers, so nothing would change.")
    try:
        ZoneInfo(mapping.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield error("unknown_zone", "There is no such time zone.")
    if missing := _required(schema) - {*mapping.fields} if mapping.mode != "update_only" else set():
        sentence = f"New customers need these, for which there is no column: {_names(missing)}."
        make = error if mapping.mode == "create_only" else warning
        yield make("required_columns", sentence)


def _of_field(field: str, schema: MetadataSchema | None) -> Iterator[Flaw]:
    if not field.startswith(METADATA):
        if field not in FIELDS | NAME_PARTS:
            yield error("unknown_field", "There is no such field.")
        return
    key = field.removeprefix(METADATA)
    definition = schema.properties.get(key) if schema else None
    if not key.strip():
        yield error("unknown_field", "A metadata key needs a name.")
    elif definition and definition.deleted:
        yield error("deleted_key", f"The project no longer uses the metadata key “{key}”.")
    elif schema and schema.allow_defined_only and not definition:
        yield error("undefined_key", f"The project allows only the metadata keys it defines, and not “{key}”.")


def _of_repetition(first: int, column: int) -> Iterator[Flaw]:
    if first != column:
        yield error("field_twice", f"Column {first + 1} is the same field. Leave one of the two out.")


def _required(schema: MetadataSchema | None) -> set[str]:
    definitions = schema.properties if schema else {}
    return {METADATA + key for key, each in definitions.items() if each.optional is False and not each.deleted}


def _names(fields: set[str]) -> str:
    return ", ".join(sorted(field.removeprefix(METADATA) for field in fields))
