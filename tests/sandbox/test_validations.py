from typing import Any

import pytest
from flask.testing import FlaskClient

GIFT = "GIFT-GN4W8L5T"  # of the customer ticket-6: 35.00 left
CLUB = "CLUB-PN7YP8TS"  # of the customer ticket-2: 120 points left
VIP = "VIP-SN9Y4LRT"  # of the customer ticket-1-left-segment, who is no VIP any more
SHARED = "SUMMER-TT5V3PQX"  # of the customer ticket-1-owner


def validate(shop: FlaskClient, *redeemables: dict[str, Any], status: int = 200, **body: Any) -> dict[str, Any]:
    answer = shop.post("/v1/validations", json={"redeemables": list(redeemables), **body})
    assert answer.status_code == status, answer.get_json()
    verdict: dict[str, Any] = answer.get_json()
    return verdict


def voucher(code: str, **more: Any) -> dict[str, Any]:
    return {"object": "voucher", "id": code, **more}


def welcome(shop: FlaskClient, source_id: str) -> str:
    body = {"campaign": {"name": "Welcome 10"}, "customer": {"source_id": source_id}}
    code: str = shop.post("/v1/publications", json=body).get_json()["voucher"]["code"]
    return code


def test_a_discount_that_applies(shop: FlaskClient) -> None:
    code = welcome(shop, "ticket-6")
    verdict = validate(shop, voucher(code), order={"amount": 5500}, customer={"source_id": "ticket-6"})
    assert verdict["valid"] is True
    (entry,) = verdict["redeemables"]
    assert (entry["status"], entry["id"], entry["result"]["discount"]["amount_off"]) == ("APPLICABLE", code, 1000)
    order = verdict["order"]
    assert (order["amount"], order["total_discount_amount"], order["total_amount"]) == (5500, 1000, 4500)
    assert verdict["tracking_id"] == "ticket-6"
    assert verdict["stacking_rules"]["redeemables_limit"] == 30
    event = shop.get("/v1/customers/ticket-6/activity?limit=1").get_json()["data"][0]
    assert event["type"] == "customer.validation.succeeded"
    assert shop.get(f"/v1/vouchers/{code}").get_json()["redemption"]["redeemed_quantity"] == 0


@pytest.mark.parametrize(
    ("redeemable", "customer", "key"),
    [
        (voucher("SUMMER-HW7KQ2MX"), "ticket-1", "voucher_expired"),
        (voucher(VIP), "ticket-1-left-segment", "customer_rules_violated"),
        (voucher(CLUB), "ticket-1", "customer_rules_violated"),
        (voucher(CLUB), None, "missing_customer"),
        (voucher(VIP), None, "missing_customer"),
        (voucher(CLUB, reward={"points": 121}), "ticket-2", "loyalty_card_points_exceeded"),
        (voucher(GIFT, gift={"credits": 3501}), None, "gift_amount_exceeded"),
        (voucher("NO-CODE"), None, "not_found"),
        ({"object": "promotion_tier", "id": "promo_none"}, None, "not_found"),
    ],
)
def test_why_not(shop: FlaskClient, redeemable: dict[str, Any], customer: str | None, key: str) -> None:
    more = {"customer": {"source_id": customer}} if customer else {}
    verdict = validate(shop, redeemable, order={"amount": 9000}, **more)
    assert verdict["valid"] is False
    (entry,) = verdict["redeemables"]
    error = entry["result"]["error"]
    assert (entry["status"], error["key"], error["resource_id"]) == ("INAPPLICABLE", key, redeemable["id"])
    if customer:
        event = shop.get(f"/v1/customers/{customer}/activity?limit=1").get_json()["data"][0]
        assert event["type"] == "customer.validation.failed"


def test_disabled_used_up_and_not_started(shop: FlaskClient) -> None:
    code = welcome(shop, "ticket-6")
    me = {"customer": {"source_id": "ticket-6"}}
    shop.post(f"/v1/vouchers/{code}/disable")
    winter = shop.post("/v1/publications", json={"campaign": "Early winter", **me}).get_json()["voucher"]["code"]
    used = shop.get("/v1/vouchers?customer=ticket-1-used-up").get_json()["vouchers"][0]["code"]
    shop.put("/_sandbox/clock", json={"advance": -5 * 24 * 60 * 60})
    for wanted, customer, key in (
        (code, "ticket-6", "voucher_disabled"),
        (winter, "ticket-6", "voucher_not_active"),
        (used, "ticket-1-used-up", "quantity_exceeded"),
        (SHARED, "ticket-1-borrower", "customer_rules_violated"),
    ):
        verdict = validate(shop, voucher(wanted), customer={"source_id": customer})
        assert verdict["redeemables"][0]["result"]["error"]["key"] == key


