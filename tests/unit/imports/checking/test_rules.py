"""Every rule of the check, with cells that keep it and cells that break it."""

from typing import Any

import pytest

from tests.support.tables import schema_with
from webapp.imports.checking import Finding, Mapping, RowCheck
from webapp.tables import Block, Record

LINE = 7
SCHEMA = schema_with(
    text={"type": "string"},
    short={"type": "string", "maxLength": 3},
    level={"type": "string", "eq": ["gold", "silver"]},
    not_none={"type": "string", "ne": ["none"]},
    number={"type": "number"},
    from_1_to_5={"type": "number", "gte": 1, "lt": 6},
    flag={"type": "boolean"},
    day={"type": "date"},
    moment={"type": "datetime"},
    point={"type": "geopoint"},
    picture={"type": "image_url"},
    size={"type": "object"},
    brands={"type": "string", "array": True, "maxLength": 5},
    numbers={"type": "number", "array": True},
    points={"type": "geopoint", "array": True},
)


def row_check(field: str, **mapping: Any) -> RowCheck:
    return RowCheck(Mapping(["source_id", field], zone="Europe/Warsaw", **mapping), SCHEMA)


def findings(field: str, cell: str, **mapping: Any) -> list[Finding]:
    return row_check(field, **mapping).check(Record(LINE, ["crm-1", cell]))


def value(field: str, cell: str, **mapping: Any) -> Any:
    return row_check(field, **mapping).values([["crm-1", cell]])[0].get(field, "kept")


def keys_findings(cell: str, key: str = "source_id") -> list[tuple[str, str]]:
    check = RowCheck(Mapping([key, "name"], key=key), None)
    return [(finding.level, finding.code) for finding in check.check(Record(LINE, [cell, "Anna"]))]


FINE = [
    ("name", "Anna Nowak"),
    ("name", "-"),
    ("name", "Åsa Ärlig, São Paulo, «\u00a0là\u00a0»"),
    ("name", "Zażółć gęślą 👩‍👧"),
    ("name", ""),
    ("description", "Two\nlines,\twith a tab" * 100),
    ("address.line_1", "+48 600 100 200"),
    ("address.line_2", "-12.5"),
    ("email", "anna.nowak+tag@mail.example.org"),
    ("email", " ANNA@Example.ORG "),
    ("email", "łukasz@żółw.pl"),
    ("phone", "+48 600-100-200"),
    ("phone", "+1 (212) 555-0123"),
    ("birthdate", "1990-05-03"),
    ("birthdate", "2000-02-29"),
    ("address.country", "PL"),
    ("address.country", "poland"),
    ("metadata.text", "007"),
    ("metadata.level", "gold"),
    ("metadata.number", "-12.5"),
    ("metadata.from_1_to_5", "5.99"),
    ("metadata.flag", "TRUE"),
    ("metadata.day", "2026-12-31"),
    ("metadata.moment", "2026-05-03T14:30:00Z"),
    ("metadata.point", "50.06, 19.94"),
    ("metadata.picture", "https://example.org/a.png"),
    ("metadata.size", '{"size": "M"}'),
    ("metadata.brands", "Nike,Fila"),
    ("metadata.numbers", "1, 2.5"),
    ("metadata.another", "a new key is a text"),
]


@pytest.mark.parametrize(("field", "cell"), FINE)
def test_cells_without_findings(field: str, cell: str):
    assert findings(field, cell) == []


ERRORS = [
    ("name", "Ma\ufffdgosia", "undecodable"),
    ("name", "bell\x07", "control_characters"),
    ("name", "next line\x85", "control_characters"),
    ("description", "x" * 40_000, "too_long"),
    ("email", "nobody", "email"),
    ("email", "a@b@example.org", "email"),
    ("email", "anna@example..org", "email"),
    ("email", "anna@", "email"),
    ("birthdate", "1990-02-30", "date"),
    ("birthdate", "31.04.1990", "date"),
    ("birthdate", "next week", "date"),
    ("birthdate", "03/05/90", "date"),
    ("birthdate", "36526", "date"),
    ("birthdate", "202211", "date"),
    ("birthdate", "2999-01-01", "future_birthdate"),
    ("metadata.short", "long", "schema_rule"),
    ("metadata.level", "Gold", "schema_rule"),
    ("metadata.not_none", "none", "schema_rule"),
    ("metadata.number", "many", "number"),
    ("metadata.number", "1,234", "number"),
    ("metadata.number", "1e999", "number"),
    ("metadata.from_1_to_5", "6", "schema_rule"),
    ("metadata.from_1_to_5", "0", "schema_rule"),
    ("metadata.flag", "maybe", "boolean"),
    ("metadata.day", "2026-13-01", "date"),
    ("metadata.moment", "2026-05-03 25:00", "datetime"),
    ("metadata.point", "91, 0", "geopoint"),
    ("metadata.picture", "a.png", "image_url"),
    ("metadata.size", "[1]", "object"),
    ("metadata.size", "{size", "object"),
    ("metadata.brands", "Nike,Reebok", "schema_rule"),
    ("metadata.numbers", "1,two", "number"),
    ("metadata.numbers", '["", 1]', "number"),
]


