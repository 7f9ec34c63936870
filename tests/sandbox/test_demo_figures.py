"""What the demo world counts agrees with what it tells."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.demo_world import NOW_WRITTEN, Row, demo_world, grouped

BOUGHT = {"PAID", "FULFILLED"}
OPERATORS: dict[str, Callable[[Any, str], bool]] = {
    "$is": lambda value, wanted: value == wanted,
    "$more_than": lambda value, wanted: value > int(wanted),
    "$has_value": lambda value, _: bool(value),
    "$is_unknown": lambda value, _: not value,
    "$before": lambda value, wanted: value < wanted,
}


def fits(customer: Row, conditions: dict[str, Any]) -> bool:
    [(field, condition)] = [item for item in conditions.items() if item[0] != "junction"]
    [(operator, [wanted])] = condition["conditions"].items()
    value: Any = customer
    for key in field.split("."):
        value = (value or {}).get(key)
    return OPERATORS[operator](value, wanted)


def redeemable_status(voucher: Row) -> str:
    """The status the API derives for a voucher among a customer's redeemables."""
    purse = voucher["gift"] or voucher["loyalty_card"]
    quantity = voucher["redemption"]["quantity"]
    if not voucher["active"]:
        return "DISABLED"
    if quantity is not None and voucher["redemption"]["redeemed_quantity"] >= quantity:
        return "USED"
    if (voucher["expiration_date"] or NOW_WRITTEN) < NOW_WRITTEN:
        return "EXPIRED"
    if (voucher["start_date"] or NOW_WRITTEN) > NOW_WRITTEN:
        return "NOT_ACTIVE_YET"
    return "NO_BALANCE" if purse and not purse["balance"] else "ACTIVE"


def test_order_summaries_count_what_was_bought() -> None:
    world = demo_world()
    orders = grouped(world["orders"], "customer_id")

    for customer in world["customers"]:
        bought = [order for order in orders.get(customer["id"], []) if order["status"] in BOUGHT]
        summary = customer["summary"]["orders"]
        assert summary["total_count"] == len(bought)
        assert summary["total_amount"] == sum(order["total_amount"] for order in bought)
        assert summary["average_amount"] == summary["total_amount"] // max(len(bought), 1)
        if bought:
            last = max(bought, key=lambda order: order["created_at"])
            assert (summary["last_order_amount"], summary["last_order_date"]) == (
                last["total_amount"],
                last["created_at"],
            )


def test_orders_add_up() -> None:
    orders = demo_world()["orders"]
    for order in orders:
        for item in order["items"]:
            assert item["amount"] == item["price"] * item["quantity"]
        if order["items"]:
            assert order["amount"] == sum(item["amount"] for item in order["items"])
        assert order["total_amount"] == order["amount"] - order.get("total_discount_amount", 0)

    assert {order["status"] for order in orders} == {"CREATED", "PAID", "FULFILLED", "CANCELED"}
    assert any(not order["items"] for order in orders)


def test_redemption_summaries_count_the_redemptions() -> None:
    world = demo_world()
    redemptions = grouped(world["redemptions"], "customer_id")

    for customer in world["customers"]:
        rows = redemptions.get(customer["id"], [])
        tried = [row for row in rows if row["object"] == "redemption"]
        succeeded = sum(row["result"] == "SUCCESS" for row in tried)
        rolled_back = len(rows) - len(tried)
        summary = customer["summary"]["redemptions"]
        assert summary["total_redeemed"] == len(tried)
        assert summary["total_succeeded"] == succeeded
        assert summary["total_failed"] == len(tried) - succeeded
        assert summary["total_rolled_back"] == summary["total_rollback_succeeded"] == rolled_back


def test_redemptions_of_all_outcomes_name_their_reason() -> None:
    redemptions = demo_world()["redemptions"]
    failures = [row for row in redemptions if row["result"] == "FAILURE"]
    rollbacks = [row for row in redemptions if row["object"] == "redemption_rollback"]

    assert {row["id"].split("_")[0] for row in redemptions} == {"r", "rf", "rr"}
    assert {row["failure_code"] for row in failures} >= {"voucher_expired", "quantity_exceeded", "voucher_disabled"}
    assert all(row["failure_message"] for row in failures)
    assert all(row["reason"] for row in rollbacks)


def test_card_summaries_are_what_the_cards_hold() -> None:
    world = demo_world()
    for customer in world["customers"]:
        held = world.vouchers_held_by(customer)
        gifts = [voucher for voucher in held if voucher["gift"]]
        clubs = [voucher for voucher in held if voucher["loyalty_card"]]
        summary = customer["summary"]["redemptions"]
        points = sum(card["loyalty_card"]["balance"] for card in clubs)
        assert summary["gift"]["amount_to_go"] == sum(card["gift"]["balance"] for card in gifts)
        assert summary["gift"]["redeemed_amount"] == sum(card["redemption"]["redeemed_amount"] for card in gifts)
        assert summary["loyalty_card"]["points_to_go"] == customer["loyalty"]["points"] == points
        assert summary["loyalty_card"]["redeemed_points"] == sum(
            card["redemption"]["redeemed_points"] for card in clubs
        )
        assert customer["loyalty"]["points"] == sum(
            each["points"] for each in customer["loyalty"]["campaigns"].values()
        )


