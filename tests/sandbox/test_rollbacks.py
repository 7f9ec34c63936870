"""Taking a redemption back: the card, the voucher, the order, the figures and the feed follow."""

from typing import Any

import pytest
from flask.testing import FlaskClient

GIFT = "GIFT-GN4W8L5T"  # of the customer ticket-6: 50.00, of which a redemption of this month took 15.00
SUMMER = "SUMMER-UM4N8RTZ"  # of the customer ticket-1-used-up: its only redemption is some days old


def redemption_of(shop: FlaskClient, customer: str) -> dict[str, Any]:
    """The customer's latest redemption that succeeded."""
    found = shop.get(f"/v1/redemptions?customer={customer}&result=SUCCESS&limit=1").get_json()["redemptions"]
    redemption: dict[str, Any] = found[0]
    return redemption


def roll_back(shop: FlaskClient, redemption: dict[str, Any], query: str = "", **body: Any) -> Any:
    return shop.post(f"/v1/redemptions/{redemption['id']}/rollback{query}", json=body)


def test_a_gift_card_gets_its_credits_back(shop: FlaskClient) -> None:
    redemption = redemption_of(shop, "ticket-6")
    answer = roll_back(shop, redemption, "?reason=wrong+till&tracking_id=t-1", metadata={"by": "Ann"})
    rollback = answer.get_json()
    assert answer.status_code == 200
    assert rollback["id"].startswith("rr_")
    assert (rollback["object"], rollback["redemption"], rollback["result"], rollback["status"]) == (
        "redemption_rollback",
        redemption["id"],
        "SUCCESS",
        "SUCCEEDED",
    )
    assert (rollback["amount"], rollback["gift"]) == (-1500, {"amount": -1500})
    assert (rollback["reason"], rollback["tracking_id"], rollback["metadata"]) == ("wrong till", "t-1", {"by": "Ann"})
    assert rollback["order"]["status"] == "CANCELED"

    card = shop.get(f"/v1/vouchers/{GIFT}").get_json()
    assert (
        card["gift"]["balance"],
        card["redemption"]["redeemed_amount"],
        card["redemption"]["redeemed_quantity"],
    ) == (
        5000,
        0,
        0,
    )
    transaction = shop.get(f"/v1/vouchers/{GIFT}/transactions?limit=1").get_json()["data"][0]
    assert transaction["type"] == "CREDITS_REFUND"
    assert transaction["details"]["rollback"] == {"id": rollback["id"]}
    assert transaction["details"]["balance"]["amount"] == 1500

    summary = shop.get("/v1/customers/ticket-6").get_json()["summary"]
    assert summary["redemptions"]["gift"] == {"redeemed_amount": 0, "amount_to_go": 5000}
    assert (summary["redemptions"]["total_rolled_back"], summary["redemptions"]["total_rollback_succeeded"]) == (2, 2)
    assert summary["orders"]["total_count"] == 0
    assert shop.get(f"/v1/redemptions/{rollback['id']}").get_json() == rollback


def test_a_discount_can_be_redeemed_once_more(shop: FlaskClient) -> None:
    redemption = redemption_of(shop, "ticket-1-used-up")
    rollback = roll_back(shop, redemption, reason="not delivered").get_json()
    assert "amount" not in rollback
    assert shop.get(f"/v1/vouchers/{SUMMER}").get_json()["redemption"]["redeemed_quantity"] == 0

    taken_back = shop.get(f"/v1/redemptions/{redemption['id']}").get_json()
    assert taken_back["status"] == "ROLLED_BACK"
    assert [each["id"] for each in taken_back["related_redemptions"]["rollbacks"]] == [rollback["id"]]
    order = shop.get(f"/v1/orders/{redemption['order']['id']}").get_json()
    assert order["status"] == "CANCELED"
    assert order["redemptions"][redemption["id"]]["rollback_id"] == rollback["id"]

    feed = shop.get("/v1/customers/ticket-1-used-up/activity").get_json()["data"]
    told = {event["type"]: event for event in feed if event["group_id"] == feed[0]["group_id"]}
    assert {"customer.redemption.rollback.succeeded", "customer.order.canceled"} <= told.keys()
    payload = told["customer.redemption.rollback.succeeded"]["data"]["data"]
    assert (payload["redemption"]["id"], payload["redemption_rollback"]["id"]) == (redemption["id"], rollback["id"])
    assert payload["campaign"]["name"] == "Summer sale"


