"""What follows from an order: the customer's figures, events, points and segments."""

from typing import Any

from flask.testing import FlaskClient

LAYLA = "ticket-2"  # a member of the club with 180 points collected and 120 left
CARD = "CLUB-PN7YP8TS"


def summary(client: FlaskClient, customer: str) -> dict[str, Any]:
    orders: dict[str, Any] = client.get(f"/v1/customers/{customer}").get_json()["summary"]["orders"]
    return orders


def told(client: FlaskClient, customer: str) -> list[dict[str, Any]]:
    """The events of the customer's last request, oldest first."""
    feed = client.get(f"/v1/customers/{customer}/activity?limit=100").get_json()["data"]
    return [event for event in reversed(feed) if event["group_id"] == feed[0]["group_id"]]


def kinds(client: FlaskClient, customer: str) -> list[str]:
    return [event["type"] for event in told(client, customer)]


def put(client: FlaskClient, order: dict[str, Any], **fields: Any) -> dict[str, Any]:
    changed: dict[str, Any] = client.put(f"/v1/orders/{order['id']}", json=fields).get_json()
    return changed


def post(client: FlaskClient, customer: str, **fields: Any) -> dict[str, Any]:
    order: dict[str, Any] = client.post("/v1/orders", json={"customer": {"source_id": customer}, **fields}).get_json()
    return order


def test_only_paid_and_fulfilled_orders_count(client: FlaskClient) -> None:
    first = post(client, "crm-2", amount=1000)
    assert summary(client, "crm-2")["total_count"] == 0
    put(client, first, status="PAID")
    second = post(client, "crm-2", amount=500, discount_amount=100, status="FULFILLED")
    assert summary(client, "crm-2") == {
        "total_amount": 1400,
        "total_count": 2,
        "average_amount": 700,
        "last_order_amount": 400,
        "last_order_date": second["created_at"],
    }
    put(client, second, status="CANCELED")
    put(client, first, amount=2000)
    assert (summary(client, "crm-2")["total_amount"], summary(client, "crm-2")["total_count"]) == (2000, 1)


def test_an_order_that_changes_hands_counts_for_its_new_customer_only(client: FlaskClient) -> None:
    order = post(client, "crm-2", amount=1000, status="PAID")
    put(client, order, customer={"id": "cust_bob"})
    assert (summary(client, "crm-2")["total_count"], summary(client, "cust_bob")["total_count"]) == (0, 1)


def test_each_status_has_its_event(client: FlaskClient) -> None:
    order = post(client, "crm-2", amount=1000)
    assert kinds(client, "crm-2") == ["customer.order.created"]
    for status, kind in (
        ("PAID", "paid"),
        ("FULFILLED", "fulfilled"),
        ("CANCELED", "canceled"),
        ("CREATED", "updated"),
    ):
        put(client, order, status=status)
        assert kinds(client, "crm-2") == [f"customer.order.{kind}"]
    put(client, order, status="CREATED", amount=2)
    assert kinds(client, "crm-2") == ["customer.order.updated"]
    post(client, "crm-2", status="PAID")
    assert kinds(client, "crm-2") == ["customer.order.created", "customer.order.paid"]


def test_an_event_shows_the_order_one_level_deep_and_the_people_in_short(client: FlaskClient) -> None:
    order = post(client, "crm-1", amount=1000, referrer={"id": "cust_bob"})
    [event] = told(client, "crm-1")
    assert event["data"]["data"]["order"] == order
    assert event["data"]["data"]["referrer"] == {
        "id": "cust_bob",
        "name": "Bob Stone",
        "email": "Shared@example.org",
        "source_id": "bob@example.com",
        "metadata": {},
        "object": "customer",
    }
    assert event["data"]["data"]["customer"]["metadata"] == {"lang": "pl", "vip": True}
    assert event["data"]["event_source"]["channel"] == "API"


def test_customers_made_by_an_order_leave_their_own_event_first(client: FlaskClient) -> None:
    post(client, "brand-new")
    assert kinds(client, "brand-new") == ["customer.created", "customer.order.created"]


