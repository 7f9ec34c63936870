"""What a caller says is compared as people mean it."""

import pytest

from webapp.personal_data.matching import FIELDS, matches
from webapp.voucherify.customer_records import Customer

CUSTOMER = Customer(
    {
        "id": "cust_1",
        "name": "Žaneta Łąkowa",
        "email": "Zaneta@Example.org",
        "phone": "+48 600 100 200",
        "birthdate": "1990-05-03",
        "address": {"line_1": "Długa 7/3", "postal_code": "31-147", "city": "Kraków"},
    }
)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("email", " zaneta@example.ORG "),
        ("phone", "600100200"),
        ("phone", "0048 600-100-200"),
        ("phone", "(+48) 600 100 200"),
        ("birthdate", "3.5.1990"),
        ("birthdate", "03/05/1990"),
        ("birthdate", "3 May 1990"),
        ("birthdate", "1990-05-03"),
        ("postal_code", "31147"),
        ("postal_code", "31 147"),
        ("city", "krakow"),
        ("line_1", "dluga 7 / 3"),
        ("name", "zaneta lakowa"),
    ],
)
def test_the_same_in_other_words_is_a_match(field: str, said: str):
    assert matches(CUSTOMER, field, said) is True


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("email", "zaneta@example.com"),
        ("email", "zaneta"),
        ("phone", "600100201"),
        ("phone", "200"),
        ("phone", ""),
        ("birthdate", "5.3.1990"),
        ("birthdate", "1990"),
        ("postal_code", "31-14"),
        ("city", "Kra"),
        ("line_1", "Długa 7"),
        ("name", "Žaneta"),
        ("name", "…"),
    ],
)
def test_something_else_or_a_part_is_none(field: str, said: str):
    assert matches(CUSTOMER, field, said) is False


@pytest.mark.parametrize("field", FIELDS)
def test_without_anything_stored_there_is_no_answer(field: str):
    assert matches(Customer({"id": "cust_1"}), field, "anything") is None