def test_the_order_takes_the_status_that_is_asked_for(shop: FlaskClient) -> None:
    redemption = redemption_of(shop, "ticket-1-used-up")
    order_id = redemption["order"]["id"]
    rollback = roll_back(shop, redemption, order={"id": order_id, "status": "CREATED"}).get_json()
    assert rollback["order"]["status"] == "CREATED"
    assert shop.get(f"/v1/orders/{order_id}").get_json()["status"] == "CREATED"


def test_a_second_attempt_fails_and_is_kept_as_failed(shop: FlaskClient) -> None:
    redemption = redemption_of(shop, "ticket-6")
    roll_back(shop, redemption)
    balance = shop.get(f"/v1/vouchers/{GIFT}").get_json()["gift"]["balance"]
    answer = roll_back(shop, redemption)
    error = answer.get_json()
    assert (answer.status_code, error["key"], error["resource_type"]) == (
        400,
        "already_rolled_back",
        "redemption_rollback",
    )
    attempt = shop.get(f"/v1/redemptions/{error['resource_id']}").get_json()
    assert (attempt["result"], attempt["failure_code"]) == ("FAILURE", "already_rolled_back")
    assert shop.get(f"/v1/vouchers/{GIFT}").get_json()["gift"]["balance"] == balance
    assert shop.get("/v1/customers/ticket-6").get_json()["summary"]["redemptions"]["total_rollback_failed"] == 1
    event = shop.get("/v1/customers/ticket-6/activity?limit=1").get_json()["data"][0]
    assert event["type"] == "customer.redemption.rollback.failed"


def test_only_what_succeeded_lately_can_be_taken_back(shop: FlaskClient) -> None:
    failed = shop.get("/v1/redemptions?result=FAILURE&limit=1").get_json()["redemptions"][0]
    rollback = shop.get("/v1/redemptions?customer=ticket-6").get_json()["redemptions"][1]
    for unsuitable in (failed, rollback):
        answer = roll_back(shop, unsuitable)
        assert (answer.status_code, answer.get_json()["key"]) == (400, "invalid_redemption")
    lately = redemption_of(shop, "ticket-6")
    shop.put("/_sandbox/clock", json={"advance": 100 * 24 * 60 * 60})
    answer = roll_back(shop, lately)
    assert (answer.status_code, answer.get_json()["key"]) == (400, "invalid_redemption")
    assert "3 months" in answer.get_json()["details"]


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        ({"customer": {"id": "cust_unknown"}}, 404, "not_found"),
        ({"customer": {"source_id": "ticket-1"}}, 400, "invalid_customer"),
        ({"order": {"id": "ord_other"}}, 400, "invalid_order"),
        ({"order": {"status": "LOST"}}, 400, "invalid_payload"),
        ({"reason": 7}, 400, "invalid_payload"),
    ],
)
def test_refused(shop: FlaskClient, body: dict[str, Any], status: int, key: str) -> None:
    redemption = redemption_of(shop, "ticket-6")
    answer = roll_back(shop, redemption, **body)
    assert (answer.status_code, answer.get_json()["key"]) == (status, key)
    assert shop.get(f"/v1/redemptions/{redemption['id']}").get_json()["status"] == "SUCCEEDED"


def test_no_such_redemption(shop: FlaskClient) -> None:
    answer = roll_back(shop, {"id": "r_unknown"})
    assert (answer.status_code, answer.get_json()["resource_type"]) == (404, "redemption")