def test_spending_leads_into_a_segment_and_out_again(shop: FlaskClient) -> None:
    order = post(shop, "fresh", amount=30001, status="PAID")
    entered = told(shop, "fresh")[-1]
    assert entered["type"] == "customer.segment.entered"
    assert entered["data"]["data"]["segment"]["name"] == "Big spenders"
    assert entered["data"]["data"]["customer"]["summary"]["orders"]["total_amount"] == 30001
    put(shop, order, status="CANCELED")
    assert kinds(shop, "fresh")[-1] == "customer.segment.left"


def test_a_paid_order_earns_points_once(shop: FlaskClient) -> None:
    order = post(shop, LAYLA, amount=3999)
    put(shop, order, status="PAID")
    assert kinds(shop, LAYLA) == [
        "customer.order.paid",
        "customer.rewarded.loyalty_points",
        "customer.voucher.loyalty_card.points_added",
    ]
    paid, rewarded, added = (event["data"]["data"] for event in told(shop, LAYLA))
    assert rewarded["event"]["id"] == told(shop, LAYLA)[0]["id"]
    assert (rewarded["order"], rewarded["loyalty_tier"]["name"]) == (paid["order"], "Bronze")
    assert (added["balance"]["points"], added["balance"]["balance"]) == (39, 159)

    transaction = shop.get(f"/v1/vouchers/{CARD}/transactions?limit=1").get_json()["data"][0]
    assert (transaction["type"], transaction["details"]["order"]["id"]) == ("POINTS_ACCRUAL", order["id"])
    assert transaction["details"]["earning_rule"]["source"]["banner"] == "1 point per 1.00"
    customer = shop.get(f"/v1/customers/{LAYLA}").get_json()
    assert customer["loyalty"]["campaigns"]["Harbour Club"] == {
        "points": 159,
        "referred_customers": 0,
        "loyalty_tier": "Bronze",
    }

    put(shop, order, status="FULFILLED")
    put(shop, order, status="PAID")
    assert shop.get(f"/v1/vouchers/{CARD}").get_json()["loyalty_card"]["balance"] == 159


def test_a_canceled_order_gives_its_points_back(shop: FlaskClient) -> None:
    order = post(shop, LAYLA, amount=3999, status="PAID")
    put(shop, order, status="CANCELED")
    assert kinds(shop, LAYLA) == ["customer.order.canceled", "customer.voucher.loyalty_card.points_added"]
    transaction = shop.get(f"/v1/vouchers/{CARD}/transactions?limit=1").get_json()["data"][0]
    assert (transaction["type"], transaction["details"]["balance"]["points"]) == ("POINTS_REMOVAL", -39)
    card = shop.get(f"/v1/vouchers/{CARD}").get_json()["loyalty_card"]
    assert (card["points"], card["subtracted_points"], card["balance"]) == (219, 39, 120)
    assert shop.get(f"/v1/customers/{LAYLA}").get_json()["loyalty"]["points"] == 120

    put(shop, order, status="PAID")
    assert shop.get(f"/v1/vouchers/{CARD}").get_json()["loyalty_card"]["balance"] == 159


def test_points_that_are_spent_are_not_taken_back(shop: FlaskClient) -> None:
    order = post(shop, LAYLA, amount=10000, status="PAID")
    shop.post(f"/v1/vouchers/{CARD}/balance", json={"amount": -200})
    put(shop, order, status="CANCELED")
    assert shop.get(f"/v1/vouchers/{CARD}").get_json()["loyalty_card"]["balance"] == 0


def test_enough_points_lead_to_the_next_tier(shop: FlaskClient) -> None:
    post(shop, LAYLA, amount=12000, status="PAID")
    climbed = next(event for event in told(shop, LAYLA) if event["type"].startswith("customer.loyalty.tier."))
    payload = climbed["data"]["data"]
    assert climbed["type"] == "customer.loyalty.tier.upgraded"
    assert (payload["loyalty_tier_from"]["name"], payload["loyalty_tier_to"]["name"]) == ("Bronze", "Silver")
    loyalty = shop.get(f"/v1/customers/{LAYLA}").get_json()["loyalty"]
    assert loyalty["campaigns"]["Harbour Club"] == {"points": 240, "referred_customers": 0, "loyalty_tier": "Silver"}


def test_who_has_no_card_earns_nothing(shop: FlaskClient) -> None:
    post(shop, "no-member", amount=10000, status="PAID")
    assert kinds(shop, "no-member") == ["customer.created", "customer.order.created", "customer.order.paid"]
