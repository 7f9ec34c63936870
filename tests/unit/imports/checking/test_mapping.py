"""What is wrong with a mapping before any row is read."""

import pytest

from tests.support.tables import schema_with
from webapp.imports.checking import Mapping, mapping_findings

SCHEMA = schema_with(
    tier={"type": "string", "optional": False},
    note={"type": "string"},
    old={"type": "string", "optional": False, "deleted": True},
)
DEFINED_ONLY = schema_with(defined_only=True, tier={"type": "string"})
GOOD = ["source_id", "name", "", "metadata.tier"]


def found(mapping: Mapping, schema=SCHEMA) -> list[tuple[int | None, str, str]]:
    findings = mapping_findings(mapping, schema)
    assert all(finding.line == 1 and finding.sentence.endswith(".") for finding in findings)
    return [(finding.column, finding.level, finding.code) for finding in findings]


@pytest.mark.parametrize("schema", [SCHEMA, None])
def test_a_good_mapping(schema):
    assert found(Mapping(GOOD), schema) == []


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        (Mapping(["name", "metadata.tier"]), (None, "error", "no_key_column")),
        (Mapping(GOOD, key="id"), (None, "error", "no_key_column")),
        (Mapping(["id", "metadata.tier"], key="id", mode="create_only"), (None, "error", "no_new_ids")),
        (Mapping(["source_id", "id"], mode="update_only"), (None, "warning", "nothing_to_import")),
        (Mapping(GOOD, zone="Mars/Olympus"), (None, "error", "unknown_zone")),
        (Mapping(GOOD, zone="../etc"), (None, "error", "unknown_zone")),
        (Mapping(["source_id", "name"]), (None, "warning", "required_columns")),
        (Mapping(["source_id", "name"], mode="create_only"), (None, "error", "required_columns")),
        (Mapping([*GOOD, "name"]), (4, "error", "field_twice")),
        (Mapping(["source_id", "name.last", "metadata.tier"]), (None, "error", "half_a_name")),
        (Mapping([*GOOD, "nickname"]), (4, "error", "unknown_field")),
        (Mapping([*GOOD, "metadata."]), (4, "error", "unknown_field")),
        (Mapping([*GOOD, "metadata.old"]), (4, "error", "deleted_key")),
    ],
)
def test_faults(mapping: Mapping, expected: tuple[int | None, str, str]):
    assert found(mapping) == [expected]


def test_the_name_and_its_parts_do_not_go_together():
    twice = [(4, "error", "field_twice"), (5, "error", "field_twice")]
    assert found(Mapping([*GOOD, "name.first", "name.last"])) == twice


def test_updates_alone_need_no_column_for_what_new_customers_need():
    assert found(Mapping(["source_id", "name"], mode="update_only")) == []


def test_a_new_key_is_fine_unless_the_project_allows_defined_ones_only():
    mapping = Mapping([*GOOD, "metadata.new"])
    assert found(mapping) == []
    assert found(mapping, DEFINED_ONLY) == [(4, "error", "undefined_key")]


def test_columns_left_out_may_be_many():
    assert found(Mapping([*GOOD, "", ""])) == []
