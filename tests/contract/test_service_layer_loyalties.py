from datetime import date

import pytest

from webapp.voucherify import errors


@pytest.fixture
def card(client):
    (holder,) = client.redeemables.list("ticket-2").items
    return holder.redeemable.voucher


def test_a_member_is_a_card(client, card):
    member = client.loyalties.get_member(card.code)

    assert member.holder_id == client.customers.get("ticket-2").id
    assert member.loyalty_card.balance == card.loyalty_card.balance
    assert client.loyalties.get_member(card.code, campaign_id=card.campaign_id) == member
    with pytest.raises(errors.NotFound):
        client.loyalties.get_member("NONE")


@pytest.mark.parametrize("in_campaign", [True, False])
def test_points_are_added_and_show_everywhere(client, card, in_campaign):
    campaign = {"campaign_id": card.campaign_id} if in_campaign else {}

    balance = client.loyalties.add_balance(card.code, 250, reason="Complaint", **campaign)

    assert (balance.type, balance.balance) == ("loyalty_card", card.loyalty_card.balance + 250)
    assert client.vouchers.get(card.code).loyalty_card.balance == balance.balance
    assert client.vouchers.list_transactions(card.code, limit=1).items[0].type == "POINTS_ADDITION"
    assert client.customers.get("ticket-2").loyalty.points == balance.balance


def test_points_cannot_expire_in_the_past(client, card):
    with pytest.raises(errors.InvalidRequest) as caught:
        client.loyalties.add_balance(card.code, 1, expiration_type="CUSTOM_DATE", expiration_date=date(2020, 1, 1))
    assert caught.value.key == "invalid_expiration_date"