def test_each_applies_to_what_is_left_of_the_order(shop: FlaskClient) -> None:
    code = welcome(shop, "ticket-6")
    items = [{"quantity": 2, "price": 2000, "source_id": "plate-dinner", "related_object": "product"}]
    verdict = validate(
        shop,
        voucher(code),
        voucher(GIFT),
        order={"items": items},
        customer={"source_id": "ticket-6"},
        options={"expand": ["order", "redeemable", "category"]},
        session={"type": "LOCK"},
    )
    discount, gift = verdict["redeemables"]
    assert discount["order"]["total_amount"] == 3000
    assert (discount["campaign_name"], discount["categories"], discount["metadata"]) == ("Welcome 10", [], {})
    assert gift["result"]["gift"] == {"balance": 3500, "credits": 3000}
    assert (verdict["order"]["amount"], verdict["order"]["total_amount"]) == (4000, 0)
    assert verdict["order"]["items"][0]["amount"] == 4000
    assert verdict["session"]["key"].startswith("ssn_")


def test_after_the_first_that_does_not_apply_the_rest_is_skipped(shop: FlaskClient) -> None:
    verdict = validate(shop, voucher("NO-CODE"), voucher(GIFT), order={"amount": 100})
    assert verdict["valid"] is False
    assert [entry["id"] for entry in verdict["redeemables"]] == ["NO-CODE"]
    (skipped,) = verdict["skipped_redeemables"]
    assert (skipped["id"], skipped["result"]["details"]["key"]) == (GIFT, "preceding_validation_failed")


def test_five_apply_at_most(shop: FlaskClient) -> None:
    body = {"campaign": {"name": "Welcome 10", "count": 6}, "customer": {"source_id": "ticket-6"}}
    codes = shop.post("/v1/publications", json=body).get_json()["vouchers"]
    verdict = validate(shop, *map(voucher, codes), order={"amount": 3500}, customer={"source_id": "ticket-6"})
    assert (verdict["valid"], len(verdict["redeemables"]), verdict["order"]["total_amount"]) == (True, 5, 0)
    assert [entry["id"] for entry in verdict["skipped_redeemables"]] == codes[5:]


def test_a_promotion_tier(shop: FlaskClient) -> None:
    tier = shop.get("/v1/campaigns/Free%20delivery%20weeks").get_json()["promotion"]["tiers"][0]
    verdict = validate(shop, {"object": "promotion_tier", "id": tier["id"]}, order={"amount": 1000})
    assert (verdict["valid"], verdict["order"]["total_amount"]) == (True, 710)


def test_an_order_the_world_knows_counts_with_its_own_amount(shop: FlaskClient) -> None:
    order = shop.get("/v1/orders?limit=100").get_json()["orders"][-1]
    verdict = validate(shop, voucher(GIFT, gift={"credits": 1}), order={"id": order["id"], "amount": 1})
    assert verdict["order"]["amount"] == order["amount"]


def test_somebody_unknown_is_not_made_a_customer(shop: FlaskClient) -> None:
    verdict = validate(shop, voucher(VIP), customer={"source_id": "stranger"})
    assert verdict["redeemables"][0]["result"]["error"]["key"] == "customer_rules_violated"
    assert shop.get("/v1/customers/stranger").status_code == 404


@pytest.mark.parametrize(
    ("redeemables", "key", "details"),
    [
        ([], "invalid_payload", "Property .redeemables should have from 1 to 30 items"),
        ([voucher(str(number)) for number in range(31)], "invalid_payload", "from 1 to 30"),
        ([voucher("a"), {"object": "voucher"}], "invalid_payload", "redeemables[1] should have required property 'id'"),
        ([{"object": "coupon", "id": "a"}], "invalid_payload", "Property .redeemables[0].object should be one of"),
        ([voucher("a"), voucher("a")], "duplicated_redeemables", "Duplicated redeemables detected"),
        ([voucher("a"), {"object": "promotion_stack", "id": "b"}], "invalid_redeemables", "Promotion Stack cannot"),
    ],
)  # fmt: skip
def test_refused(shop: FlaskClient, redeemables: list[dict[str, Any]], key: str, details: str) -> None:
    error = validate(shop, *redeemables, status=400)
    assert error["key"] == key
    assert details in error["details"]
