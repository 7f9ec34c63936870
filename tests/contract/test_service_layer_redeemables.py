import pytest

from webapp.voucherify import Filters, errors
from webapp.voucherify.filters import has_value, in_, is_, is_not, is_unknown, less_than


def test_what_a_customer_holds_and_whether_it_can_be_used(client):
    holders = {holder.voucher_type: holder for holder in client.redeemables.iterate("ticket-4")}

    gift, card = holders["GIFT_VOUCHER"], holders["LOYALTY_CARD"]
    assert (gift.holder_role, gift.redeemable.status) == ("OWNER", "ACTIVE")
    assert gift.redeemable.voucher.gift.balance > 0
    assert gift.redeemable.voucher.id == gift.redeemable_id
    assert card.redeemable.voucher.loyalty_card.balance is not None
    assert not card.redeemable.voucher.gift
    (expired,) = client.redeemables.list("ticket-1").items
    assert expired.redeemable.status == "EXPIRED"


def test_a_walk_finds_everything_once(client):
    total = client.redeemables.list("ticket-4", limit=1).total

    walked = [holder.id for holder in client.redeemables.iterate("ticket-4", page_size=1)]

    assert len(set(walked)) == len(walked) == total == 2
    assert walked == sorted(walked, reverse=True)
    assert list(reversed(walked)) == [
        holder.id for holder in client.redeemables.iterate("ticket-4", order="id", page_size=1)
    ]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(voucher_type=is_("GIFT_VOUCHER")), {"GIFT_VOUCHER"}),
        (Filters(voucher_type=is_not("GIFT_VOUCHER")), {"LOYALTY_CARD"}),
        (Filters(voucher_type=in_("GIFT_VOUCHER", "LOYALTY_CARD")), {"GIFT_VOUCHER", "LOYALTY_CARD"}),
        (Filters(campaign_id=has_value(), holder_role=is_("REFERRER")), set()),
        (Filters("or", campaign_id=has_value(), holder_role=is_("REFERRER")), {"GIFT_VOUCHER", "LOYALTY_CARD"}),
        (Filters(campaign_id=is_unknown()), set()),
        (Filters(created_at=less_than(36_000) & has_value()), {"GIFT_VOUCHER", "LOYALTY_CARD"}),
    ],
)
def test_filters(client, filters, found):
    page = client.redeemables.list("ticket-4", filters=filters)

    assert {holder.voucher_type for holder in page.items} == found
    assert page.total == len(found)


def test_nobody_holds_nothing(client):
    with pytest.raises(errors.NotFound):
        client.redeemables.list("nobody")
