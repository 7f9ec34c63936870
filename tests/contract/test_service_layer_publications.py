import pytest

from webapp.voucherify import errors


def test_a_customer_gets_a_voucher_of_a_campaign(client):
    publication = client.publications.create_from_campaign(
        "Gift cards", {"source_id": "jane", "name": "Jane"}, channel="support"
    )

    assert (publication.result, publication.channel) == ("SUCCESS", "support")
    assert publication.voucher.campaign == "Gift cards"
    assert publication.customer_id == client.customers.get("jane").id
    assert client.redeemables.list("jane").items[0].redeemable.voucher.code == publication.voucher.code
    assert [one.id for one in client.publications.list(customer="jane").items] == [publication.id]


def test_joining_once(client):
    first = client.publications.create_from_campaign("Gift cards", {"source_id": "jane"}, join_once=True)
    second = client.publications.create_from_campaign("Gift cards", {"source_id": "jane"}, join_once=True)

    assert first.vouchers_id == second.vouchers_id


def test_several_at_once(client):
    publication = client.publications.create_from_campaign("Gift cards", {"source_id": "jane"}, count=3)

    assert len(publication.vouchers_id) == 3
    assert client.redeemables.list("jane").total == 3


def test_a_voucher_that_somebody_has_is_given_to_nobody_else(client):
    code = client.redeemables.list("ticket-6").items[0].redeemable.voucher.code

    with pytest.raises(errors.InvalidRequest) as caught:
        client.publications.create_from_voucher(code, {"source_id": "jane"})

    assert caught.value.key == "voucher_already_published"


def test_a_walk_finds_every_publication_once(client):
    found = [one.id for one in client.publications.iterate(page_size=20)]

    assert len(set(found)) == len(found) == client.publications.list(limit=1).total


def test_an_unknown_voucher(client):
    with pytest.raises((errors.NotFound, errors.InvalidRequest)):
        client.publications.create_from_voucher("NONE", {"source_id": "jane"})
