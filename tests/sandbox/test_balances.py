"""What a change of a balance leaves behind: the card, a transaction, an event and the customer's figures."""

from typing import Any

import pytest
from flask.testing import FlaskClient

GIFT = "GIFT-GN4W8L5T"  # of the customer ticket-6: 50.00, of which 15.00 are spent
CLUB = "CLUB-PN7YP8TS"  # of the customer ticket-2: 180 points, of which 60 have expired


def latest_event(shop: FlaskClient, customer: str) -> dict[str, Any]:
    event: dict[str, Any] = shop.get(f"/v1/customers/{customer}/activity?limit=1").get_json()["data"][0]
    return event


def test_credits_added_to_a_gift_card(shop: FlaskClient) -> None:
    answer = shop.post(f"/v1/vouchers/{GIFT}/balance", json={"amount": 1500, "source_id": "till-7", "reason": "sorry"})
    card = shop.get(f"/v1/vouchers/{GIFT}").get_json()
    assert answer.get_json() == {
        "amount": 1500,
        "total": 6500,
        "balance": 5000,
        "type": "gift_voucher",
        "object": "balance",
        "operation_type": "MANUAL",
        "related_object": {"type": "voucher", "id": card["id"]},
    }
    assert (card["gift"]["amount"], card["gift"]["balance"]) == (6500, 5000)
    assert card["updated_at"] is not None
    customer = shop.get("/v1/customers/ticket-6").get_json()
    assert customer["summary"]["redemptions"]["gift"] == {"redeemed_amount": 1500, "amount_to_go": 5000}

    transaction = shop.get(f"/v1/vouchers/{GIFT}/transactions?limit=1").get_json()["data"][0]
    assert (transaction["type"], transaction["source_id"], transaction["reason"], transaction["source"]) == (
        "CREDITS_ADDITION",
        "till-7",
        "sorry",
        "API",
    )
    assert transaction["details"]["balance"] == answer.get_json()

    event = latest_event(shop, "ticket-6")
    assert event["type"] == "customer.voucher.gift.balance_added"
    payload = event["data"]["data"]
    assert payload.keys() == {"customer", "campaign", "voucher", "balance", "transaction"}
    assert (payload["transaction"], payload["customer"]["source_id"]) == (transaction, "ticket-6")
    assert event["data"]["event_source"]["channel"] == "API"


def test_credits_taken_away(shop: FlaskClient) -> None:
    answer = shop.post(f"/v1/vouchers/{GIFT}/balance", json={"amount": -3500}).get_json()
    assert (answer["amount"], answer["total"], answer["balance"]) == (-3500, 1500, 0)
    card = shop.get(f"/v1/vouchers/{GIFT}").get_json()["gift"]
    assert (card["amount"], card["subtracted_amount"], card["balance"]) == (5000, 3500, 0)
    transaction = shop.get(f"/v1/vouchers/{GIFT}/transactions").get_json()["data"][0]
    assert (transaction["type"], transaction["details"]["balance"]["amount"]) == ("CREDITS_REMOVAL", -3500)


def test_points_by_the_voucher_and_by_the_member(shop: FlaskClient) -> None:
    by_voucher = shop.post(f"/v1/vouchers/{CLUB}/balance", json={"amount": 80}).get_json()
    assert (by_voucher["amount"], by_voucher["balance"], by_voucher["type"]) == (80, 200, "loyalty_card")
    by_member = shop.post(f"/v1/loyalties/members/{CLUB}/balance", json={"points": -50, "reason": "mistake"}).get_json()
    assert (by_member["points"], by_member["total"], by_member["balance"]) == (-50, 150, 150)
    card = shop.get(f"/v1/loyalties/Harbour%20Club/members/{CLUB}").get_json()["loyalty_card"]
    assert (card["points"], card["subtracted_points"], card["balance"]) == (260, 50, 150)

    kinds = [each["type"] for each in shop.get(f"/v1/vouchers/{CLUB}/transactions").get_json()["data"][:2]]
    assert kinds == ["POINTS_REMOVAL", "POINTS_ADDITION"]
    assert latest_event(shop, "ticket-2")["type"] == "customer.voucher.loyalty_card.points_added"
    customer = shop.get("/v1/customers/ticket-2").get_json()
    assert customer["loyalty"]["points"] == 150
    assert customer["loyalty"]["campaigns"]["Harbour Club"]["points"] == 150
    assert customer["summary"]["redemptions"]["loyalty_card"]["points_to_go"] == 150


def test_points_that_lift_the_member_into_a_higher_tier(shop: FlaskClient) -> None:
    shop.post(f"/v1/loyalties/members/{CLUB}/balance", json={"points": 1000})
    event = latest_event(shop, "ticket-2")
    assert event["type"] == "customer.loyalty.tier.upgraded"
    assert event["data"]["data"]["loyalty_tier_to"]["name"] == "Gold"
    club = shop.get("/v1/customers/ticket-2").get_json()["loyalty"]["campaigns"]["Harbour Club"]
    assert club == {"points": 1120, "loyalty_tier": "Gold", "referred_customers": 0}


