"""Giving out vouchers: the publication, the holder, the events and the customer it may make."""

from typing import Any

import pytest
from flask.testing import FlaskClient

TAKEN = "SUMMER-HW7KQ2MX"  # of the customer ticket-1
NEWCOMER = {"source_id": "newcomer", "name": "Nell Newcomer"}


def publish(shop: FlaskClient, status: int = 200, query: str = "", **body: Any) -> dict[str, Any]:
    answer = shop.post(f"/v1/publications{query}", json=body)
    assert answer.status_code == status, answer.get_json()
    publication: dict[str, Any] = answer.get_json()
    return publication


def listed(shop: FlaskClient, query: str) -> list[dict[str, Any]]:
    answer = shop.get(f"/v1/publications?{query}")
    assert answer.status_code == 200, answer.get_json()
    page = answer.get_json()
    found: list[dict[str, Any]] = page[page["data_ref"]]
    return found


def test_a_voucher_of_a_campaign_becomes_a_new_customers_own(shop: FlaskClient) -> None:
    made = publish(
        shop, campaign={"name": "Welcome 10"}, customer=NEWCOMER, source_id="leaflet-1", channel="API",
        metadata={"publication_method": "leaflet"},
    )  # fmt: skip
    customer = shop.get("/v1/customers/newcomer").get_json()
    voucher = shop.get(f"/v1/vouchers/{made['voucher']['code']}").get_json()
    assert made["voucher"] == voucher
    assert made["vouchers_id"] == [voucher["id"]]
    assert (made["result"], made["customer_id"], made["tracking_id"], made["source_id"], made["metadata"]) == (
        "SUCCESS",
        customer["id"],
        "newcomer",
        "leaflet-1",
        {"publication_method": "leaflet"},
    )
    assert (voucher["campaign"], voucher["holder_id"], voucher["publish"]["count"], voucher["active"]) == (
        "Welcome 10",
        customer["id"],
        1,
        True,
    )
    held = shop.get("/v1/customers/newcomer/redeemables").get_json()["data"]
    assert [(each["redeemable_id"], each["holder_role"], each["redeemable"]["status"]) for each in held] == [
        (voucher["id"], "OWNER", "ACTIVE")
    ]
    feed = shop.get("/v1/customers/newcomer/activity?order=created_at").get_json()["data"]
    assert [event["type"] for event in feed] == [
        "customer.created",
        "customer.publication.succeeded",
        "customer.holder.assignment.created",
    ]
    assert len({event["group_id"] for event in feed}) == 1
    assert feed[1]["data"]["data"]["publication"]["id"] == made["id"]


def test_several_vouchers_at_once(shop: FlaskClient) -> None:
    before = shop.get("/v1/campaigns/Welcome%2010").get_json()["vouchers_count"]
    made = publish(shop, campaign={"name": "Welcome 10", "count": 3}, customer=NEWCOMER)
    assert len(set(made["vouchers"])) == len(set(made["vouchers_id"])) == 3
    assert "voucher" not in made
    assert shop.get("/v1/campaigns/Welcome%2010").get_json()["vouchers_count"] == before + 3
    assert [each["id"] for each in listed(shop, "campaign=Welcome%2010&customer=newcomer")] == [made["id"]]


def test_a_loyalty_card_and_a_referral_code(shop: FlaskClient) -> None:
    card = publish(shop, campaign={"name": "Harbour Club"}, customer=NEWCOMER)
    code = publish(shop, campaign={"name": "Bring a friend"}, customer={"source_id": "newcomer"})
    assert code["voucher"]["referrer_id"] == card["customer_id"]
    held = shop.get("/v1/customers/newcomer/redeemables?order=id&limit=2").get_json()["data"]
    assert {each["holder_role"] for each in held} == {"OWNER", "REFERRER"}
    assert shop.get("/v1/customers/newcomer").get_json()["loyalty"]["campaigns"] == {
        "Harbour Club": {"points": 0, "referred_customers": 0, "loyalty_tier": "Bronze"},
        "Bring a friend": {"points": 0, "referred_customers": 0},
    }


def test_join_once_gives_the_same_voucher_again(shop: FlaskClient) -> None:
    first = publish(shop, campaign={"name": "Welcome 10"}, customer=NEWCOMER)
    again = publish(shop, query="?join_once=true", campaign={"name": "Welcome 10"}, customer={"source_id": "newcomer"})
    assert (again["id"], again["voucher"]["code"]) == (first["id"], first["voucher"]["code"])
    another = publish(shop, campaign={"name": "Welcome 10"}, customer={"source_id": "newcomer"})
    assert another["id"] != first["id"]
    cards = [publish(shop, campaign={"name": "Harbour Club"}, customer=NEWCOMER)["id"] for _ in range(2)]
    assert cards[0] == cards[1]  # the campaign itself is to be joined once


