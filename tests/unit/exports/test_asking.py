"""From the form to what the API is asked for, and back."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from webapp.exports.asking import Wanted, texts_like, texts_of_search, wanted
from webapp.exports.fields import CUSTOMERS, ORDERS, metadata_fields
from webapp.exports.forms import CustomerExportForm, ExportForm, OrderExportForm
from webapp.money import Money
from webapp.voucherify.export_records import Export
from webapp.voucherify.metadata_schemas import Definition

MONEY = Money("EUR")
WARSAW = ZoneInfo("Europe/Warsaw")
DEFINITIONS = {"visits": Definition({"type": "number"}), "vip": Definition({"type": "boolean"})}
GROUPS = (*CUSTOMERS.groups, metadata_fields(DEFINITIONS))


def orders(*texts: tuple[str, str]) -> OrderExportForm:
    form = OrderExportForm(MultiDict([("fields", "id"), *texts]))
    form.offer(ORDERS.groups, MONEY)
    return form


def customers(*texts: tuple[str, str]) -> CustomerExportForm:
    form = CustomerExportForm(MultiDict([("fields", "id"), *texts]))
    form.offer(GROUPS, MONEY)
    return form


def asked(form: ExportForm) -> Wanted:
    assert form.validate(), form.errors
    groups = ORDERS.groups if isinstance(form, OrderExportForm) else GROUPS
    return wanted(form, groups, DEFINITIONS, WARSAW)


def conditions(form: ExportForm) -> dict[str, Any]:
    filters = asked(form).filters
    assert filters is not None
    body = filters.for_body()
    return {field: each["conditions"] for field, each in body.items() if field != "junction"}


def test_columns_stand_in_the_order_of_the_form() -> None:
    assert asked(orders(("fields", "total_amount"), ("fields", "status"))).fields == ("id", "status", "total_amount")


def test_without_conditions_there_are_no_filters() -> None:
    assert asked(orders()).filters is None


def test_days_are_those_of_the_time_zone_and_both_are_included() -> None:
    [(field, span)] = conditions(orders(("created_after", "2026-11-01"), ("created_before", "2026-11-30"))).items()
    assert field == "created_at"
    assert [moment.isoformat() for values in span.values() for moment in values] == [
        "2026-11-01T00:00:00+01:00",
        "2026-12-01T00:00:00+01:00",
    ]


@pytest.mark.parametrize("written", ["12.50", "12,5", " 12.50 "])
def test_amounts_are_money_in_the_form_and_hundredths_in_the_call(written: str) -> None:
    assert conditions(orders(("amount_from", written))) == {"total_amount": {"$more_than": (1249,)}}


def test_an_amount_can_have_two_ends() -> None:
    limits = conditions(orders(("amount_from", "1 000"), ("amount_to", "1000")))
    assert limits == {"total_amount": {"$more_than": (99_999,), "$less_than": (100_001,)}}


@pytest.mark.parametrize(
    ("field", "text"),
    [("amount_from", "1.234"), ("amount_from", "-5"), ("amount_to", "x"), ("created_after", "1.11.2026")],
)
def test_what_cannot_be_read_is_refused(field: str, text: str) -> None:
    form = orders((field, text))
    assert not form.validate()
    assert set(form.errors) == {field}


def test_ends_the_wrong_way_round_are_refused() -> None:
    form = orders(("amount_from", "20"), ("amount_to", "10"))
    assert not form.validate()
    assert "amount_to" in form.errors


def test_at_least_one_column() -> None:
    form = OrderExportForm(MultiDict({"order": "-created_at"}))
    form.offer(ORDERS.groups, MONEY)
    assert not form.validate()
    assert form.errors["fields"] == ["Choose at least one column."]


@pytest.mark.parametrize(
    ("key", "text", "value"), [("visits", "3", 3), ("visits", "many", "many"), ("vip", "true", True)]
)
def test_metadata_are_asked_for_by_the_type_of_the_schema(key: str, text: str, value: Any) -> None:
    form = customers(("metadata_key", f"metadata.{key}"), ("metadata_value", text))
    assert conditions(form) == {f"metadata.{key}": {"$is": (value,)}}


@pytest.mark.parametrize("half", [("metadata_key", "metadata.vip"), ("metadata_value", "true")])
def test_a_key_without_a_value_is_refused(half: tuple[str, str]) -> None:
    assert not customers(half).validate()


def test_personal_columns_make_a_personal_export() -> None:
    assert not asked(customers()).personal
    assert asked(customers(("fields", "email"))).personal


def test_another_like_it_fills_the_same_form() -> None:
    texts = [
        ("fields", "total_amount"),
        ("order", "-updated_at"),
        ("status", "PAID"),
        ("status", "CANCELED"),
        ("created_after", "2026-11-01"),
        ("created_before", "2026-11-30"),
        ("amount_from", "12.50"),
        ("amount_to", "99.00"),
        ("source_id", "web-1"),
    ]
    first = asked(orders(*texts))
    told = {
        field: {"conditions": {name: [_sent(value) for value in values] for name, values in each.operators.items()}}
        for field, each in first.conditions.items()
    }
    export = Export(
        {"id": "exp_1", "parameters": {"fields": list(first.fields), "order": first.order, "filters": told}}
    )
    found, lost = texts_like(export, WARSAW)
    assert (sorted(found), lost) == (sorted([("fields", "id"), *texts]), [])


def _sent(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_what_the_form_cannot_say_is_told() -> None:
    filters = {
        "amount": {"conditions": {"$is": [5]}},
        "created_at": {"conditions": {"$after": ["nonsense"]}},
        "total_amount": {"conditions": {"$more_than": []}},
        "status": {"conditions": {"$is": "PAID"}},
    }
    export = Export({"id": "exp_1", "parameters": {"filters": filters}})
    assert texts_like(export, WARSAW) == ([("status", "PAID")], ["amount", "created_at", "total_amount"])


def test_a_search_for_customers_becomes_an_export() -> None:
    texts, lost = texts_of_search({"q": "Anna <anna@example.org>", "city": "Łódź", "page_size": "50"})
    assert dict(texts) == {"email": "anna@example.org", "city": "Łódź"}
    assert lost == []


def test_it_is_said_what_an_export_cannot_ask_for() -> None:
    assert texts_of_search({"q": "cust_1", "segment": "seg_1"}) == ([], ["the customer's id", "the segment"])