@pytest.mark.parametrize(("field", "cell", "code"), ERRORS)
def test_cells_with_errors(field: str, cell: str, code: str):
    (finding,) = findings(field, cell)
    assert finding[:4] == (LINE, 1, "error", code)
    assert finding.sentence.endswith((".", "?"))


WARNINGS = [
    ("name", "=HYPERLINK(“https://example.org”)", "formula"),
    ("name", " =1+1", "formula"),
    ("name", "@SUM(A1)", "formula"),
    ("name", "+cmd|' /C calc'!A0", "formula"),
    ("description", "-2+3+cmd", "formula"),
    ("name", "\tx", "formula"),
    ("name", "\rx", "formula"),
    ("name", "x" * 256, "too_long"),
    ("name", "Anna\u202e", "invisible_characters"),
    ("name", "\ufeffAnna", "invisible_characters"),
    ("name", "JosÃ© Núñez", "misread_letters"),
    ("name", "Ĺ‚ukasz", "misread_letters"),
    ("email", "anna@shop.test", "unusual_email"),
    ("phone", "600 100 200", "phone"),
    ("phone", "+48 600", "phone"),
    ("phone", "call me", "phone"),
    ("birthdate", "1812-05-03", "early_birthdate"),
    ("birthdate", "03/04/1990", "ambiguous_date"),
    ("address.country", "Polnad", "country"),
    ("metadata.number", "12,5", "number_style"),
    ("metadata.number", "007", "leading_zeros"),
]


@pytest.mark.parametrize(("field", "cell", "code"), WARNINGS)
def test_cells_with_warnings(field: str, cell: str, code: str):
    (finding,) = findings(field, cell)
    assert finding[:4] == (LINE, 1, "warning", code)
    assert finding.sentence.endswith((".", "?"))


@pytest.mark.parametrize(
    ("field", "cell", "mapping", "expected"),
    [
        ("name", "  Anna  ", {}, "Anna"),
        ("name", "", {}, "kept"),
        ("name", "   ", {}, "kept"),
        ("name", "", {"empty": "clear"}, None),
        ("birthdate", "3.4.1990", {}, "1990-04-03"),
        ("birthdate", "03/04/1990", {}, "1990-04-03"),
        ("birthdate", "03/04/1990", {"date_order": "month_first"}, "1990-03-04"),
        ("birthdate", "03/25/1990", {}, "1990-03-25"),
        ("birthdate", "1990/4/3", {}, "1990-04-03"),
        ("birthdate", "19900403", {}, "1990-04-03"),
        ("birthdate", "1990-04-03T09:00:00.000Z", {}, "1990-04-03"),
        ("birthdate", "1990-04-03 00:00:00", {}, "1990-04-03"),
        ("address.country", " PL", {}, "PL"),
        ("metadata.text", "007", {}, "007"),
        ("metadata.number", "007", {}, 7),
        ("metadata.number", "12", {}, 12),
        ("metadata.number", "1 234,50", {}, 1234.5),
        ("metadata.flag", "Yes", {}, True),
        ("metadata.flag", "0", {}, False),
        ("metadata.flag", "PRAWDA", {}, True),
        ("metadata.moment", "2026-05-03 14:30", {}, "2026-05-03T12:30:00.000Z"),
        ("metadata.moment", "3.5.2026 9:05", {}, "2026-05-03T07:05:00.000Z"),
        ("metadata.moment", "2026-05-03", {}, "2026-05-02T22:00:00.000Z"),
        ("metadata.moment", "2026-05-03T14:30:00+05:00", {}, "2026-05-03T09:30:00.000Z"),
        ("metadata.size", '{"size": [1]}', {}, {"size": [1]}),
        ("metadata.brands", '"A, B",C', {}, ["A, B", "C"]),
        ("metadata.brands", "A\nB", {}, ["A", "B"]),
        ("metadata.brands", "A\rB", {}, ["A", "B"]),
        ("metadata.brands", '["A", "B"]', {}, ["A", "B"]),
        ("metadata.numbers", "[1, 2.5]", {}, [1, 2.5]),
        ("metadata.points", "1, 2; 3, 4", {}, ["1, 2", "3, 4"]),
        ("metadata.another", "7", {}, "7"),
    ],
)
def test_values(field: str, cell: str, mapping: dict[str, str], expected: Any):
    assert value(field, cell, **mapping) == expected


