"""The template: every header in it is mapped by itself to the field it stands for."""

import pytest

from webapp.imports.columns import FIELDS, match_headers
from webapp.imports.template_file import NOT_OFFERED, template_headers
from webapp.voucherify.metadata_schemas import MetadataSchema


def schema_of(*keys: str) -> MetadataSchema:
    return MetadataSchema({"properties": {key: {"type": "string"} for key in keys}})


@pytest.mark.parametrize("keys", [(), ("tier", "Shoe Size", "name", "Ort", "=1+1"), ("email", "e-mail")])
def test_every_header_means_its_field(keys: tuple[str, ...]):
    headers = template_headers(schema_of(*keys))
    fields = [*(field for field in FIELDS if field != NOT_OFFERED), *(f"metadata.{key}" for key in keys)]
    assert [*match_headers(headers, schema_of(*keys)).values()] == fields


def test_a_project_without_a_schema_has_the_standard_columns():
    assert template_headers(None)[:4] == ["source_id", "name", "email", "phone"]
