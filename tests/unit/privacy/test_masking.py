"""Nothing personal gets through the mask, and what is not personal stays as it is."""

import json
from typing import Any

import pytest

from webapp.privacy.masking import HIDDEN, known_of, masked, masked_email

CUSTOMER = {
    "id": "cust_7f3a",
    "object": "customer",
    "source_id": "anna.nowak@example.org",
    "name": "Anna Nowak",
    "email": "anna.nowak@example.org",
    "phone": "+48 600 100 200",
    "birthdate": "1990-05-03",
    "birthday": "1991-06-04",
    "description": "Call back on 600-100-200 or anna.nowak@example.org; born 03.05.1990, lives at Długa 7/3.",
    "address": {"line_1": "Długa 7/3", "postal_code": "31-147", "city": "Kraków", "country": "PL"},
    "metadata": {
        "tier": "gold",
        "visits": 42,
        "likes_tea": True,
        "last_seen": "2026-05-03",
        "invoice_to": "ksiegowosc@example.com",
        "backup_phone": "12 345 67 89",
        "second_number": "(012) 345-67-89",
        "login": "ANNA.NOWAK@EXAMPLE.ORG",
        "msisdn": 48600100200,
        "digits": 600100200,
        "born_on": "3 May 1990",
        "delivery_address": {"street": "Krótka 1", "city": "Łódź", "country": "PL"},
        "friends": [{"mail": "x", "since": "2020"}, "bob@example.net"],
        "bob@example.net": "friend",
    },
    "summary": {"orders": {"total_amount": 41250}},
    "assets": {"cockpit_preference_center_url": "https://cockpit.example/p/1"},
    "created_at": "2025-11-20T12:34:56.789+01:00",
}
SECRETS = (
    "anna.nowak", "600 100 200", "600-100-200", "600100200", "1990", "1991", "Długa", "31-147", "Kraków", "ksiegowosc",
    "345 67 89", "345-67-89", "Krótka", "Łódź", "bob@", "cockpit.example", "ANNA.NOWAK", '"x"',
)  # fmt: skip


def test_nothing_personal_gets_through():
    text = json.dumps(masked(CUSTOMER, known_of(CUSTOMER)), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in text] == []


def test_what_is_not_personal_stays():
    shown = masked(CUSTOMER, known_of(CUSTOMER))
    for name in ("id", "object", "name", "summary", "created_at"):
        assert shown[name] == CUSTOMER[name]
    kept = {"tier": "gold", "visits": 42, "likes_tea": True, "last_seen": "2026-05-03"}
    assert kept.items() <= shown["metadata"].items()
    assert shown["address"]["country"] == "PL"


def test_the_mask_tells_that_something_is_there_and_that_nothing_is():
    shown = masked({"email": None, "phone": "", "birthdate": "1990-05-03", "address": {"city": None}})
    assert shown == {"email": None, "phone": "", "birthdate": HIDDEN, "address": {"city": None}}


def test_the_customer_itself_is_left_alone():
    before = json.dumps(CUSTOMER)
    masked(CUSTOMER, known_of(CUSTOMER))
    assert json.dumps(CUSTOMER) == before


@pytest.mark.parametrize(
    "value",
    [
        "SUMMER-4KX9",
        "ord_0f1a05f696156bea39",
        "2025-11-20T12:00:00+01:00",
        "123e4567-0012-4567-8901-123456789012",
        "15.00 of 50.00",
        "vip@",
        "a+b",
        "+10%",
    ],
)
def test_codes_and_times_and_amounts_are_not_taken_for_personal_data(value: str):
    assert masked({"code": value, "metadata": {"note": value}}) == {"code": value, "metadata": {"note": value}}


@pytest.mark.parametrize(
    "event",
    [
        {"type": "customer.updated", "data": {"data": {"customer": {"source_id": CUSTOMER["source_id"]}}}},
        {"holder": {"name": "A", "email": "other@example.org"}},
        {"order": {"metadata": {"note": "leave it at Długa 7/3"}}},
        {"failure": {"message": "customer anna.nowak@example.org not found"}},
        {"metadata": {"when": "19900503"}},
        {"tracking_id": "48600100200"},
    ],
)
def test_a_customers_data_is_found_in_whatever_mentions_them(event: dict[str, Any]):
    text = json.dumps(masked(event, known_of(CUSTOMER)), ensure_ascii=False)
    assert [secret for secret in (*SECRETS, "other@", "19900503") if secret in text] == []


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("anna@example.org", "a•••@•••.org"),
        ("anna%40example.org", "a•••@•••.org"),
        ("ż@sub.example.co.uk", "ż•••@•••.uk"),
    ],
)
def test_an_email_keeps_enough_to_be_recognised(address: str, shown: str):
    assert masked_email(address) == shown