def test_a_date_order_chosen_leaves_no_doubt():
    assert findings("birthdate", "03/04/1990", date_order="day_first") == []
    assert [finding.code for finding in findings("birthdate", "13/04/1990", date_order="month_first")] == ["date"]


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ({}, [("warning", "required_when_new")]),
        ({"mode": "create_only"}, [("error", "required")]),
        ({"mode": "update_only"}, []),
        ({"empty": "clear"}, [("error", "cannot_be_cleared")]),
        ({"mode": "update_only", "empty": "clear"}, [("error", "cannot_be_cleared")]),
    ],
)
@pytest.mark.parametrize("cell", ["", "  "])
def test_cells_that_the_project_requires(cell: str, mapping: dict[str, Any], expected: list[tuple[str, str]]):
    schema = schema_with(tier={"type": "string", "optional": False})
    check = RowCheck(Mapping(["source_id", "metadata.tier"], **mapping), schema)
    assert [finding[2:4] for finding in check.check(Record(LINE, ["crm-1", cell]))] == expected
    assert check.check(Record(LINE, ["crm-1", "gold"])) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("crm-1", []),
        ("007", []),
        ("a/b?c=d#e%2F+x@y z", []),
        ("12E5", []),
        ("", [("error", "missing_key")]),
        ("  ", [("error", "missing_key")]),
        ("x" * 255, []),
        ("x" * 256, [("error", "key_too_long")]),
        ("crm\n1", [("error", "control_characters")]),
        (" crm-1", [("warning", "trimmed_key")]),
        ("crm-1\u00a0", [("warning", "trimmed_key")]),
        ("4.86E+10", [("warning", "shortened_number")]),
        ("4,8601E+11", [("warning", "shortened_number")]),
        ("crm-\u200b1", [("warning", "invisible_characters")]),
        ("=1", [("warning", "formula")]),
    ],
)
def test_source_ids(cell: str, expected: list[tuple[str, str]]):
    assert keys_findings(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("cust_aB3dE6gH9jK2mN5pQ8sT1vW4", []),
        ("cust_anna", []),
        ("anna", [("error", "no_customer_id")]),
        ("", [("error", "missing_key")]),
    ],
)
def test_customer_ids(cell: str, expected: list[tuple[str, str]]):
    assert keys_findings(cell, key="id") == expected


def test_the_key_is_no_value_and_the_other_identifier_is_one():
    check = RowCheck(Mapping(["id", "source_id", "name"], empty="clear"), None)
    cells = ["cust_1", " crm-1 ", ""]
    assert check.key(cells) == "crm-1"
    assert check.values([cells]) == [{"id": "cust_1", "name": None}]
    assert check.values([["", "crm-1", "x"]]) == [{"name": "x"}]


FIELDS = ["source_id", "name", "", "phone", ""]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "a", "b", "", "d"], []),
        (["1", "a", "b", "", "d", "e"], [("error", "too_many_cells")]),
        (["1", "a", "b", "", "d", "", ""], [("warning", "too_many_cells")]),
        (["1", "a", "b", ""], [("warning", "too_few_cells")]),
        (["1", "a", "b"], [("error", "too_few_cells")]),
        ([""], [("error", "too_few_cells")]),
    ],
)
def test_rows_of_another_width(cells: list[str], expected: list[tuple[str, str]]):
    check = RowCheck(Mapping(FIELDS), None)
    found = check.check(Record(LINE, cells))
    assert [finding[2:4] for finding in found] == expected
    assert [finding.column for finding in found] == [None] * len(expected)


def test_a_row_with_its_quotation_marks_out_of_order_is_not_looked_into():
    check = RowCheck(Mapping(FIELDS), None)
    (finding,) = check.check(Record(LINE, ["", "=1", "", "", ""], "They are out of order."))
    assert finding == Finding(LINE, None, "error", "quotation_marks", "They are out of order.")


def test_many_rows_are_judged_as_each_alone():
    check = RowCheck(Mapping(["source_id", "email", "birthdate"]), None)
    rows = [
        ["crm-1", "nobody", "1990-05-03"],
        ["crm-2", "anna@example.org", "1990-05-03"],
        ["crm-3"],
        ["", "nobody", "soon"],
    ]
    alone = {place: found for place, cells in enumerate(rows) if (found := check.check(Record(2 + place, cells)))}
    assert check.check_block(Block(range(2, 6), rows)) == alone
    assert sorted(alone) == [0, 2, 3]


def test_a_cell_with_several_faults_tells_them_all():
    assert [finding.code for finding in findings("name", "=1\x07\u200b")] == [
        "control_characters",
        "invisible_characters",
        "formula",
    ]


@pytest.mark.parametrize(
    ("last", "first", "empty", "expected"),
    [
        (" O'Neil ", "Ann", "keep", {"name": "Ann O'Neil"}),
        ("O'Neil", "", "keep", {"name": "O'Neil"}),
        ("O'Neil", "", "clear", {"name": "O'Neil"}),
        ("", "", "keep", {}),
        ("", "", "clear", {"name": None}),
    ],
)
def test_a_name_in_two_columns_is_one_value(last: str, first: str, empty: Any, expected: dict[str, Any]):
    check = RowCheck(Mapping(["source_id", "name.last", "name.first"], empty=empty), None)
    assert check.values([["crm-1", last, first]]) == [expected]
