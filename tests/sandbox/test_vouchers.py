from typing import Any

import pytest
from flask.testing import FlaskClient

SUMMER = "SUMMER-HW7KQ2MX"  # of the customer ticket-1, expired yesterday
GIFT = "GIFT-GN4W8L5T"  # of the customer ticket-6: 50.00, of which 15.00 are spent


def codes(shop: FlaskClient, query: str) -> list[str]:
    answer = shop.get(f"/v1/vouchers?{query}")
    assert answer.status_code == 200, answer.get_json()
    return [voucher["code"] for voucher in answer.get_json()["vouchers"]]


@pytest.mark.parametrize(
    "query",
    [
        f"code={SUMMER}",
        "customer=ticket-1",
        "campaign=Summer%20sale&customer=ticket-1",
        "filters[code][conditions][$starts_with]=SUMMER-HW&created_at[after]=2020-01-01",
        "filters[campaign_name][conditions][$is]=Summer%20sale&customer=ticket-1&order=code",
    ],
)
def test_ways_to_find_a_voucher(shop: FlaskClient, query: str) -> None:
    assert codes(shop, query) == [SUMMER]


@pytest.mark.parametrize(
    "query", ["customer=nobody", "code=nothing", "category=none", "created_at[before]=2001-01-01", "campaign_id=camp_x"]
)
def test_nothing_found_is_an_empty_list(shop: FlaskClient, query: str) -> None:
    page = shop.get(f"/v1/vouchers?{query}").get_json()
    assert page == {"object": "list", "data_ref": "vouchers", "vouchers": [], "total": 0}


def test_order_and_pages(shop: FlaskClient) -> None:
    everything = codes(shop, "limit=100&order=code")
    assert everything == sorted(everything)
    assert codes(shop, "limit=100&order=-code") == everything[::-1]
    assert codes(shop, "limit=5&page=2&order=code") == everything[5:10]
    newest = shop.get("/v1/vouchers?limit=100").get_json()
    made = [voucher["created_at"] for voucher in newest["vouchers"]]
    assert made == sorted(made, reverse=True)
    assert newest["total"] == len(everything)


def test_by_ids_and_by_campaign(shop: FlaskClient) -> None:
    cards = shop.get("/v1/vouchers?campaign=Gift%20cards&limit=100").get_json()["vouchers"]
    assert {card["type"] for card in cards} == {"GIFT_VOUCHER"}
    wanted = cards[:2]
    found = codes(shop, "&".join(f"ids={card['id']}" for card in wanted) + "&order=code")
    assert found == sorted(card["code"] for card in wanted)
    campaign_id = cards[0]["campaign_id"]
    assert codes(shop, f"campaign_id={campaign_id}&limit=100") == [card["code"] for card in cards]


@pytest.mark.parametrize("query", ["page=101", "limit=101", "order=id", "filters[nonsense][conditions][$is]=1"])
def test_a_bad_query_is_refused(shop: FlaskClient, query: str) -> None:
    answer = shop.get(f"/v1/vouchers?{query}")
    assert (answer.status_code, answer.get_json()["key"]) == (400, "invalid_query_params")


def test_by_code_and_by_id(shop: FlaskClient) -> None:
    voucher = shop.get(f"/v1/vouchers/{GIFT}").get_json()
    assert voucher["gift"]["balance"] == 3500
    assert shop.get(f"/v1/vouchers/{voucher['id']}").get_json() == voucher


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", "/enable"),
        ("POST", "/disable"),
        ("POST", "/balance"),
        ("GET", "/transactions"),
        ("GET", "/redemption"),
    ],
)
def test_no_such_voucher(shop: FlaskClient, method: str, path: str) -> None:
    answer = shop.open(
        f"/v1/vouchers/no%2Fsuch{path}", method=method, json={"amount": 1} if path == "/balance" else None
    )
    error: dict[str, Any] = answer.get_json()
    assert answer.status_code == 404
    assert (error["key"], error["resource_type"], error["resource_id"]) == ("not_found", "voucher", "no/such")


def test_disable_and_enable(shop: FlaskClient) -> None:
    assert shop.post(f"/v1/vouchers/{GIFT}/disable").get_json()["active"] is False
    assert shop.get(f"/v1/vouchers/{GIFT}").get_json()["active"] is False
    assert shop.post(f"/v1/vouchers/{GIFT}/enable").get_json()["active"] is True
    assert shop.get(f"/v1/vouchers/{GIFT}").get_json()["active"] is True


@pytest.mark.parametrize("path", ["redemption", "redemptions"])
def test_redemptions_of_a_voucher(shop: FlaskClient, path: str) -> None:
    listed = shop.get(f"/v1/vouchers/{GIFT}/{path}").get_json()
    assert (listed["quantity"], listed["redeemed_quantity"], listed["total"]) == (None, 1, 3)
    entries = [entry["object"] for entry in listed[listed["data_ref"]]]
    assert entries == ["redemption", "redemption_rollback", "redemption"]