def test_balances_are_what_the_transactions_add_up_to() -> None:
    world = demo_world()
    transactions = grouped(world["transactions"], "voucher_id")
    moved = [voucher for voucher in world["vouchers"] if voucher["id"] in transactions]

    assert {voucher["type"] for voucher in moved} == {"GIFT_VOUCHER", "LOYALTY_CARD"}
    for voucher in world["vouchers"]:
        purse = voucher["gift"] or voucher["loyalty_card"]
        if not purse:
            continue
        rows = transactions.get(voucher["id"], [])
        changes = [
            balance.get("amount", balance.get("points")) for balance in (row["details"]["balance"] for row in rows)
        ]
        added = sum(change for row, change in zip(rows, changes, strict=True) if row["type"] == "CREDITS_ADDITION")
        loaded = purse["amount"] - added if voucher["gift"] else 0
        assert purse["balance"] == loaded + sum(changes)
        assert purse["balance"] >= 0
        if rows:
            assert rows[-1]["details"]["balance"]["balance"] == purse["balance"]


def test_cards_explain_their_balance() -> None:
    for voucher in demo_world()["vouchers"]:
        redemption = voucher["redemption"]
        if gift := voucher["gift"]:
            assert gift["balance"] == gift["amount"] - gift["subtracted_amount"] - redemption["redeemed_amount"]
        if card := voucher["loyalty_card"]:
            spent = card["expired_points"] + card["subtracted_points"] + redemption["redeemed_points"]
            assert card["balance"] == card["points"] - spent


def test_redeemed_quantities_are_the_redemptions_that_stand() -> None:
    world = demo_world()
    standing = [row for row in world["redemptions"] if row.get("status") == "SUCCEEDED" and row["redemption"] is None]
    by_voucher = grouped(standing, "related_object_id")

    for voucher in world["vouchers"]:
        assert voucher["redemption"]["redeemed_quantity"] == len(by_voucher.get(voucher["id"], []))


def test_vouchers_of_every_status_exist() -> None:
    statuses = {redeemable_status(voucher) for voucher in demo_world()["vouchers"]}

    assert statuses == {"ACTIVE", "USED", "DISABLED", "NOT_ACTIVE_YET", "EXPIRED", "NO_BALANCE"}


def test_campaigns_count_their_vouchers() -> None:
    world = demo_world()
    vouchers = grouped(world["vouchers"], "campaign_id")

    assert {campaign["campaign_type"] for campaign in world["campaigns"]} == {
        "DISCOUNT_COUPONS",
        "GIFT_VOUCHERS",
        "LOYALTY_PROGRAM",
        "PROMOTION",
        "REFERRAL_PROGRAM",
    }
    for campaign in world["campaigns"]:
        assert campaign.get("vouchers_count", 0) == len(vouchers.get(campaign["id"], []))
    assert vouchers[None]


def test_each_voucher_has_its_publication_and_its_holder() -> None:
    world = demo_world()
    owners = {(row["redeemable_id"], row["customer_id"]) for row in world["holders"] if row["holder_role"] != "REFEREE"}
    published = {(row["vouchers_id"][0], row["customer_id"]) for row in world["publications"]}
    held = {(voucher["id"], voucher["holder_id"]) for voucher in world["vouchers"]}

    assert owners == published == held


def test_referrals_tie_two_customers_together() -> None:
    world = demo_world()
    customers = world.by_id("customers")
    redemptions = world.by_id("redemptions")
    referees = [customer for customer in world["customers"] if customer["referrals"]["total"]]

    assert referees
    assert {row["holder_role"] for row in world["holders"]} == {"OWNER", "REFERRER", "REFEREE"}
    for referee in referees:
        [referral] = referee["referrals"]["campaigns"]
        referrer = customers[referral["referrer_id"]]
        redemption = redemptions[referral["related_object_id"]]
        assert referrer["id"] != referee["id"]
        assert referrer["loyalty"]["referred_customers"] == 1
        assert redemption["customer_id"] == referee["id"]
        assert redemption["order"]["referrer_id"] == referrer["id"]
    assert sum(customer["loyalty"]["referred_customers"] for customer in world["customers"]) == len(referees)


@pytest.mark.parametrize("kind", ["static", "passive", "auto-update"])
def test_segments_of_every_kind_have_members(kind: str) -> None:
    world = demo_world()
    members = grouped(world["segment_members"], "segment_id")
    segments = [segment for segment in world["segments"] if segment["type"] == kind]

    assert segments
    assert all(members.get(segment["id"]) for segment in segments)


def test_members_of_dynamic_segments_are_exactly_those_who_fit() -> None:
    world = demo_world()
    members = grouped(world["segment_members"], "segment_id")

    for segment in world["segments"]:
        if segment["filter"]:
            fitting = {customer["id"] for customer in world["customers"] if fits(customer, segment["filter"])}
            assert {row["customer_id"] for row in members[segment["id"]]} == fitting, segment["name"]


def test_entering_and_leaving_is_told_for_auto_update_segments_only() -> None:
    world = demo_world()
    membership: dict[tuple[str, str], str] = {}
    for event in world["events"]:
        if event["type"] == "customer.segment.entered":
            membership[event["data"]["data"]["segment"]["id"], event["customer_id"]] = event["created_at"]
        elif event["type"] == "customer.segment.left":
            del membership[event["data"]["data"]["segment"]["id"], event["customer_id"]]
    live = {segment["id"] for segment in world["segments"] if segment["type"] == "auto-update"}

    assert membership == {
        (row["segment_id"], row["customer_id"]): row["entered_at"]
        for row in world["segment_members"]
        if row["segment_id"] in live
    }


def test_answers_to_consents_are_those_of_the_events() -> None:
    world = demo_world()
    answers: dict[tuple[str, str], bool] = {}
    for event in sorted(world["events"], key=lambda event: event["created_at"]):
        if event["type"].startswith("customer.consents."):
            for consent in event["data"]["data"]["consents"]:
                answers[event["customer_id"], consent["id"]] = event["type"].endswith("given")
    rows = world["customer_consents"]
    assert {(row["customer_id"], row["consent_id"]): row["given"] for row in rows} == answers
    assert len(rows) == len(answers) > 50
