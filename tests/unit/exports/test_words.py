"""What was asked for, in words, and what the file is called."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from webapp.exports.naming import file_name
from webapp.exports.presenters import conditions_of, present, title_of
from webapp.formats import Formats
from webapp.privacy.masking import masked
from webapp.voucherify.export_records import Export

FORMATS = Formats("EUR", "Europe/Warsaw")
WARSAW = ZoneInfo("Europe/Warsaw")


def as_it_is(value: Any) -> Any:
    return value


def sentences(exported_object: str, mask: Any = as_it_is, **filters: Any) -> list[str]:
    told = {field: {"conditions": conditions} for field, conditions in filters.items()}
    return list(conditions_of(exported_object, {"junction": "and", **told}, FORMATS, mask))


@pytest.mark.parametrize(
    ("field", "conditions", "words"),
    [
        ("status", {"$in": ["PAID", "FULFILLED"]}, "Status is paid or fulfilled"),
        ("status", {"$is": "PAID"}, "Status is paid"),
        ("total_amount", {"$more_than": [1249]}, "Total at least €12.50"),
        ("total_amount", {"$less_than": [50001]}, "Total at most €500.00"),
        ("created_at", {"$after": ["2026-10-31T23:00:00Z"]}, "Created after 1 Nov 2026, 00:00 CET"),
        ("created_at", {"$after": ["2026"]}, "Created after 2026"),
        ("customer_id", {"$is_unknown": [""]}, "Customer id is not given"),
        ("metadata.tier", {"$is": ["gold"]}, "tier is gold"),
        ("amount", {"$count_more": [3]}, "Amount count more 3"),
    ],
)
def test_conditions_are_sentences(field: str, conditions: dict[str, Any], words: str) -> None:
    assert sentences("order", **{field: conditions}) == [words]


def test_what_is_no_condition_is_passed_over() -> None:
    assert conditions_of("order", {"junction": "and", "status": "PAID", "x": {"conditions": []}}, FORMATS, masked) == ()


def test_personal_values_are_masked_for_those_who_may_not_see_them() -> None:
    conditions = {"email": {"$contains": ["anna@example.org"]}, "city": {"$contains": ["Łódź"]}}
    assert sentences("customer", masked, **conditions) == ["E-mail contains a•••@•••.org", "City contains •••"]


def test_an_export_of_another_tool_may_say_next_to_nothing() -> None:
    row = present(Export({"id": "exp_1", "status": "NEW", "exported_object": "api_log"}), None, FORMATS, as_it_is)
    assert (row.title, row.state, row.who) == ("api_log", "NEW", "another tool")
    assert (row.is_running, row.is_ready, row.personal, row.columns) == (True, False, True, ())


def test_the_other_kinds_have_names() -> None:
    assert title_of("points_expiration") == "Expiring points"
    assert title_of(None) == "Something"


@pytest.mark.parametrize(
    ("exported_object", "filters", "name"),
    [
        ("order", {"status": {"conditions": {"$in": ["PAID"]}}}, "orders-paid-2026-11-21.csv"),
        ("order", {"status": {"conditions": {"$is": 'A"\r\nB'}}}, "orders-a-b-2026-11-21.csv"),
        ("customer", {"email": {"conditions": {"$is": ["anna@example.org"]}}}, "customers-2026-11-21.csv"),
        ("points_expiration", {}, "points-expiration-2026-11-21.csv"),
        (None, {}, "export-2026-11-21.csv"),
    ],
)
def test_files_are_named_by_what_is_in_them(exported_object: str | None, filters: dict[str, Any], name: str) -> None:
    export = Export(
        {
            "id": "exp_1",
            "exported_object": exported_object,
            "created_at": "2026-11-20T23:30:00Z",
            "parameters": {"filters": filters},
        }
    )
    assert file_name(export, WARSAW, datetime(2030, 1, 1, tzinfo=UTC)) == name
