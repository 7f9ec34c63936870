"""Which columns there are, and which may hold personal data."""

import pytest

from webapp.exports.fields import (
    CUSTOMERS,
    EXPORTABLES,
    ORDERS,
    Exportable,
    columns_of,
    holds_personal_data,
    metadata_fields,
)
from webapp.voucherify.metadata_schemas import Definition


def test_orders_are_exported_without_personal_data() -> None:
    assert not holds_personal_data("order", [field.name for field in ORDERS.fields])
    assert not holds_personal_data("order", [])


@pytest.mark.parametrize("name", ["name", "email", "phone", "birthdate", "birthday", "address_city", "description"])
def test_what_tells_of_a_person_is_personal(name: str) -> None:
    assert holds_personal_data("customer", ["id", name])


def test_a_source_id_may_be_an_email_address() -> None:
    assert holds_personal_data("customer", ["source_id"])
    assert holds_personal_data("customer", [])


def test_figures_of_customers_are_harmless() -> None:
    assert not holds_personal_data("customer", ["id", "created_at", "orders_total_amount", "loyalty_points"])


@pytest.mark.parametrize(
    ("exported_object", "fields"),
    [
        ("voucher", ["code"]),
        (None, []),
        ("order", ["id", "metadata"]),
        ("order", ["metadata.tier"]),
        ("order", ["new"]),
    ],
)
def test_what_is_not_known_to_be_harmless_is_personal(exported_object: str | None, fields: list[str]) -> None:
    assert holds_personal_data(exported_object, fields)


@pytest.mark.parametrize(
    ("key", "definition", "personal"),
    [
        ("tier", {"type": "string", "eq": ["silver", "gold"]}, False),
        ("note", {"type": "string"}, True),
        ("visits", {"type": "number"}, False),
        ("delivered_on", {"type": "date"}, False),
        ("birth_date", {"type": "date"}, True),
        ("contact_phone", {"type": "number"}, True),
        ("where", {"type": "geopoint"}, True),
        ("face", {"type": "image_url"}, True),
        ("more", {"type": "object"}, True),
    ],
)
def test_metadata_are_personal_unless_they_cannot_be(key: str, definition: dict[str, object], personal: bool) -> None:
    [field] = metadata_fields({key: Definition(definition)}).fields
    assert (field.name, field.label, field.personal) == (f"metadata.{key}", key, personal)


def test_deleted_keys_are_not_offered() -> None:
    assert metadata_fields({"old": Definition({"type": "number", "deleted": True})}).fields == ()


def test_columns_are_known_by_their_place() -> None:
    columns = columns_of("order", ["id", "total_amount", "metadata.gift"], ["ID", "Total Amount", "metadata.gift"])
    assert [column.label for column in columns] == ["Order id", "Total", "gift"]
    assert [column.is_money for column in columns] == [False, True, False]


def test_all_metadata_take_the_columns_that_are_left() -> None:
    columns = columns_of("order", ["id", "metadata", "amount"], ["ID", "metadata.a", "metadata.b", "Amount"])
    assert [column.label for column in columns] == ["Order id", "metadata.a", "metadata.b", "Amount"]
    assert columns[3].is_money


def test_without_fields_they_are_those_the_api_chooses() -> None:
    titles = ["Name", "Source ID"]
    assert [column.name for column in columns_of("customer", [], titles)] == list(CUSTOMERS.defaults)


def test_columns_that_do_not_go_together_are_what_their_titles_say() -> None:
    columns = columns_of("order", ["id", "amount"], ["Amount"])
    assert [(column.name, column.is_money) for column in columns] == [("Amount", False)]


@pytest.mark.parametrize("kind", EXPORTABLES.values(), ids=EXPORTABLES)
def test_nobody_starts_from_an_empty_choice(kind: Exportable) -> None:
    assert [field for field in kind.fields if field.is_default and not field.personal]
