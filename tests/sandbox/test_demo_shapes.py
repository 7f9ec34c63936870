"""The demo world's documents have the shapes of the vendor's OpenAPI file, where it is present."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.demo_world import Row, demo_world
from tests.support.openapi import FILE, Contract

LINKS_OF_EVENTS = ("customer_id", "category", "campaign_id", "campaign_type")

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the vendor's OpenAPI file is not beside this repository")


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract()


@pytest.mark.parametrize(
    ("table", "path"),
    [
        ("customers", "/v1/customers/x"),
        ("orders", "/v1/orders/x"),
        ("vouchers", "/v1/vouchers/x"),
        ("campaigns", "/v1/campaigns/x"),
        ("redemptions", "/v1/redemptions/x"),
        ("segments", "/v1/segments/x"),
    ],
)
def test_documents_are_what_get_one_answers(contract: Contract, table: str, path: str) -> None:
    for row in demo_world()[table]:
        assert not contract.problems("GET", path, 200, row)


def a_list(name: str) -> Callable[[list[Row]], Row]:
    return lambda rows: {"object": "list", "data_ref": name, name: rows, "total": len(rows), "has_more": False}


@pytest.mark.parametrize(
    ("table", "path", "envelope"),
    [
        ("transactions", "/v1/vouchers/x/transactions", a_list("data")),
        ("customers", "/v1/customers", a_list("customers")),
    ],
)
def test_documents_are_what_lists_answer(
    contract: Contract, table: str, path: str, envelope: Callable[[list[Row]], Any]
) -> None:
    assert not contract.problems("GET", path, 200, envelope(demo_world()[table]))


def test_publications_are_what_their_list_answers(contract: Contract) -> None:
    """Save for the customer: the file demands a summary there that the vendor's own examples leave out."""
    items = [publication | {"customer": None} for publication in demo_world()["publications"]]

    assert not contract.problems("GET", "/v1/publications", 200, a_list("publications")(items))


def test_events_are_what_the_activity_answers(contract: Contract) -> None:
    known = [event for event in demo_world()["events"] if not event["type"].startswith("customer.consents.")]
    items = [{key: value for key, value in event.items() if key not in LINKS_OF_EVENTS} for event in known]

    assert not contract.problems("GET", "/v1/customers/x/activity", 200, a_list("data")(items))


def test_holders_are_what_redeemables_answer(contract: Contract) -> None:
    vouchers = demo_world().by_id("vouchers")
    items = [
        holder | {"redeemable": {"type": "voucher", "voucher": vouchers[holder["redeemable_id"]], "status": "ACTIVE"}}
        for holder in demo_world()["holders"]
    ]

    assert not contract.problems("GET", "/v1/customers/x/redeemables", 200, a_list("data")(items))


def test_consents_are_what_get_consents_answers(contract: Contract) -> None:
    world = demo_world()
    body = {"groups": a_list("data")(world["consent_groups"]), "consents": a_list("data")(world["consents"])}

    assert not contract.problems("GET", "/v1/consents", 200, body)
