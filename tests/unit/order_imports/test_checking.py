"""What makes an order fit to be sent, and the object that is sent."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.money import Money
from webapp.order_imports.amounts import Amounts, read_amount
from webapp.order_imports.checking import Checked, Rules, check_order
from webapp.order_imports.metadata import Schema
from webapp.voucherify.metadata_schemas import Definition

SCHEMA = Schema(
    {
        "true_date": Definition({"type": "datetime", "optional": True}),
        "day": Definition({"type": "date", "optional": True}),
        "channel": Definition({"type": "string", "optional": True, "eq": ["web", "shop"]}),
        "visits": Definition({"type": "number", "optional": True}),
        "gift": Definition({"type": "boolean", "optional": True}),
        "tags": Definition({"type": "string", "array": True, "optional": True}),
    }
)
GOOD = {"source_id": "o-1", "status": "PAID"}
EUR, JPY, KWD = Money("EUR"), Money("JPY"), Money("KWD")


def checked(*, amounts: Amounts = Amounts.IN_HUNDREDTHS, schema: Schema = SCHEMA, date_key: str = "", **order: Any):
    """The verdict on an order that is fine but for what is given."""
    rules = Rules(amounts, EUR, date_key, schema, ZoneInfo("Europe/Warsaw"), datetime(2026, 11, 21, tzinfo=UTC))
    return check_order(7, {**GOOD, **order}, rules)


def sentences(verdict: Checked) -> list[str]:
    return [finding.sentence for finding in verdict.findings]


def test_a_good_order_is_sent_as_it_is() -> None:
    item = {"product_id": "p", "quantity": 2, "price": 500}
    order = {**GOOD, "amount": 1000, "items": [item], "customer": {"source_id": "crm"}, "metadata": {"visits": 3}}
    verdict = checked(**order)
    assert (verdict.is_fine, verdict.findings, verdict.document) == (True, [], order)


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({"source_id": None}, "There is no source_id"),
        ({"source_id": " "}, "There is no source_id"),
        ({"source_id": True}, "There is no source_id"),
        ({"source_id": "x" * 256}, "longer than 255"),
        ({"source_id": "a\0"}, "The source_id holds zero characters"),
        ({"source_id": "a\ud800"}, "The source_id holds zero characters or halves of letters"),
        ({"status": "PROCESSING"}, "The status is none of"),
        ({"amount": "much"}, "amount: should be"),
        ({"amount": True}, "amount: should be"),
        ({"amount": -1}, "amount: should be"),
        ({"items": "many"}, "items should be a list"),
        ({"items": [{"product_id": "p"}] * 501}, "There are 501 items"),
        ({"items": ["p"]}, "Item 1: should be an object"),
        ({"items": [{"quantity": 1}]}, "Item 1: names no product"),
        ({"items": [{"source_id": "p"}]}, "Item 1: names no product"),
        ({"items": [{"product_id": "p", "quantity": "2.5"}]}, "Item 1: quantity: should be a whole number"),
        ({"items": [{"product_id": "p", "initial_quantity": 0}]}, "of at least 1"),
        ({"items": [{"source_id": "p", "related_object": "thing"}]}, "neither product nor sku"),
        ({"customer": "crm-1"}, "customer should be an object"),
        ({"customer": {"name": "Anna"}}, "customer has neither id nor source_id"),
        ({"created_at": "31.12.2024"}, "created_at should be an existing day"),
        ({"created_at": "2024-02-30"}, "created_at should be an existing day"),
        ({"metadata": []}, "metadata should be an object"),
        ({"metadata": {"visits": "many"}}, "metadata.visits: Write a number"),
        ({"metadata": {"visits": True}}, "metadata.visits: should be of the type number"),
        ({"metadata": {"channel": "fax"}}, "metadata.channel: should be one of web, shop"),
        ({"metadata": {"tags": "x"}}, "metadata.tags:"),
    ],
)
def test_what_is_wrong_is_an_error(order: dict[str, Any], sentence: str) -> None:
    verdict = checked(**order)
    assert not verdict.is_fine
    assert any(sentence in each for each in sentences(verdict)), sentences(verdict)


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({"status": None}, "There is no status"),
        ({"colour": "red"}, "Not taken over, as orders have no such field: colour."),
        ({"created_at": "2027-01-01"}, "created_at lies in the future."),
        ({"date_key": "day"}, "There is no created_at"),
    ],
)
def test_what_is_only_odd_is_a_warning(order: dict[str, Any], sentence: str) -> None:
    verdict = checked(**order)
    assert verdict.is_fine
    assert sentences(verdict) == [each for each in sentences(verdict) if each.startswith(sentence)] != []


def test_what_the_api_works_out_is_left_out_in_silence() -> None:
    verdict = checked(id="ord_1", object="order", total_amount=5, redemptions={}, customer_id="cust_1")
    assert (verdict.findings, verdict.document) == ([], {**GOOD, "customer": {"id": "cust_1"}})


@pytest.mark.parametrize(
    ("key", "created_at", "kept"),
    [
        ("true_date", "2024-02-29T10:00:00+01:00", "2024-02-29T09:00:00.000Z"),
        ("true_date", "2024-07-01T10:00:00", "2024-07-01T08:00:00.000Z"),
        ("day", "2024-02-29T10:00:00Z", "2024-02-29"),
        ("day", "2024-02-29", "2024-02-29"),
        ("true_date", "2024-02-29", "2024-02-28T23:00:00.000Z"),
    ],
)
def test_the_true_date_goes_into_the_key_that_was_chosen(key: str, created_at: str, kept: str) -> None:
    document = checked(created_at=created_at, date_key=key).document
    assert document["metadata"] == {key: kept}
    assert "created_at" not in document


@pytest.mark.parametrize("created_at", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00"])
def test_a_day_at_either_end_of_time_is_an_error(created_at: str) -> None:
    """The former is what programs write that know of no date."""
    verdict = checked(created_at=created_at, date_key="true_date")
    assert sentences(verdict) == [
        "created_at should be an existing day or time, such as 2026-05-03 or 2026-05-03T14:30:00Z."
    ]


def test_what_is_said_can_be_kept() -> None:
    assert "\ufffd" in sentences(checked(**{"un\0known\ud800": 1}))[0]


def test_texts_of_a_table_become_what_the_schema_says() -> None:
    metadata = {"visits": "3", "gift": "true", "tags": '["a"]', "channel": "web", "other": "x"}
    document = checked(metadata=metadata, amount="1000", items=[{"product_id": "p", "quantity": "2"}]).document
    assert document["metadata"] == {"visits": 3, "gift": True, "tags": ["a"], "channel": "web", "other": "x"}
    assert (document["amount"], document["items"][0]["quantity"]) == (1000, 2)


def test_keys_the_project_does_not_allow_and_keys_it_wants() -> None:
    strict = Schema({"must": Definition({"type": "string", "optional": False})}, allows_others=False)
    assert sentences(checked(schema=strict, metadata={"other": 1})) == [
        "metadata.must is missing, and the project wants it with every new order.",
        "metadata.other is not among the keys that the project allows.",
    ]


def test_keys_for_dates_stand_with_the_fitting_ones_first() -> None:
    assert SCHEMA.keys_for_dates() == ["day", "true_date"]


@pytest.mark.parametrize(
    ("value", "hundredths"),
    [(12.5, 1250), ("12,5", 1250), ("1 234.56", 123456), (7, 700), (0.07, 7), ("0", 0), (1e3, 100000), ("€5", 500)],
)
def test_money_becomes_hundredths(value: Any, hundredths: int) -> None:
    assert read_amount(value, Amounts.AS_MONEY, EUR) == hundredths


def test_money_is_read_as_the_currency_is_written() -> None:
    """Voucherify counts hundredths of every currency, also of those that have none or have thousandths."""
    assert read_amount("1200", Amounts.AS_MONEY, JPY) == 120_000
    assert read_amount("12.500", Amounts.AS_MONEY, KWD) == 1_250
    with pytest.raises(ValueError, match="keeps two decimals"):
        read_amount("12.505", Amounts.AS_MONEY, KWD)


def test_numbers_are_taken_for_identifiers_too() -> None:
    document = checked(source_id=7, customer={"id": 8, "source_id": 9}).document
    assert (document["source_id"], document["customer"]) == ("7", {"id": "8", "source_id": "9"})


@given(st.integers(0, 10**12))
def test_every_amount_comes_back(hundredths: int) -> None:
    assert read_amount(hundredths, Amounts.IN_HUNDREDTHS, EUR) == hundredths
    assert read_amount(f"{hundredths // 100}.{hundredths % 100:02}", Amounts.AS_MONEY, EUR) == hundredths


@pytest.mark.parametrize("value", ["1.234", "$5", "-1", "", None, True, float("inf")])
def test_what_is_no_amount_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"(Write an amount|could mean)"):
        read_amount(value, Amounts.AS_MONEY, EUR)


@pytest.mark.parametrize("value", ["12.50", 12.5, "x"])
def test_hundredths_are_whole(value: Any) -> None:
    with pytest.raises(ValueError, match="should be"):
        read_amount(value, Amounts.IN_HUNDREDTHS, EUR)
