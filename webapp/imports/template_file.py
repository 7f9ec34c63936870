"""A file to begin with: the columns an import knows, with this project's metadata keys, and no rows. Pure."""

from webapp.imports.columns import FIELDS, METADATA, match_headers, metadata_fields
from webapp.voucherify.metadata_schemas import MetadataSchema

NOT_OFFERED = "id"  # the API's own ids stand in exports, not in what is newly written


def template_headers(schema: MetadataSchema | None) -> list[str]:
    """The plainest header for each field."""
    standard = [field.replace(".", "_") for field in FIELDS if field != NOT_OFFERED]
    return standard + [_header(field, schema) for field in metadata_fields(schema)]


def _header(field: str, schema: MetadataSchema | None) -> str:
    """The key itself, where that is not what a standard field is called."""
    key = field.removeprefix(METADATA)
    return key if match_headers([key], schema)[0] == field else field
