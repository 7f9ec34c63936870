import pytest

from webapp.voucherify import Filters, errors
from webapp.voucherify.filters import is_


@pytest.fixture
def gift_card(client):
    (holder,) = client.redeemables.list("ticket-6").items
    return holder.redeemable.voucher


def test_a_voucher_by_code_and_by_id(client, gift_card):
    found = client.vouchers.get(gift_card.code)

    assert found.id == client.vouchers.get(gift_card.id).id == gift_card.id
    assert found.holder_id == client.customers.get("ticket-6").id
    assert found.gift.balance == gift_card.gift.balance
    with pytest.raises(errors.NotFound) as caught:
        client.vouchers.get("NONE")
    assert caught.value.resource_type == "voucher"


def test_a_voucher_is_switched_off_and_on(client, gift_card):
    assert client.vouchers.disable(gift_card.code).active is False
    assert client.redeemables.list("ticket-6").items[0].redeemable.status == "DISABLED"
    assert client.vouchers.enable(gift_card.code).active is True


@pytest.mark.parametrize("amount", [1500, -1500])
def test_a_balance_is_moved_and_the_transaction_tells(client, gift_card, amount):
    before = gift_card.gift.balance

    balance = client.vouchers.add_balance(gift_card.code, amount, reason="Complaint", source_id="case-7")

    assert (balance.type, balance.amount, balance.balance) == ("gift_voucher", amount, before + amount)
    assert balance.related_object.id == gift_card.id
    latest = client.vouchers.list_transactions(gift_card.code, limit=1).items[0]
    assert latest.type == ("CREDITS_ADDITION" if amount > 0 else "CREDITS_REMOVAL")
    assert (latest.reason, latest.source_id, latest.details.balance.amount) == ("Complaint", "case-7", amount)
    assert client.redeemables.list("ticket-6").items[0].redeemable.voucher.gift.balance == before + amount


def test_a_walk_finds_every_transaction_once(client, gift_card):
    everything = client.vouchers.list_transactions(gift_card.code, limit=100).items

    walked = list(client.vouchers.iterate_transactions(gift_card.code, page_size=1))

    assert len(walked) > 2
    assert sorted(one.id for one in walked) == sorted(one.id for one in everything)


def test_the_redemptions_of_a_voucher(client, gift_card):
    redemptions = client.vouchers.get_redemptions(gift_card.code)

    assert redemptions.total == len(redemptions.redemption_entries) > 0
    assert redemptions.redeemed_quantity == client.vouchers.get(gift_card.code).redemption.redeemed_quantity
    assert {entry.customer_id for entry in redemptions.redemption_entries} == {gift_card.holder_id}


def test_lists_are_narrowed_and_walked(client, gift_card):
    total = client.vouchers.list(limit=1).total
    walked = list(client.vouchers.iterate(page_size=40))
    assert len({voucher.id for voucher in walked}) == len(walked) == total

    assert [voucher.id for voucher in client.vouchers.list(customer="ticket-6").items] == [gift_card.id]
    assert client.vouchers.list(code=gift_card.code).total == 1
    assert client.vouchers.list(ids=[gift_card.id]).items[0].code == gift_card.code
    assert {voucher.campaign for voucher in client.vouchers.list(campaign="Gift cards").items} == {"Gift cards"}
    filtered = client.vouchers.list(filters=Filters(type=is_("LOYALTY_CARD"))).items
    assert {voucher.type for voucher in filtered} == {"LOYALTY_CARD"}
    assert client.vouchers.list(created_before=gift_card.created_at, customer="ticket-6").items == ()