def test_points_that_expire_on_a_day_of_their_own(shop: FlaskClient) -> None:
    path = f"/v1/loyalties/members/{CLUB}/balance"
    day = {"expiration_type": "CUSTOM_DATE", "expiration_date": "2200-01-31T10:00:00Z"}
    before = shop.get(f"/v1/vouchers/{CLUB}").get_json()["loyalty_card"]
    assert shop.post(path, json={"points": 5, **day}).status_code == 200
    after = shop.get(f"/v1/vouchers/{CLUB}").get_json()["loyalty_card"]
    assert after["next_expiration_date"] == before["next_expiration_date"]  # which comes first
    assert shop.post(path, json={"points": -125}).status_code == 200
    assert shop.post(path, json={"points": 5, **day}).status_code == 200
    card = shop.get(f"/v1/vouchers/{CLUB}").get_json()["loyalty_card"]
    assert (card["next_expiration_date"], card["next_expiration_points"]) == ("2200-01-31", 5)


@pytest.mark.parametrize(
    ("sent", "expires"),
    [({}, True), ({"expiration_type": "PROGRAM_RULES"}, True), ({"expiration_type": "NON_EXPIRING"}, False)],
)
def test_points_expire_by_the_rule_of_their_programme(shop: FlaskClient, sent: dict[str, str], expires: bool) -> None:
    """The club's points live for a year, to the end of the year."""
    shop.put("/_sandbox/clock", json={"now": "2031-03-10T00:00:00Z", "stopped": True})
    path = f"/v1/loyalties/members/{CLUB}/balance"
    assert shop.post(path, json={"points": -120}).status_code == 200
    assert shop.post(path, json={"points": 5, **sent}).status_code == 200
    card = shop.get(f"/v1/vouchers/{CLUB}").get_json()["loyalty_card"]
    assert (card["next_expiration_date"], card["next_expiration_points"]) == (
        ("2032-12-31", 5) if expires else (None, None)
    )


@pytest.mark.parametrize(
    ("code", "amount", "key"),
    [
        (GIFT, -3501, "gift_amount_exceeded"),
        (CLUB, -121, "loyalty_card_points_exceeded"),
        (GIFT, 0, "invalid_amount"),
        (GIFT, 10**13, "invalid_amount"),
        (GIFT, "1", "invalid_payload"),
        (GIFT, True, "invalid_payload"),
        (GIFT, None, "invalid_payload"),
        ("SUMMER-HW7KQ2MX", 100, "invalid_add_balance_params"),
    ],
)
def test_refused_changes_leave_everything_as_it_was(shop: FlaskClient, code: str, amount: Any, key: str) -> None:
    before = shop.get(f"/v1/vouchers/{code}").get_json()
    moved = shop.get(f"/v1/vouchers/{code}/transactions").get_json()
    answer = shop.post(f"/v1/vouchers/{code}/balance", json={"amount": amount})
    assert (answer.status_code, answer.get_json()["key"]) == (400, key)
    assert shop.get(f"/v1/vouchers/{code}").get_json() == before
    assert shop.get(f"/v1/vouchers/{code}/transactions").get_json() == moved


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"points": 1, "expiration_type": "CUSTOM_DATE", "expiration_date": "2001-01-01"}, "invalid_expiration_date"),
        ({"points": 1, "expiration_type": "CUSTOM_DATE", "expiration_date": "soon"}, "invalid_payload"),
        ({"points": 1, "expiration_type": "CUSTOM_DATE"}, "invalid_payload"),
        ({"points": 1, "expiration_type": "NEVER"}, "invalid_payload"),
        ({}, "invalid_payload"),
    ],
)
def test_refused_points(shop: FlaskClient, body: dict[str, Any], key: str) -> None:
    answer = shop.post(f"/v1/loyalties/members/{CLUB}/balance", json=body)
    assert (answer.status_code, answer.get_json()["key"]) == (400, key)


def test_a_loyalty_card_of_nobody_takes_no_points(shop: FlaskClient) -> None:
    assert shop.delete("/v1/customers/ticket-2").status_code == 204
    answer = shop.post(f"/v1/loyalties/members/{CLUB}/balance", json={"points": 5})
    assert (answer.status_code, answer.get_json()["key"]) == (400, "invalid_add_balance_params")


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("members/nobody", "voucher"),
        (f"members/{GIFT}", "voucher"),
        (f"Gift%20cards/members/{CLUB}", "voucher"),
        (f"No%20club/members/{CLUB}", "campaign"),
    ],
)
def test_no_such_member(shop: FlaskClient, path: str, missing: str) -> None:
    for answer in (shop.get(f"/v1/loyalties/{path}"), shop.post(f"/v1/loyalties/{path}/balance", json={"points": 1})):
        assert (answer.status_code, answer.get_json()["resource_type"]) == (404, missing)


def test_transactions_page_by_page(shop: FlaskClient) -> None:
    path = f"/v1/vouchers/{GIFT}/transactions"
    latest_first = shop.get(f"{path}?limit=100").get_json()["data"]
    assert sum(each["details"]["balance"]["amount"] for each in latest_first) == 3500 - 5000
    walked, after = [], ""
    while True:
        page = shop.get(f"{path}?limit=1&order=id{after}").get_json()
        walked += page["data"]
        if not page["has_more"]:
            assert "more_starting_after" not in page
            break
        after = f"&starting_after_id={page['more_starting_after']}"
    assert walked == latest_first[::-1]
    assert len(walked) > 1
    answer = shop.get(f"{path}?starting_after_id=vtx_of_another")
    assert (answer.status_code, answer.get_json()["key"]) == (400, "invalid_query_params")
