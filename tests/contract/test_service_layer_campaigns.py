import pytest

from webapp.voucherify import errors


def test_a_campaign_by_name_and_by_id(client):
    by_name = client.campaigns.get("Gift cards")

    assert client.campaigns.get(by_name.id) == by_name
    assert (by_name.name, by_name.campaign_type) == ("Gift cards", "GIFT_VOUCHERS")
    with pytest.raises(errors.NotFound) as caught:
        client.campaigns.get("No such campaign")
    assert caught.value.resource_type == "campaign"


def test_lists_are_narrowed_and_walked(client):
    everything = list(client.campaigns.iterate(page_size=3))

    assert len({one.id for one in everything}) == len(everything) == client.campaigns.list(limit=1).total
    loyalty = client.campaigns.list(campaign_type="LOYALTY_PROGRAM").items
    assert {one.campaign_type for one in loyalty} == {"LOYALTY_PROGRAM"}
    moments = [one.created_at for one in everything]
    assert moments == sorted(moments, reverse=True)
