from typing import Any

import pytest
from flask.testing import FlaskClient

GIFT = "GIFT-GN4W8L5T"  # of the customer ticket-6: redeemed, rolled back, redeemed again


def listed(shop: FlaskClient, query: str) -> list[dict[str, Any]]:
    answer = shop.get(f"/v1/redemptions?{query}")
    assert answer.status_code == 200, answer.get_json()
    found: list[dict[str, Any]] = answer.get_json()["redemptions"]
    return found


def test_redemptions_and_rollbacks_stand_in_one_list_the_latest_first(shop: FlaskClient) -> None:
    found = listed(shop, "customer=ticket-6")
    assert [each["object"] for each in found] == ["redemption", "redemption_rollback", "redemption"]
    assert found[1]["redemption"] == found[2]["id"]
    assert found[2]["status"] == "ROLLED_BACK"
    dates = [each["date"] for each in listed(shop, "limit=100")]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize(
    ("query", "results"),
    [
        ("customer=ticket-1", ["FAILURE"]),
        ("customer=ticket-1&result=SUCCESS", []),
        ("customer=ticket-1-used-up", ["FAILURE", "SUCCESS"]),
        ("customer=ticket-1-used-up&result=SUCCESS&result=FAILURE", ["FAILURE", "SUCCESS"]),
        ("customer=ticket-1-used-up&result=SUCCESS", ["SUCCESS"]),
        ("customer=ticket-1-used-up&order=created_at", ["SUCCESS", "FAILURE"]),
        ("customer=ticket-1-used-up&campaign=Summer%20sale&created_at[after]=2001-01-01", ["FAILURE", "SUCCESS"]),
        ("customer=ticket-1-used-up&[created_at][before]=2001-01-01", []),
        ("filters[failure_code][conditions][$is]=voucher_expired", ["FAILURE"]),
        (f"filters[voucher_code][conditions][$is]={GIFT}&result=SUCCESS&limit=1", ["SUCCESS"]),
        ("filters[object][conditions][$is]=redemption_rollback&customer=ticket-6", ["SUCCESS"]),
        ("customer=nobody", []),
        ("page=100", []),
    ],
)  # fmt: skip
def test_filters(shop: FlaskClient, query: str, results: list[str]) -> None:
    assert [each["result"] for each in listed(shop, query)] == results


@pytest.mark.parametrize("name", ["created_at", "id", "voucher_code", "tracking_id", "customer_id"])
def test_orders(shop: FlaskClient, name: str) -> None:
    forth = [each["id"] for each in listed(shop, f"limit=100&order={name}")]
    assert forth == [each["id"] for each in listed(shop, f"limit=100&order=-{name}")][::-1]
    assert len(set(forth)) > 10


@pytest.mark.parametrize("query", ["page=101", "order=date", "created_at[after]=soon"])
def test_a_bad_query_is_refused(shop: FlaskClient, query: str) -> None:
    answer = shop.get(f"/v1/redemptions?{query}")
    assert (answer.status_code, answer.get_json()["key"]) == (400, "invalid_query_params")


def test_one_by_id(shop: FlaskClient) -> None:
    for redemption in listed(shop, "customer=ticket-6"):
        assert shop.get(f"/v1/redemptions/{redemption['id']}").get_json() == redemption
    answer = shop.get("/v1/redemptions/r_unknown")
    assert (answer.status_code, answer.get_json()["resource_type"]) == (404, "redemption")
