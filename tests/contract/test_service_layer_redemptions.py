import pytest

from webapp.voucherify import Filters, errors
from webapp.voucherify.filters import is_


def of_ticket_6(client):
    return list(client.redemptions.iterate(customer="ticket-6"))


def test_redemptions_and_rollbacks_come_together(client):
    found = of_ticket_6(client)

    assert {one.is_rollback for one in found} == {True, False}
    rollback = next(one for one in found if one.is_rollback)
    taken_back = client.redemptions.get(rollback.redemption)
    assert (taken_back.status, taken_back.is_rollback) == ("ROLLED_BACK", False)
    assert client.redemptions.get(rollback.id).is_rollback
    moments = [one.date for one in found]
    assert moments == sorted(moments, reverse=True)


def test_a_failed_redemption_says_why(client):
    failed = client.redemptions.list(limit=100, results=["FAILURE"], customer="ticket-1").items

    assert failed
    assert all(one.result == "FAILURE" and one.failure_code for one in failed)


def test_lists_are_narrowed_and_walked(client):
    everything = list(client.redemptions.iterate(page_size=7))
    assert len({one.id for one in everything}) == len(everything) == client.redemptions.list(limit=1).total

    assert client.redemptions.list(results=["SUCCESS", "FAILURE"], limit=1).total == len(everything)
    rollbacks = client.redemptions.list(limit=100, filters=Filters(object=is_("redemption_rollback"))).items
    assert rollbacks
    assert all(one.is_rollback for one in rollbacks)
    assert client.redemptions.list(campaign="Gift cards", limit=1).total > 0
    assert client.redemptions.list(customer="nobody").total == 0
    assert client.redemptions.list(customer="ticket-6", created_before=everything[-1].date).items == ()


def test_a_redemption_is_taken_back_once(client):
    done = next(one for one in of_ticket_6(client) if one.status == "SUCCEEDED" and not one.is_rollback)
    before = client.vouchers.get(done.voucher.code).gift.balance

    rollback = client.redemptions.roll_back(done.id, reason="Returned goods")

    assert (rollback.redemption, rollback.reason, rollback.result) == (done.id, "Returned goods", "SUCCESS")
    assert rollback.amount < 0
    assert client.vouchers.get(done.voucher.code).gift.balance == before - rollback.amount
    with pytest.raises(errors.InvalidRequest) as caught:
        client.redemptions.roll_back(done.id)
    assert caught.value.key == "already_rolled_back"


def test_an_unknown_redemption(client):
    with pytest.raises(errors.NotFound):
        client.redemptions.get("r_none")
    with pytest.raises(errors.NotFound):
        client.redemptions.roll_back("r_none")