def test_a_single_voucher_by_its_code(shop: FlaskClient) -> None:
    owner = shop.get(f"/v1/vouchers/{TAKEN}").get_json()["holder_id"]
    error = publish(shop, 400, voucher=TAKEN, customer=NEWCOMER)
    assert error["key"] == "voucher_already_published"
    assert shop.get(f"/v1/vouchers/{TAKEN}").get_json()["holder_id"] == owner
    assert shop.get("/v1/customers/newcomer").status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        ({"customer": NEWCOMER}, 400, "missing_vouchers"),
        ({"customer": NEWCOMER, "campaign": {"count": 2}}, 400, "missing_vouchers"),
        ({"customer": NEWCOMER, "campaign": {"name": "No campaign"}}, 404, "not_found"),
        ({"customer": NEWCOMER, "voucher": "NO-CODE"}, 404, "not_found"),
        ({"customer": NEWCOMER, "campaign": {"name": "Welcome 10", "count": 51}}, 400, "invalid_payload"),
        ({"customer": NEWCOMER, "campaign": {"name": "Welcome 10", "count": 0}}, 400, "invalid_payload"),
        ({"customer": NEWCOMER, "campaign": {"name": "Welcome 10"}, "voucher": TAKEN}, 400, "invalid_payload"),
        ({"campaign": {"name": "Welcome 10"}}, 400, "invalid_payload"),
        ({"campaign": {"name": "Welcome 10"}, "customer": {}}, 400, "missing_customer"),
        ({"customer": NEWCOMER, "campaign": "Summer sale"}, 400, "no_voucher_suitable_for_publication"),
        ({"customer": NEWCOMER, "campaign": "Free delivery weeks"}, 400, "no_voucher_suitable_for_publication"),
        (
            {"customer": NEWCOMER, "campaign": {"name": "Welcome 10"}, "metadata": {"leaflet": 7}},
            400,
            "metadata_validation_failed",
        ),
    ],
)  # fmt: skip
def test_refused(shop: FlaskClient, body: dict[str, Any], status: int, key: str) -> None:
    assert publish(shop, status, **body)["key"] == key
    assert shop.get("/v1/customers/newcomer").status_code == 404


def test_a_source_id_is_good_for_one_publication(shop: FlaskClient) -> None:
    publish(shop, campaign={"name": "Welcome 10"}, customer=NEWCOMER, source_id="leaflet-1")
    error = publish(shop, 400, campaign={"name": "Welcome 10"}, customer=NEWCOMER, source_id="leaflet-1")
    assert error["key"] == "duplicate_source_id"
    assert "leaflet-1" in error["details"]


def test_the_campaign_as_plain_text_and_a_customer_by_email_only(shop: FlaskClient) -> None:
    made = publish(shop, campaign="Welcome 10", customer={"email": "nell@example.org"})
    assert (made["tracking_id"], made["customer"]["email"]) == (None, "nell@example.org")


@pytest.mark.parametrize(
    "query",
    [
        f"voucher={TAKEN}",
        "customer=ticket-1",
        "customer=ticket-1&campaign=Summer%20sale&result=SUCCESS&voucher_type=discount",
        "filters[campaign_name][conditions][$is]=Summer%20sale&customer=ticket-1",
        "filters[voucher_type][conditions][$is]=DISCOUNT_VOUCHER&customer=ticket-1&order=tracking_id",
    ],
)
def test_ways_to_find_a_publication(shop: FlaskClient, query: str) -> None:
    (found,) = listed(shop, query)
    assert (found["voucher"]["code"], found["customer"]["source_id"]) == (TAKEN, "ticket-1")
    assert found["customer"]["summary"]["redemptions"]["total_failed"] == 1


@pytest.mark.parametrize(
    "query",
    ["customer=nobody", "result=FAILURE", "source_id=none", "page=1000", "customer=ticket-1&voucher_type=loyalty"],
)
def test_nothing_found(shop: FlaskClient, query: str) -> None:
    assert listed(shop, query) == []


@pytest.mark.parametrize("name", ["id", "voucher_code", "tracking_id", "customer_id", "created_at", "channel"])
def test_orders(shop: FlaskClient, name: str) -> None:
    forth = [each["id"] for each in listed(shop, f"limit=100&order={name}")]
    assert forth == [each["id"] for each in listed(shop, f"limit=100&order=-{name}")][::-1]
    assert len(set(forth)) > 10


def test_publications_of_referral_codes(shop: FlaskClient) -> None:
    made = publish(shop, campaign="Bring a friend", customer=NEWCOMER)
    publish(shop, campaign="Welcome 10", customer=NEWCOMER)
    assert [each["id"] for each in listed(shop, "is_referral_code=true&customer=newcomer")] == [made["id"]]
    assert len(listed(shop, "is_referral_code=false&customer=newcomer")) == 2


def test_pages_end_at_a_thousand(shop: FlaskClient) -> None:
    answer = shop.get("/v1/publications?page=1001")
    assert (answer.status_code, answer.get_json()["key"]) == (400, "page_over_limit")
