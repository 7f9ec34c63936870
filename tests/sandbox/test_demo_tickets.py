"""The ten tickets: each customer's story holds what an agent needs to answer."""

import pytest

from tests.support.demo_world import Row, demo_world
from webapp.sandbox.demo import TICKETS, Ticket


def story(number: int) -> Row:
    ticket = next(ticket for ticket in TICKETS if ticket.number == number)
    return demo_world().customer(ticket.source_id)


def events(customer: Row, *types: str) -> list[Row]:
    """The customer's events of these types, oldest first."""
    return [event for event in demo_world().of_customer("events", customer) if event["type"] in types]


def failure_codes(customer: Row) -> list[str]:
    rows = demo_world().of_customer("redemptions", customer)
    return [row["failure_code"] for row in rows if row["result"] == "FAILURE"]


def voucher_of_failure(customer: Row) -> Row:
    failure = next(row for row in demo_world().of_customer("redemptions", customer) if row["result"] == "FAILURE")
    return demo_world().by_id("vouchers")[failure["related_object_id"]]


def consent_names(event: Row) -> set[str]:
    return {consent["name"] for consent in event["data"]["data"]["consents"]}


def test_the_ten_tickets_are_numbered() -> None:
    assert [ticket.number for ticket in TICKETS] == list(range(1, 11))


@pytest.mark.parametrize(
    "ticket", [ticket for ticket in TICKETS if ticket.number != 9], ids=lambda ticket: ticket.number
)
def test_their_people_are_there_even_in_the_smallest_world(ticket: Ticket) -> None:
    for source_id in (ticket.source_id, *ticket.others):
        assert demo_world(10).customer(source_id)["name"]


def test_1_the_code_expired_yesterday() -> None:
    voucher = voucher_of_failure(story(1))

    assert failure_codes(story(1)) == ["voucher_expired"]
    assert voucher["code"].startswith("SUMMER-")
    assert voucher["expiration_date"] == "2025-11-19T00:00:00.000Z"
    assert voucher["redemption"]["redeemed_quantity"] == 0


def test_1_or_it_was_used_up_or_is_not_theirs_or_not_for_them_any_more() -> None:
    used_up, owner, borrower, left = (demo_world().customer(source_id) for source_id in TICKETS[0].others)

    assert failure_codes(used_up) == ["quantity_exceeded"]
    assert voucher_of_failure(used_up)["redemption"]["redeemed_quantity"] == 1
    assert failure_codes(borrower) == ["customer_rules_violated"]
    assert voucher_of_failure(borrower)["holder_id"] == owner["id"]
    assert voucher_of_failure(left)["validation_rules_assignments"]["total"] == 1
    [leaving] = events(left, "customer.segment.left")
    [refusal] = events(left, "customer.redemption.failed")
    assert leaving["created_at"] < refusal["created_at"]


def test_2_one_order_of_eighty_earned_nothing() -> None:
    [order] = [order for order in demo_world().of_customer("orders", story(2)) if order["amount"] == 8000]
    rewarded = events(story(2), "customer.rewarded.loyalty_points")
    [card] = demo_world().vouchers_held_by(story(2))

    assert order["status"] == "PAID"
    assert "2025-11-13" <= order["created_at"][:10] <= "2025-11-14"
    assert len(rewarded) == 3
    assert order["id"] not in {event["data"]["data"]["order"]["id"] for event in rewarded}
    assert card["loyalty_card"]["expired_points"] == 60
    assert len(events(story(2), "customer.voucher.loyalty_card.points_expired")) == 1


def test_3_the_source_id_is_the_old_address_and_much_would_be_lost() -> None:
    customer = story(3)

    assert customer["source_id"] == customer["email"]
    assert customer["loyalty"]["points"] > 0
    assert customer["summary"]["redemptions"]["gift"]["amount_to_go"] > 0
    assert customer["summary"]["orders"]["total_count"] == 2


def test_4_something_is_still_worth_something() -> None:
    assert story(4)["summary"]["redemptions"]["gift"]["amount_to_go"] == 1750
    assert story(4)["loyalty"]["points"] > 100


def test_5_consents_were_given_long_ago() -> None:
    given = events(story(5), "customer.consents.given")
    [revoked] = events(story(5), "customer.consents.revoked")

    assert given[0]["created_at"] < "2023-11-20"
    assert consent_names(revoked) < consent_names(given[0])
    assert given[0]["data"]["event_source"]["channel"] == "CLIENT_API"
    assert len(events(story(5), "customer.email.sent")) == 3


def test_6_fifteen_went_came_back_and_went_again() -> None:
    [card] = demo_world().vouchers_held_by(story(6))
    transactions = [row for row in demo_world()["transactions"] if row["voucher_id"] == card["id"]]

    changes = [(row["type"], row["details"]["balance"]["amount"]) for row in transactions]
    assert changes == [("CREDITS_REDEMPTION", -1500), ("CREDITS_REFUND", 1500), ("CREDITS_REDEMPTION", -1500)]
    assert (card["gift"]["amount"], card["gift"]["balance"]) == (5000, 3500)


def test_7_two_customers_have_one_address_and_one_of_them_the_orders() -> None:
    duplicate = demo_world().customer("ticket-7-duplicate")

    assert duplicate["email"] == story(7)["email"]
    assert story(7)["summary"]["orders"]["total_count"] == 3
    assert duplicate["summary"]["orders"]["total_count"] == 0


def test_8_the_level_changed_and_then_the_segment_was_left() -> None:
    update, left = events(story(8), "customer.updated", "customer.segment.left")
    created = events(story(8), "customer.created")[0]

    assert created["data"]["data"]["customer"]["metadata"]["membership_level"] == "gold"
    assert update["data"]["data"]["customer"]["metadata"]["membership_level"] == "silver"
    assert left["data"]["data"]["segment"]["name"] == "VIP"
    assert left["group_id"] == update["group_id"]


def test_9_forty_visitors_of_the_fair_are_customers_already() -> None:
    fair = TICKETS[8]
    known = {customer["source_id"] for customer in demo_world(200)["customers"]}

    assert len({fair.source_id, *fair.others}) == 40
    assert {fair.source_id, *fair.others} <= known


def test_10_the_old_number_and_the_key_that_changed_it_can_be_found() -> None:
    updates = events(story(10), "customer.updated")
    phones = [update["data"]["data"]["customer"]["phone"] for update in updates]

    assert phones == ["+44 7700 900110", "+44 7700 900110", "+44 7700 900666"]
    assert story(10)["phone"] == phones[-1]
    assert updates[-1]["data"]["event_source"]["api_key"]["name"] == "Call center tool"
